-- Version 6: an article takes less room, and many come in faster.

-- The files of records that articles came from.
CREATE TABLE file (id INTEGER PRIMARY KEY, path TEXT NOT NULL UNIQUE) STRICT;

-- With a file, `origin` is the record's line in it.
ALTER TABLE article ADD COLUMN file INTEGER REFERENCES file;

-- What pages and addresses are found again by: the first half of a page's hash, and 48 bits of the hash of an address without what does not tell
-- pages apart. Hashes come in no order, so that each put in by itself would write another page of the database; they are filed many at a time.
CREATE TABLE original_mark (mark BLOB NOT NULL PRIMARY KEY, article INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE address (mark INTEGER NOT NULL, article INTEGER NOT NULL, PRIMARY KEY (mark, article)) STRICT, WITHOUT ROWID;

-- The last change of an article; and the last original and the last article whose marks are filed.
ALTER TABLE counter ADD COLUMN article INTEGER NOT NULL DEFAULT 0;
ALTER TABLE counter ADD COLUMN filed_original INTEGER NOT NULL DEFAULT 0;
ALTER TABLE counter ADD COLUMN filed_article INTEGER NOT NULL DEFAULT 0;
UPDATE counter SET article = (SELECT coalesce(max(change), 0) FROM article);
DROP INDEX article_change;
DROP INDEX article_canonical;
