import { isGone } from '../../packages/stand-ins/runpod/retention.ts';
import type { SandboxJob } from '../../packages/stand-ins/runpod/job.ts';
import { jobOfRow } from '../support/job-of-row.ts';
import { historyOf, type JobRow, promptOf, type Rows } from './rows.ts';
import type { CrashStage } from './stage.ts';

/** How long after the end of a process RunPod may get what it sent: this machine may be busy. */
const ON_ITS_WAY_MS = 3_000;
/** How long a process that stood still may need to find out. */
const WAKES_WITHIN_MS = 5_000;

/** Requests that RunPod got more than once. */
export interface Repeats {
  /** How many, each for a reason that allows it. */
  readonly allowed: number;
  /** Those without one. */
  readonly breaches: readonly string[];
}

/**
 * Whether RunPod got what was asked once, and once more only where the first answer was lost or the
 * result was forgotten there. That is judged by what the sandbox and the stage saw, not by what
 * the bot says of it.
 */
export function repeatsOf(stage: CrashStage, rows: Rows): Repeats {
  let allowed = 0;
  const breaches: string[] = [];
  const partsTaken = Map.groupBy(stage.runpod.jobs, ({ input }) => seedIn(input));
  // A request that was tried again by its person has the same words.
  const byPrompt = Map.groupBy(rows.jobs, promptOf);
  for (const [prompt, seed] of requestsOf(rows)) {
    const asked = (byPrompt.get(prompt) ?? []).filter((row) => seedsOf(row).includes(seed));
    const taken = (partsTaken.get(seed) ?? []).filter(({ input }) =>
      JSON.stringify(input).includes(`"${prompt}"`),
    );
    const ids = asked.map(({ id }) => id);
    const justified = taken.filter((job, index) => {
      const next = taken[index + 1];
      return next !== undefined && mayBeRepeated(job, next, ids, stage, rows);
    });
    const repeats = Math.max(0, taken.length - asked.length);
    // A job is made once more at most, whatever befalls it.
    if (repeats <= justified.length && taken.length <= 2 * asked.length) allowed += repeats;
    else {
      const histories = ids.map((id) => historyOf(rows, id)).join(' | ');
      breaches.push(`"${prompt}" was sent ${taken.length} times: ${histories}`);
    }
  }
  return { allowed, breaches };
}

/** Words and seed of each picture that was asked for: those made one by one have a seed each. */
function requestsOf({ jobs }: Rows): readonly (readonly [prompt: string, seed: number])[] {
  const all = jobs.flatMap((row) => seedsOf(row).map((seed) => [promptOf(row), seed] as const));
  return [...new Map(all.map((one) => [JSON.stringify(one), one])).values()];
}

/** One `NaN` for each picture of a request without a seed. */
function seedsOf(row: JobRow): readonly number[] {
  const first = Number(jobOfRow(row).wanted.params.seed);
  return Array.from({ length: row.count }, (_, part) => first + part);
}

function seedIn(input: unknown): number {
  return Number(/"(?:noise_)?seed":(\d+)/.exec(JSON.stringify(input))?.[1]);
}

function mayBeRepeated(
  first: SandboxJob,
  next: SandboxJob,
  ids: readonly string[],
  { kills, wakes, runpod }: CrashStage,
  { events }: Rows,
): boolean {
  if (isGone(first, next.submittedAt)) return true;
  // A process that stood still was about to send it. It learns that another one has, and cancels.
  const isWoken = wakes.some(
    (at) => next.submittedAt >= at && next.submittedAt < at + WAKES_WITHIN_MS,
  );
  const isCancelled = next.cancelRequested || next.deletedAt !== undefined;
  // It may be done before.
  if (isWoken && (isCancelled || next.endedAt !== undefined)) return true;
  const between = (at: number) => at >= first.submittedAt && at <= next.submittedAt;
  const own = events.filter(({ jobId }) => ids.includes(jobId));
  // The clocks differ while one is being moved, so what was learnt of the next one is told by its order.
  const wasLearnt = own.some(({ toState, at }, index) => {
    const { fromState, toState: before } = own[index - 1] ?? {};
    const isOfNext = fromState === 'submitting' && before === 'submitting';
    return toState === 'queued' && !isOfNext && between(at);
  });
  const killed = kills.some(
    (at) => at >= first.submittedAt - ON_ITS_WAY_MS && at <= next.submittedAt,
  );
  const unanswered = runpod.http.requests.some(
    ({ path, status = 0 }) => path.endsWith('/run') && (status === 0 || status >= 500),
  );
  return !wasLearnt && (killed || unanswered);
}
