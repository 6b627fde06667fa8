-- What a new database does without. One of an earlier version keeps it: to write all its originals again would take as much room once more.
ALTER TABLE article DROP COLUMN canonical;
DROP TABLE original;
CREATE TABLE original (
    id      INTEGER PRIMARY KEY AUTOINCREMENT,
    article INTEGER NOT NULL REFERENCES article,
    hash    BLOB NOT NULL,
    kind    INTEGER NOT NULL,           -- 0 a file, 1 standard input, 2 a page of the sample library, 3 a record of a file
    name    BLOB NOT NULL,              -- the path as the system has it, or the sample's name; before a record's path its line and a colon
    size    INTEGER NOT NULL,
    page    BLOB NOT NULL,
    behind  INTEGER NOT NULL DEFAULT 0  -- 1: compressed with the article's JSON before it
) STRICT;
CREATE INDEX original_article ON original (article);
