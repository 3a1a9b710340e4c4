import { inject } from 'vitest';
import { openScreening, OWN_LISTS } from '../../src/screening/open-screening.ts';

/** The bot's own screening, one for all tests of a process, from the lists compiled for the whole run. */
export const screening = openScreening(undefined, {
  ...OWN_LISTS,
  compiled: inject('compiledLists'),
});
