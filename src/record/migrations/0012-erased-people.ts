/**
 * Who had everything erased, by pseudonym: a copy of the database that is put back forgets them as
 * well. Kept for as long as rows are, after which retention would remove what such a copy brings.
 */
export const erasedPeople = `
  CREATE TABLE erased_people (
    pseudonym               TEXT PRIMARY KEY,
    asked_at                INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX erased_people_by_time ON erased_people (asked_at);
  INSERT INTO erased_people
    SELECT user_id, max(coalesce(erase_asked_at, erased_at)) FROM jobs
    WHERE erased_at IS NOT NULL GROUP BY user_id;
`;
