/**
 * The state that a job was in before, which one statement sets together with the next one. And when
 * the message of an erased job went: until now its row had `erased-` and its id in place of the
 * interaction that the message answered, and an erased row the same in place of the interaction
 * that asked for it, which may be missing from now on. Dropping NOT NULL changes the text of the
 * schema and no row, where building the table anew would write every one of millions.
 */
export const transitions = `
  ALTER TABLE jobs ADD COLUMN previous_state TEXT;
  ALTER TABLE jobs ADD COLUMN message_gone_at INTEGER;
  ALTER TABLE jobs ALTER COLUMN interaction_id DROP NOT NULL;

  UPDATE jobs SET answered_interaction_id = '',
      message_gone_at = CASE WHEN message_id IS NULL THEN erased_at END
    WHERE erased_at IS NOT NULL AND answered_interaction_id = 'erased-' || id;
  UPDATE jobs SET interaction_id = NULL WHERE erased_at IS NOT NULL;
`;
