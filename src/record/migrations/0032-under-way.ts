/**
 * How many jobs are not over, and where they are, is counted whenever somebody looks at the bot's figures. `finished_at`
 * is in it so that nothing else has to be read.
 */
export const underWay = `
  CREATE INDEX jobs_under_way ON jobs (state, recipe, lane, finished_at) WHERE finished_at IS NULL;
`;
