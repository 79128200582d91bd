CREATE TABLE resource (
  rid INTEGER PRIMARY KEY,
  type TEXT NOT NULL,
  id TEXT NOT NULL,
  version_id TEXT NOT NULL,
  last_updated TEXT NOT NULL,
  body TEXT NOT NULL,
  UNIQUE (type, id)
) STRICT;

-- Carries the row number, so that "the newest of a type" needs no sorting.
CREATE INDEX resource_by_type ON resource (type);

-- The values by which a resource is found: tokens, references and strings here.
CREATE TABLE search_text (
  type TEXT NOT NULL,
  param TEXT NOT NULL,
  text TEXT NOT NULL,
  rid INTEGER NOT NULL,
  PRIMARY KEY (type, param, text, rid)
) STRICT, WITHOUT ROWID;

-- Dates, in milliseconds since 1970 with both ends included, and numbers.
CREATE TABLE search_range (
  type TEXT NOT NULL,
  param TEXT NOT NULL,
  low REAL NOT NULL,
  high REAL NOT NULL,
  rid INTEGER NOT NULL,
  PRIMARY KEY (type, param, low, high, rid)
) STRICT, WITHOUT ROWID;

CREATE INDEX search_range_by_high ON search_range (type, param, high);
CREATE INDEX search_range_by_resource ON search_range (type, param, rid);
