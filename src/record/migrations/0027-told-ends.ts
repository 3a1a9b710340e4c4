/**
 * A job that took long ends with a reply that mentions its requester. `telling_at`: when the bot last set out to post
 * it, so that it may be there. `told_at`: when that was settled, whether or not it was posted. `told_message_id`: the
 * reply itself.
 */
export const toldEnds = `
  ALTER TABLE jobs ADD COLUMN telling_at INTEGER;
  ALTER TABLE jobs ADD COLUMN told_at INTEGER;
  ALTER TABLE jobs ADD COLUMN told_message_id TEXT;
  CREATE INDEX jobs_told_in_vain ON jobs (id)
    WHERE told_message_id IS NOT NULL AND (visibility = 'removed' OR erased_at IS NOT NULL);
`;
