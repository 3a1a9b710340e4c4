/**
 * The order to take nothing new, which another program gives to the bot that runs: since when, and null once it was
 * taken back. A start forgets it.
 */
export const draining = `
  CREATE TABLE draining (
    id                      INTEGER PRIMARY KEY CHECK (id = 1),
    since                   INTEGER
  ) STRICT;
`;
