/**
 * The language of whoever asked, and that of their server, as Discord said: what a job's message is
 * worded in. Unknown for rows from before.
 */
export const locales = `
  ALTER TABLE jobs ADD COLUMN locale TEXT;
  ALTER TABLE jobs ADD COLUMN guild_locale TEXT;
`;
