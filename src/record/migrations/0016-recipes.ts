/**
 * What a job is to make, as the recipe that makes it, its params and their version. What was kept
 * until now is the params of two recipes in their first version.
 *
 * Renaming a column, or adding one with a constant, leaves the rows alone. They are read once to
 * mark those with a face, and written once since a column goes, however many they are: 35 s for a
 * million rows on two slow cores.
 */
export const recipes = `
  DROP INDEX jobs_measured;
  ALTER TABLE jobs RENAME COLUMN settings TO params;
  ALTER TABLE jobs ADD COLUMN params_version INTEGER NOT NULL DEFAULT 1;
  ALTER TABLE jobs ADD COLUMN recipe TEXT NOT NULL DEFAULT 'text';
  UPDATE jobs SET recipe = 'face' WHERE uses_face = 1;
  ALTER TABLE jobs DROP COLUMN uses_face;
  CREATE INDEX jobs_measured ON jobs (recipe, finished_at)
    WHERE state = 'completed' AND execution_ms IS NOT NULL;
`;
