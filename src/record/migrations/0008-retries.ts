/**
 * The line is of those that may be sent now. Who was asked to come later joins it, in their old
 * place, when that time has come: so neither is in the way of who is next.
 */
export const retries = `
  DROP INDEX jobs_in_line;
  DROP INDEX jobs_in_line_since;
  CREATE INDEX jobs_in_line ON jobs (round, ready_at) WHERE state = 'ready' AND retry_at IS NULL;
  CREATE INDEX jobs_in_line_since ON jobs (ready_at) WHERE state = 'ready' AND retry_at IS NULL;
`;
