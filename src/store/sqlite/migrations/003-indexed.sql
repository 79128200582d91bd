-- Up to which resource the search values are written. What is younger is stored safely and indexed a moment later.
CREATE TABLE indexed (
  only INTEGER PRIMARY KEY CHECK (only = 1),
  up_to INTEGER NOT NULL
) STRICT;

INSERT INTO indexed (only, up_to) SELECT 1, coalesce(max(rid), 0) FROM resource;
