import { describe, inject, it } from 'vitest';
import type { KillPoint } from './kill-point.ts';
import { transition } from './play.ts';
import { crashProcesses } from './processes.ts';
import { REQUEST_PHASES } from './routes.ts';
import { seeded } from './seeded.ts';

const seed = inject('crashSeed');
const LANES = [0, 1, 2, 3];
const kills = Math.ceil(inject('crashProcessKills') / LANES.length);
const stops = Math.ceil(inject('crashProcessStops') / LANES.length);
/** How many moments of a process may pass before its last. */
const MOST_MOMENTS = 300;

/** What every process comes to again and again while members go on. */
const TRANSITIONS = [
  [null, 'ready'],
  [null, 'accepted'],
  [null, 'awaiting_consent'],
  ['awaiting_consent', 'accepted'],
  ['accepted', 'preparing'],
  ['preparing', 'ready'],
  ['ready', 'submitting'],
  ['submitting', 'queued'],
  ['queued', 'running'],
  ['running', 'completed'],
  ['running', 'failed'],
] as const;

const submission = Object.values(REQUEST_PHASES).map((channel): KillPoint => ({
  channel,
  facts: { route: 'run' },
}));
const POINTS: readonly KillPoint[] = [
  ...TRANSITIONS.flatMap(([from, to]) => [
    transition('pending', from, to),
    transition('committed', from, to),
  ]),
  ...submission,
];

function randomPoints(count: number, of: number): readonly KillPoint[] {
  const random = seeded(of);
  return Array.from({ length: count }, () => ({ nth: Math.ceil(random() * MOST_MOMENTS) }));
}

const standingStill = (points: readonly KillPoint[]) =>
  points.map((point) => ({ ...point, how: 'SIGSTOP' as const }));

/** For what hangs. */
const timeoutOf = (points: number) => points * 60_000 + 300_000;

describe.concurrent(`one of three processes (CRASH_SEED=${seed})`, () => {
  it.for(LANES)(
    'is killed at random moments, lane %i',
    { timeout: timeoutOf(kills) },
    async (lane, context) => {
      const points = randomPoints(kills, seed + lane + 100);
      await crashProcesses(context, { seed: seed + lane, points });
    },
  );

  it.for(LANES)(
    'stands still at random moments, lane %i',
    { timeout: timeoutOf(stops) },
    async (lane, context) => {
      const points = standingStill(randomPoints(stops, seed + lane + 200));
      await crashProcesses(context, { seed: seed + 30 + lane, points });
    },
  );

  it('is killed at every transition', { timeout: timeoutOf(POINTS.length) }, async (context) => {
    await crashProcesses(context, { seed: seed + 10, points: POINTS });
  });

  it.for(LANES)(
    'stands still at every transition, lane %i',
    { timeout: timeoutOf(POINTS.length) },
    async (lane, context) => {
      const points = POINTS.filter((_, nth) => nth % LANES.length === lane);
      await crashProcesses(context, { seed: seed + 20 + lane, points: standingStill(points) });
    },
  );
});
