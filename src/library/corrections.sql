-- Version 2: what the reader says that a block of a page is, against the cleaner. A block is known by the hash of its text and by its place
-- among blocks of the same text, so that it is found again whatever a later cleaner makes of the page, and in a later form of the page.
CREATE TABLE correction (
    article INTEGER NOT NULL REFERENCES article,
    hash    BLOB NOT NULL,
    ordinal INTEGER NOT NULL,
    ruling  TEXT NOT NULL,              -- keep, drop, headline, byline, date, caption
    PRIMARY KEY (article, hash, ordinal)
) STRICT, WITHOUT ROWID;

-- Articles whose text does not follow their corrections yet.
CREATE TABLE recast (article INTEGER PRIMARY KEY REFERENCES article) STRICT;
