import { describe, inject, it } from 'vitest';
import { crashServerAtRandom } from './crash-server.ts';

const seed = inject('crashSeed');
const LANES = [
  [0, 'alone', false],
  [1, 'alone, with other members', false],
  [2, 'with the bot', true],
  [3, 'with the bot, with other members', true],
] as const;
const ends = Math.ceil(inject('crashServerEnds') / LANES.length);
/** For what hangs. */
const timeout = ends * 60_000 + 400_000;

describe.concurrent(`kills of the PostgreSQL server at random moments (CRASH_SEED=${seed})`, () => {
  it.for(LANES)('%i: %s', { timeout }, async ([lane, , withBot], context) => {
    await crashServerAtRandom(context, { seed: seed + lane, ends, withBot });
  });
});
