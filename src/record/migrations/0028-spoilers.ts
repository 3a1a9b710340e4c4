/**
 * Whether a job's pictures are covered until somebody uncovers them, which is decided when it is asked for. And the
 * servers in which all of them are.
 */
export const spoilers = `
  ALTER TABLE jobs ADD COLUMN covered INTEGER NOT NULL DEFAULT 0;
  CREATE TABLE spoiler_rules (
    guild_id                TEXT PRIMARY KEY
  ) STRICT, WITHOUT ROWID;
`;
