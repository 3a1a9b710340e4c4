import type { Report } from '../figure.ts';
import { slower, WIDE } from '../gpu-work.ts';
import type { StreamKind } from '../job-stream.ts';
import { percentile } from '../percentiles.ts';
import type { Scenario } from '../scenario.ts';
import { measureStreams, type StreamLap } from './stream.ts';

const NEW: StreamKind = { name: 'new, wide', jobs: 100, forMs: 60_000, alike: true };
const KNOWN: StreamKind = { ...NEW, name: 'known, wide' };
/** For a first look: fewer jobs, which wait and run a quarter as long. */
const QUICK: StreamKind = { ...NEW, jobs: 20, forMs: 8_000 };
const QUICK_TIMES = slower(WIDE, 1 / 4);

/** More than there are jobs, and all up: who waits for a cold worker is decided by `WIDE`. */
const WORKERS = { workers: 250, warm: 250, coldStartMs: 0 };

/** A stream of jobs whose run times vary widely, by a bot with an empty log and one that knows its past runs. */
export const wide: Scenario = {
  name: 'wide',
  withinMs: 15 * 60_000,
  run: (report, { quick }) =>
    measureStreams(
      quick ? QUICK : NEW,
      quick ? [] : [KNOWN],
      (lap, { name }) => {
        reportLap(report, lap, name);
      },
      { times: quick ? QUICK_TIMES : WIDE, workers: WORKERS },
    ),
};

function reportLap(report: Report, { own, plain }: StreamLap, of: string): void {
  const lag = (share: number) => ({
    of,
    measured: percentile(own.lagsMs, share),
    plain: percentile(plain.lagsMs, share),
  });
  report({ key: 'wide.p50', ...lag(0.5) });
  report({ key: of === NEW.name ? 'wide.p95' : 'wide.known-p95', ...lag(0.95) });
  report({ key: 'wide.requests', of, measured: own.requests, plain: plain.requests });
  report({ key: 'wide.cpu', of, measured: own.cpuMs, plain: plain.cpuMs });
  report({ key: 'wide.missing', of, measured: own.missing, plain: plain.missing });
}
