/**
 * People and servers that the operator keeps out everywhere, with the reason in the operator's words. One that was lifted
 * stays on record for as long as other rows do.
 */
export const keptOut = `
  CREATE TABLE kept_out (
    id                      INTEGER PRIMARY KEY,
    kind                    TEXT NOT NULL,
    subject                 TEXT NOT NULL,
    reason                  TEXT NOT NULL,
    kept_out_at             INTEGER NOT NULL,
    lifted_at               INTEGER
  ) STRICT;
  CREATE UNIQUE INDEX kept_out_standing ON kept_out (kind, subject) WHERE lifted_at IS NULL;
  CREATE INDEX kept_out_by_subject ON kept_out (kind, subject);
  CREATE INDEX kept_out_lifted ON kept_out (lifted_at) WHERE lifted_at IS NOT NULL;
`;
