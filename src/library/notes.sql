-- Version 3: what the reader notes of an article.
CREATE TABLE note (article INTEGER NOT NULL REFERENCES article, text TEXT NOT NULL, PRIMARY KEY (article)) STRICT, WITHOUT ROWID;
