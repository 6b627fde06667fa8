-- The truth of a library, version 1. Texts are UTF-8; "zstd" means a zstd frame. Dates are EDTF level 0, as precise as the page was.
-- Every change of an article or of a mark takes the next number of `counter`; whoever holds a copy (the index, a search thread) asks
-- for what has a greater number than the last it knows.

CREATE TABLE migration (version INTEGER PRIMARY KEY, program TEXT NOT NULL) STRICT;

CREATE TABLE counter (one INTEGER PRIMARY KEY CHECK (one = 1), change INTEGER NOT NULL) STRICT;
INSERT INTO counter VALUES (1, 0);

-- What a list shows of an article, and what it is ordered and recognised by.
CREATE TABLE article (
    id            INTEGER PRIMARY KEY AUTOINCREMENT,
    change        INTEGER NOT NULL,
    headline      TEXT NOT NULL,
    derived       INTEGER NOT NULL,     -- the headline was made from the lead sentence
    headline_key  TEXT NOT NULL,        -- folded, for ordering
    publisher     TEXT,
    publisher_key TEXT,
    agency        TEXT,
    byline        TEXT,
    section       TEXT,
    dateline      TEXT,
    published     TEXT,
    modified      TEXT,
    language      TEXT,
    url           TEXT,
    canonical     TEXT,                 -- the address without what does not tell pages apart, or a hash of that; NULL for a front page
    origin        TEXT NOT NULL,        -- as shown
    words         INTEGER NOT NULL,
    empty         INTEGER NOT NULL      -- the page holds no article
) STRICT;
CREATE INDEX article_change ON article (change);
CREATE INDEX article_canonical ON article (canonical) WHERE canonical IS NOT NULL;

-- The whole article, JSON, zstd.
CREATE TABLE text (article INTEGER PRIMARY KEY REFERENCES article, json BLOB NOT NULL) STRICT;

-- Every page that ever came in, zstd, by the blake3 hash of its bytes. The last one of an article is the one it was made from.
CREATE TABLE original (
    id      INTEGER PRIMARY KEY AUTOINCREMENT,
    article INTEGER NOT NULL REFERENCES article,
    hash    BLOB NOT NULL UNIQUE,
    kind    INTEGER NOT NULL,           -- 0 a file, 1 standard input, 2 a page of the sample library, 3 a record of a file
    name    BLOB NOT NULL,              -- the path as the system has it, or the sample's name; before a record's path its line and a colon
    size    INTEGER NOT NULL,
    page    BLOB NOT NULL
) STRICT;
CREATE INDEX original_article ON original (article);

-- Where pages came from: the same place means the same article.
CREATE TABLE origin (
    kind INTEGER NOT NULL, name BLOB NOT NULL, article INTEGER NOT NULL REFERENCES article, PRIMARY KEY (kind, name)
) STRICT, WITHOUT ROWID;

-- What the reader did. None of it is touched when an article is updated or cleaned again.
CREATE TABLE mark (
    article INTEGER PRIMARY KEY REFERENCES article,
    read    INTEGER NOT NULL DEFAULT 0,
    starred INTEGER NOT NULL DEFAULT 0,
    hidden  INTEGER NOT NULL DEFAULT 0,
    change  INTEGER NOT NULL
) STRICT;
CREATE INDEX mark_change ON mark (change);

-- A tag is told from others by its folded name; all articles have it in the spelling it was first given in.
CREATE TABLE tag (
    article INTEGER NOT NULL REFERENCES article, key TEXT NOT NULL, name TEXT NOT NULL, PRIMARY KEY (article, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX tag_key ON tag (key);

-- Where reading stopped: a byte offset into the body's running text.
CREATE TABLE place (article INTEGER PRIMARY KEY REFERENCES article, byte INTEGER NOT NULL) STRICT;
