import type { RunPodJob } from '../runpod/client.ts';
import { RunPodError } from '../runpod/errors.ts';
import { isOver, type JobStatusAnswer } from '../runpod/schema.ts';
import { reportedCost } from './finish.ts';
import type { Job } from './job.ts';
import { after, AGAIN, type Next, type StepContext } from './step-context.ts';

const LONGEST_PAUSE_MS = 60_000;

/** Backoff for a job that RunPod should have ended by itself. */
const RARE_PAUSE_MS = 10 * 60_000;

/** How long a worker may take to stop before the bot stops waiting for it. */
const STOPS_WITHIN_MS = 60_000;

/**
 * How long RunPod keeps a job that ignores its time limits, according to its documentation of
 * `ttl`.
 */
const KEPT_AT_MOST_MS = 24 * 60 * 60_000;

/**
 * RunPod's answer about the job. `unknown`: no such job. `silent`: no answer for now. `useless`: an
 * answer that is unusable and would stay so.
 */
type Seen = JobStatusAnswer | 'unknown' | 'silent' | 'useless';

/**
 * Cancels a job at RunPod that has ended here, and asks what it has cost. If it cannot be
 * cancelled, polls it until it has ended there, since it may be billed; its time limits at RunPod
 * bound that.
 */
export async function cancelAtRunPod(job: Job, context: StepContext): Promise<Next> {
  const { log, clock, destinations, jobTimeoutMs, pollIntervalMs } = context;
  const { runpodId, runpodEndpointId, finishedAt } = job;
  if (runpodId === undefined || runpodEndpointId === undefined || finishedAt === undefined) {
    throw new TypeError(`job ${job.id} is open at RunPod without a RunPod id`);
  }
  const there = { id: job.id, runpodId, runpodEndpointId };
  const since = clock.now() - finishedAt;
  const limitMs = policyFor(jobTimeoutMs).ttl;
  const access = destinations.at(runpodEndpointId)?.access;
  const mayCancel = !access?.refusedFor('POST') || since >= limitMs;
  const mayPoll = !access?.refusedFor('GET') || since >= limitMs;
  if (!mayCancel && !mayPoll) return after(LONGEST_PAUSE_MS);
  const isCancelSent = mayCancel && (await sendCancel(there, context));
  const seen = mayPoll ? await pollStatus(there, context) : 'silent';
  if (isClosed(seen, { isCancelSent, since, limitMs })) {
    const cost = typeof seen === 'string' ? {} : await costOf(job, seen, context);
    await log.note.remoteClosed(job.id, cost, job.executionMs);
    return AGAIN;
  }
  const longestMs = since < limitMs ? LONGEST_PAUSE_MS : RARE_PAUSE_MS;
  return after(Math.min(Math.max(since, pollIntervalMs), longestMs));
}

interface OpenAtRunPod {
  readonly id: string;
  readonly runpodId: string;
  readonly runpodEndpointId: string;
}

/** Before each try to cancel an extra submission, in milliseconds. */
const EXTRA_PAUSES_MS = [0, 1_000, 5_000, 30_000];

/**
 * Cancels what RunPod was sent twice: another process has sent the job again meanwhile, and its row
 * has that submission. RunPod's time limits end it in any case.
 */
export async function cancelExtra(
  { id, attempt }: Job,
  there: Omit<OpenAtRunPod, 'id'>,
  context: StepContext,
): Promise<void> {
  const { clock, logger, halt } = context;
  const line = { job: id, attempt };
  logger.warn(line, 'another process sent this job too; this submission is cancelled');
  for (const pauseMs of EXTRA_PAUSES_MS) {
    await clock.sleep(pauseMs, halt);
    if (await sendCancel({ id, ...there }, context)) return;
  }
  logger.error(line, 'the extra submission could not be cancelled');
}

/** Whether RunPod accepted the cancellation. */
async function sendCancel(
  { id, runpodId, runpodEndpointId }: OpenAtRunPod,
  { runpod, logger, halt }: StepContext,
): Promise<boolean> {
  try {
    return await runpod.cancel(runpodEndpointId, runpodId, halt);
  } catch (error) {
    if (!(error instanceof RunPodError)) throw error;
    logger.warn({ job: id, err: error }, 'could not cancel at RunPod');
    return false;
  }
}

async function pollStatus(
  { id, runpodId, runpodEndpointId }: OpenAtRunPod,
  { runpod, logger, halt }: StepContext,
): Promise<Seen> {
  try {
    return (await runpod.status(runpodEndpointId, runpodId, { signal: halt })) ?? 'unknown';
  } catch (error) {
    if (!(error instanceof RunPodError)) throw error;
    logger.warn({ job: id, err: error }, 'no status of a job to cancel at RunPod');
    return error.isPassing ? 'silent' : 'useless';
  }
}

/** Whether there is nothing more to learn or do. */
function isClosed(
  seen: Seen,
  { isCancelSent, since, limitMs }: { isCancelSent: boolean; since: number; limitMs: number },
): boolean {
  if (seen === 'unknown') return true;
  const isSeen = typeof seen !== 'string';
  if (isSeen && isOver(seen.status)) return true;
  if (isCancelSent) return seen === 'useless' || since >= STOPS_WITHIN_MS;
  return since >= (isSeen ? Math.max(limitMs, KEPT_AT_MOST_MS) : limitMs);
}

/** The cost reported by RunPod. Reads the output only if pictures are billed by themselves. */
async function costOf(
  job: Job,
  { status, executionTime: executionMs, ...answer }: JobStatusAnswer,
  { destinations, logger }: StepContext,
): Promise<{ readonly executionMs?: number | undefined; readonly costMicros?: number }> {
  if (job.priceMicros === undefined || (status !== 'COMPLETED' && status !== 'FAILED')) {
    return { executionMs };
  }
  const result = await destinations.workerFor(job).result({ ...answer, status });
  return { executionMs, ...reportedCost(result, { job: job.id, logger }) };
}

/** An orphaned job at RunPod ends by itself this long after its time limit. */
const TTL_MARGIN_MS = 60 * 60_000;
/** RunPod's limit for a job's lifetime, according to its documentation of `executionTimeout`. */
const LONGEST_TTL_MS = 7 * 24 * 60 * 60_000;

/** How long RunPod may work on a job and keep it, in milliseconds. */
export function policyFor(jobTimeoutMs: number): RunPodJob['policy'] {
  const ttl = Math.min(jobTimeoutMs + TTL_MARGIN_MS, LONGEST_TTL_MS);
  return { executionTimeout: jobTimeoutMs, ttl };
}
