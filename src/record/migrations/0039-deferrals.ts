/**
 * Interactions that were acknowledged before they were answered. A row is written before Discord is told, and goes
 * with whatever answers it; what a process leaves behind is ended by the next one. `kind`: `public` and `ephemeral`
 * show "thinking…", `update` shows nothing in the message that was clicked.
 *
 * A job that answers a deferred interaction keeps how that was deferred, as this says whether the interaction's
 * `@original` is the job's own message.
 */
export const deferrals = `
  CREATE TABLE deferrals (
    interaction_id          TEXT PRIMARY KEY,
    token                   TEXT NOT NULL,
    kind                    TEXT NOT NULL CHECK (kind IN ('public', 'ephemeral', 'update')),
    expires_at              INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX deferrals_by_expiry ON deferrals (expires_at);
  ALTER TABLE jobs ADD COLUMN deferral TEXT;
`;
