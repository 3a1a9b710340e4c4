import { stallFigure } from '../figure.ts';
import { measureHeld } from '../held-results.ts';
import type { Scenario } from '../scenario.ts';

/** Of a picture with about 1.5 MB. */
const SIDE = 707;
const WITHIN_MS = 5 * 60_000;

/** Hundreds of jobs run at RunPod for a while, and then all of them end at once. */
export const flight: Scenario = {
  name: 'flight',
  withinMs: 12 * 60_000,
  async run(report, { quick }) {
    const jobs = quick ? 50 : 500;
    const heldMs = quick ? 3_000 : 20_000;
    const of = `${jobs} of 1.5 MB`;
    const measure = await measureHeld({ jobs, side: SIDE, heldMs, withinMs: WITHIN_MS });
    report({ key: 'flight.held-memory', of, measured: measure.heldPeakBytes / 1e6 });
    report({ key: 'flight.memory', of, measured: measure.peakBytes / 1e6 });
    report(stallFigure('flight.held-stall', measure.heldStall, of));
    report(stallFigure('flight.stall', measure.stall, of));
    report({ key: 'flight.missing', of, measured: measure.missing });
    report({ key: 'flight.done', of, measured: measure.doneMs });
  },
};
