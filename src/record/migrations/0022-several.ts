/**
 * Jobs that are to make several pictures, of a person and of a server: those under way, and the latest.
 * Limits count one for each job by the indexes that there are, and by these what such jobs make besides.
 * Hardly any row is in them, and none has to be looked at, which may have large pictures in it.
 */
export const several = `
  CREATE INDEX jobs_several_open_by_user ON jobs (user_id, count)
    WHERE finished_at IS NULL AND count > 1;
  CREATE INDEX jobs_several_open_by_guild ON jobs (guild_id, count)
    WHERE finished_at IS NULL AND count > 1;
  CREATE INDEX jobs_several_by_user ON jobs (user_id, created_at, count) WHERE count > 1;
  CREATE INDEX jobs_several_by_guild ON jobs (guild_id, created_at, count) WHERE count > 1;
`;
