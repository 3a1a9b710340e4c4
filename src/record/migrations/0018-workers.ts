/** Which kind of worker a job was sent to, since that decides how long it takes. Old rows do not say. */
export const workers = `
  ALTER TABLE jobs ADD COLUMN worker TEXT;
`;
