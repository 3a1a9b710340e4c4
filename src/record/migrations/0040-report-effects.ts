/**
 * What a report does to its picture until it is decided: `hide`, `cover` or `none`. Reports from before hid by their
 * reason alone. `jobs.covered_by_report`: 1 while a report covers the picture, 0 once the cover was lifted, else NULL.
 */
export const reportEffects = `
  ALTER TABLE reports ADD COLUMN effect TEXT NOT NULL DEFAULT 'none';
  UPDATE reports SET effect = 'hide' WHERE reason IN ('shows_me', 'sexual', 'minor');
  ALTER TABLE jobs ADD COLUMN covered_by_report INTEGER;
`;
