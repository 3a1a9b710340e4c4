import type { PastRun } from '../../src/recipes/estimates.ts';
import { STEADY, WIDE, type GpuTimes } from '../gpu-work.ts';
import { jobStream } from '../job-stream.ts';
import { mean, percentile } from '../percentiles.ts';
import type { Scenario } from '../scenario.ts';
import {
  askByPolicy,
  askEvery,
  REMEMBERED,
  runOf,
  simulatedJob,
  type Asked,
} from '../simulated-asking.ts';

const JOBS = { jobs: 400, forMs: 240_000 };
const PLAIN_EVERY_MS = 5_000;

/** A situation in which the policy is tried. */
interface Trial {
  readonly of: string;
  /** Whether all are of one shape. */
  readonly alike?: boolean;
  /** How long jobs wait and run. Default: `STEADY`. */
  readonly times?: GpuTimes;
  /** How many times as slow the workers are. */
  readonly slower?: number;
  /** Whether there are past runs from the beginning, or only those of this trial. */
  readonly known: boolean;
  /** Whether RunPod says when a run began. */
  readonly told: boolean;
}

const TRIALS: readonly Trial[] = [
  { of: 'new', known: false, told: true },
  { of: 'known', known: true, told: true },
  { of: 'known, alike', known: true, told: true, alike: true },
  { of: 'known, begun unseen', known: true, told: false },
  { of: 'known, four times as slow', known: true, told: true, slower: 4 },
  { of: 'new, wide', known: false, told: true, alike: true, times: WIDE },
  { of: 'known, wide', known: true, told: true, alike: true, times: WIDE },
];

/** The policy for asking by itself, without a bot, on jobs as the stream has them. */
export const asking: Scenario = {
  name: 'asking',
  withinMs: 60_000,
  run(report) {
    for (const trial of TRIALS) {
      const { of, times } = trial;
      const isWide = times === WIDE;
      const [own, plain] = tryOut(trial);
      const lags = (asked: readonly Asked[]) => asked.map(({ lagMs }) => lagMs);
      const questions = (asked: readonly Asked[]) => mean(asked.map(({ requests }) => requests));
      report({ key: 'asking.mean', of, measured: mean(lags(own)), plain: mean(lags(plain)) });
      const late = (asked: readonly Asked[]) => percentile(lags(asked), 0.95);
      report({
        key: isWide ? 'asking.wide-p95' : 'asking.p95',
        of,
        measured: late(own),
        plain: late(plain),
      });
      report({
        key: isWide ? 'asking.wide-requests' : 'asking.requests',
        of,
        measured: questions(own),
        plain: questions(plain),
      });
    }
    return Promise.resolve();
  },
};

function tryOut({ alike = false, times = STEADY, slower, known, told }: Trial): [Asked[], Asked[]] {
  const jobsOf = (name: string) =>
    jobStream({ name, ...JOBS, alike }).map((job) => simulatedJob(job, times, slower));
  const past: PastRun[] = known ? jobsOf('past').map(runOf) : [];
  const jobs = jobsOf('simulated');
  const own = askByPolicy(jobs, { past: past.slice(0, REMEMBERED), told });
  return [own, jobs.map((job) => askEvery(job, PLAIN_EVERY_MS))];
}
