import type { EndedAtRunPod } from './finish.ts';
import type { Job, TakenJob } from './job.ts';
import { after, AGAIN, type Next, type StepContext } from './step-context.ts';

/** How long RunPod keeps a result, according to its documentation. */
export const RESULT_KEPT_MS = 30 * 60_000;

/** Backoff after a picture could not be stored. */
const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 60_000;

/**
 * A result that is ready at RunPod and could not be stored. RunPod has the only copy, which is fetched
 * again once storage works, unless RunPod drops it first. Times are milliseconds since the epoch.
 */
export interface HeldResult {
  readonly over: EndedAtRunPod;
  /** When RunPod drops it. */
  readonly until: number;
  /** When to fetch it again at the earliest. */
  readonly notBefore: number;
  /** How many times it could not be stored. */
  readonly tries: number;
}

/** Leaves a result at RunPod that could not be stored. The job's message says so. */
export async function holdResult(
  job: TakenJob,
  context: StepContext,
  memory: { held: HeldResult | undefined },
  over: EndedAtRunPod,
): Promise<Next> {
  const { log, observations, clock } = context;
  const now = clock.now();
  const { tries = 0, until = droppedAt(job, over, now) } = memory.held ?? {};
  const pause = Math.min(FIRST_PAUSE_MS * 2 ** tries, LONGEST_PAUSE_MS);
  memory.held = { over, until, notBefore: now + pause, tries: tries + 1 };
  observations.note(job.id, { ...observations.of(job.id), unstored: true });
  if (job.state === 'queued') {
    const startedAt = now - (over.executionMs ?? 0);
    await log.move(job.id, 'running', 'completed at RunPod, and not stored yet', { startedAt });
  }
  return AGAIN;
}

/**
 * The next step for a held result: wait, or end the job if RunPod has dropped it. `undefined` when it
 * is time to fetch it again. Storage that works again wakes the job.
 */
export async function retryHeldResult(
  job: Job,
  context: StepContext,
  held: HeldResult,
): Promise<number | undefined> {
  const now = context.clock.now();
  if (now >= held.until) return loseResult(job, context, held);
  if (context.storage.fault !== undefined) return after(held.until - now);
  return now < held.notBefore ? after(Math.min(held.notBefore, held.until) - now) : undefined;
}

/** Ends a job whose result RunPod has dropped. */
export async function loseResult(
  { id }: Job,
  { log }: StepContext,
  { over }: HeldResult,
): Promise<number> {
  const code = 'storage_failed';
  await log.move(id, 'failed', code, { ...over, error: { code } });
  return AGAIN;
}

/** Counts from the end that RunPod measured, or else from now. */
function droppedAt(
  { submittedAt }: TakenJob,
  { delayMs, executionMs }: EndedAtRunPod,
  now: number,
) {
  const isMeasured = delayMs !== undefined && executionMs !== undefined;
  const completedAt = isMeasured ? submittedAt + delayMs + executionMs : now;
  return Math.min(completedAt, now) + RESULT_KEPT_MS;
}
