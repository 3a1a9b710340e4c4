/**
 * What may be looked at of what was made from a picture: the latest are shown beside it, and thousands in between may be
 * somebody's alone.
 */
export const lookedAtFrom = `
  CREATE INDEX jobs_looked_at_from ON jobs (from_job, private, created_at)
    WHERE from_job IS NOT NULL AND ephemeral = 0 AND erased_at IS NULL;
`;
