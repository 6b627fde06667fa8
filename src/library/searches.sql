-- Version 5: what the reader searches for. Kept searches are told from others by their folded names; those made lately are numbered anew each time.
CREATE TABLE search (key TEXT NOT NULL PRIMARY KEY, name TEXT NOT NULL, query TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE searched (query TEXT NOT NULL PRIMARY KEY, number INTEGER NOT NULL) STRICT, WITHOUT ROWID;
