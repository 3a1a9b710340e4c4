/** About which messages' pictures somebody has asked whoever posted them. */
export const askedBefore = `
  CREATE INDEX jobs_asked_before ON jobs (asked_message) WHERE asked_message IS NOT NULL;
`;
