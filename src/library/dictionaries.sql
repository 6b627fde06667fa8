-- Version 4: articles are compressed with a dictionary that is trained on the library's own, records by what the article does not say.

-- What articles are compressed with. Each is kept twice, because without it the articles that need it could not be read; once made, none is
-- changed or taken away.
CREATE TABLE dictionary (
    number   INTEGER PRIMARY KEY,
    id       INTEGER NOT NULL,
    articles INTEGER NOT NULL,          -- how many the library had when it was made
    hash     BLOB NOT NULL,             -- blake3, of the bytes
    bytes    BLOB NOT NULL
) STRICT;

-- The dictionary that the article needs; NULL for none.
ALTER TABLE text ADD COLUMN dictionary INTEGER;

-- 1: the page is compressed with the article's JSON before it, so that what both say is kept once.
ALTER TABLE original ADD COLUMN behind INTEGER NOT NULL DEFAULT 0;

-- Folded names are made when a list is ordered by them.
ALTER TABLE article DROP COLUMN headline_key;
ALTER TABLE article DROP COLUMN publisher_key;
