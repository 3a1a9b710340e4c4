import { withBusyCores } from '../busy-cores.ts';
import type { Figure } from '../figure.ts';
import { median } from '../percentiles.ts';
import type { Scenario } from '../scenario.ts';
import { measureBurst, type BurstMeasure } from './burst.ts';

const SIZES = [200, 1_000];
const QUICK_SIZES = [1_000];
const REPEATS = 3;

/** The same bursts as of a machine that is the bot's alone, while other programs take half of its cores' time. */
export const busyBurst: Scenario = {
  name: 'busy-burst',
  withinMs: 15 * 60_000,
  async run(report, { quick }) {
    for (const size of quick ? QUICK_SIZES : SIZES) {
      const plain: BurstMeasure[] = [];
      const own: BurstMeasure[] = [];
      for (let round = 0; round < (quick ? 1 : REPEATS); round += 1) {
        plain.push(await withBusyCores(() => measureBurst('plain', size)));
        own.push(await withBusyCores(() => measureBurst('darkroom', size)));
      }
      for (const figure of figuresOf(String(size), own, plain)) report(figure);
    }
  },
};

function figuresOf(
  of: string,
  own: readonly BurstMeasure[],
  plain: readonly BurstMeasure[],
): Figure[] {
  const late = (all: readonly BurstMeasure[]) =>
    all.reduce((sum, { times }) => sum + times.late, 0);
  const figure = (key: Figure['key'], which: 'median' | 'p99' | 'max'): Figure => ({
    key,
    of,
    measured: median(own.map(({ times }) => times[which])),
    plain: median(plain.map(({ times }) => times[which])),
  });
  return [
    { key: 'busy-burst.late', of, measured: late(own), plain: late(plain) },
    {
      key: 'busy-burst.late-sent',
      of,
      measured: own.reduce((sum, { sent }) => sum + sent.late, 0),
      plain: plain.reduce((sum, { sent }) => sum + sent.late, 0),
    },
    {
      key: 'busy-burst.p99-sent',
      of,
      measured: median(own.map(({ sent }) => sent.p99)),
      plain: median(plain.map(({ sent }) => sent.p99)),
    },
    figure('busy-burst.median', 'median'),
    figure('busy-burst.p99', 'p99'),
    figure('busy-burst.max', 'max'),
  ];
}
