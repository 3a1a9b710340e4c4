import { isGone } from '../../sandbox/runpod/retention.ts';
import type { SandboxJob } from '../../sandbox/runpod/job.ts';
import { historyOf, promptOf, type Rows } from './rows.ts';
import type { CrashStage } from './stage.ts';

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
  for (const prompt of new Set(rows.jobs.map(promptOf))) {
    // A request that was tried again by its person has the same words.
    const asked = rows.jobs.filter((row) => promptOf(row) === prompt);
    const taken = stage.runpod.jobs.filter(({ input }) =>
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

function mayBeRepeated(
  first: SandboxJob,
  next: SandboxJob,
  ids: readonly string[],
  { kills, runpod }: CrashStage,
  { events }: Rows,
): boolean {
  if (isGone(first, next.submittedAt)) return true;
  const between = (at: number) => at >= first.submittedAt && at <= next.submittedAt;
  const wasLearnt = events.some(
    ({ jobId, toState, at }) => ids.includes(jobId) && toState === 'queued' && between(at),
  );
  const killed = kills.some(between);
  const unanswered = runpod.http.requests.some(
    ({ path, status = 0 }) => path.endsWith('/run') && (status === 0 || status >= 500),
  );
  return !wasLearnt && (killed || unanswered);
}
