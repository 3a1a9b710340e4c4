import { describe, inject, it } from 'vitest';
import { crashAtRandom } from './crash.ts';

const LANES = [0, 1, 2, 3];

const seed = inject('crashSeed');
const kills = Math.ceil(inject('crashKills') / LANES.length);

/** For what hangs: a kill, and all that comes right after it, takes half a minute on a slow machine. */
const timeout = kills * 60_000;

describe.concurrent(`kills at random moments (CRASH_SEED=${seed})`, () => {
  it.for(LANES)('among the people of lane %i', { timeout }, async (lane, context) => {
    await crashAtRandom(context, seed + lane, kills);
  });
});
