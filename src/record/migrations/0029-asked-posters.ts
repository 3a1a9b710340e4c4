/**
 * Whoever posted a picture that somebody else asks to use is asked first. `asks_user_id`: who that is, for as long as the
 * question stands. `asked_message`: the message with the picture, in the same channel.
 */
export const askedPosters = `
  ALTER TABLE jobs ADD COLUMN asks_user_id TEXT;
  ALTER TABLE jobs ADD COLUMN asked_message TEXT;
  CREATE INDEX jobs_asks ON jobs (asks_user_id) WHERE asks_user_id IS NOT NULL;
`;
