/**
 * Refused tries that count towards a pause, and members who may make no pictures until it ends. `person` is a keyed hash of
 * the member's id, and `words` one of what they wrote. `count`: how many tries it took, until the member is erased.
 */
export const safetyPauses = `
  CREATE TABLE safety_tries (
    person                  TEXT NOT NULL,
    words                   TEXT NOT NULL,
    tried_at                INTEGER NOT NULL,
    PRIMARY KEY (person, words)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX safety_tries_by_time ON safety_tries (tried_at);
  CREATE TABLE safety_pauses (
    person                  TEXT PRIMARY KEY,
    count                   INTEGER,
    ends_at                 INTEGER NOT NULL,
    appealed                INTEGER NOT NULL DEFAULT 0
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX safety_pauses_by_end ON safety_pauses (ends_at);
`;
