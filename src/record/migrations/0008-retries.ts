/**
 * The line holds the jobs that may be sent now. One that RunPod wants later joins it, in its old
 * place, when that time has come, so that it is not in the way of whoever is next.
 */
export const retries = `
  DROP INDEX jobs_in_line;
  DROP INDEX jobs_in_line_since;
  CREATE INDEX jobs_in_line ON jobs (round, ready_at) WHERE state = 'ready' AND retry_at IS NULL;
  CREATE INDEX jobs_in_line_since ON jobs (ready_at) WHERE state = 'ready' AND retry_at IS NULL;
`;
