-- Keys that one caller only may have, such as the id of a token that is used once. Milliseconds since 1970.
CREATE TABLE claim (
  key TEXT PRIMARY KEY,
  until REAL NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX claim_by_end ON claim (until);
