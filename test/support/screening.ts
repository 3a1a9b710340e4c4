import { openScreening } from '../../src/safety/open-screening.ts';

/** The bot's own screening: one for all tests of a process, since it is built from long lists. */
export const screening = openScreening();
