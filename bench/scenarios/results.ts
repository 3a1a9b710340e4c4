import { stallFigure } from '../figure.ts';
import { measureHeld } from '../held-results.ts';
import type { Scenario } from '../scenario.ts';

/** Of a picture with 2 MB. */
const SIDE = 816;
const WITHIN_MS = 4 * 60_000;

/** That many pictures are ready at the same moment. */
export function measureResults(jobs: number) {
  return measureHeld({ jobs, side: SIDE, heldMs: 0, withinMs: WITHIN_MS });
}

export const results: Scenario = {
  name: 'results',
  withinMs: 10 * 60_000,
  async run(report, { quick }) {
    for (const count of quick ? [100] : [100, 200]) {
      const of = `${count} of 2 MB`;
      const { peakBytes, stall, missing, doneMs } = await measureResults(count);
      report({ key: 'results.memory', of, measured: peakBytes / 1e6 });
      report(stallFigure('results.stall', stall, of));
      report({ key: 'results.missing', of, measured: missing });
      report({ key: 'results.done', of, measured: doneMs });
    }
  },
};
