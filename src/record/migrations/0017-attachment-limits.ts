/**
 * The largest file that Discord takes in a job's place, in bytes, as the interaction said that its message
 * answers. Unknown for rows from before.
 */
export const attachmentLimits = `
  ALTER TABLE jobs ADD COLUMN attachment_size_limit INTEGER;
`;
