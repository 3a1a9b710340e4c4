/**
 * What a job is documented to cost, and what it has cost where that was told: in millionths of a US dollar, for
 * those that are billed by the picture. Old rows say neither.
 */
export const costs = `
  ALTER TABLE jobs ADD COLUMN price_micros INTEGER;
  ALTER TABLE jobs ADD COLUMN cost_micros INTEGER;
  CREATE INDEX jobs_by_cost ON jobs (finished_at, cost_micros, price_micros, attempt)
    WHERE coalesce(cost_micros, price_micros) IS NOT NULL;
`;
