/**
 * The pictures that go into a job, each with the option that it is for. Unknown for rows from before,
 * which have the one that their recipe takes. And how many pictures a job is to make.
 */
export const inputs = `
  ALTER TABLE jobs ADD COLUMN inputs TEXT;
  ALTER TABLE jobs ADD COLUMN count INTEGER NOT NULL DEFAULT 1;
`;
