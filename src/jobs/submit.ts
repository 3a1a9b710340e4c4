import { RunPodError } from '../runpod/errors.ts';
import type { Job } from './job.ts';
import { fail, type Step, type StepContext } from './steps.ts';

/** How long a job waits here for RunPod to take it. */
export const WAIT_LIMIT_MS = 30 * 60_000;

/** An orphan at RunPod ends by itself this long after the time that the job may take. */
const TTL_MARGIN_MS = 60 * 60_000;

/** How many submissions may be in doubt: one lost answer is forgiven. */
const MOST_ATTEMPTS = 2;

/** `ready`: sent to RunPod. The row says so before the request leaves. */
export const submit: Step = (job, context) => send(job, context, 'sent to RunPod');

/**
 * `submitting`, found so: an earlier request may have reached RunPod, but its answer was lost with
 * the connection or with the process. It is sent once more.
 */
export const submitAgain: Step = async (job, context) =>
  job.attempt < MOST_ATTEMPTS
    ? send(job, context, 'sent to RunPod again')
    : fail(job, context, 'submission_lost');

async function send(before: Job, context: StepContext, cause: string): Promise<number> {
  const { log, clock, runpod, endpointId } = context;
  const face = before.usesFace ? await log.face(before.id) : undefined;
  if (before.usesFace && !face) return fail(before, context, 'photo_needed_again');

  const job = await log.move(before.id, 'submitting', cause, { attempt: before.attempt + 1 });
  if (!job) return 0;
  const input = context.worker.input({
    settings: job.settings,
    models: job.models,
    ...(face ? { face: face.toString('base64') } : {}),
  });
  const executionTimeout = context.jobTimeoutMs;
  const policy = { executionTimeout, ttl: executionTimeout + TTL_MARGIN_MS };
  let runpodId: string;
  try {
    ({ id: runpodId } = await runpod.submit(endpointId, { input, policy }, context.halt));
  } catch (error) {
    if (!(error instanceof RunPodError)) throw error;
    return refused(job, context, error);
  }
  const queued = await log.move(job.id, 'queued', 'accepted by RunPod', {
    submittedAt: clock.now(),
    runpodEndpointId: endpointId,
    runpodId,
    remoteOpen: true,
    face: null,
  });
  if (!queued) await log.noteLateSubmission(job.id, endpointId, runpodId);
  // So that it is known by the time of the first poll.
  context.health.refresh();
  return queued ? context.pollIntervalMs : 0;
}

async function refused(job: Job, context: StepContext, error: RunPodError): Promise<number> {
  const { log, clock, logger } = context;
  const level = error.isPassing ? 'warn' : 'error';
  logger[level]({ job: job.id, attempt: job.attempt, err: error }, 'submission failed');
  switch (error.arrived) {
    case 'maybe':
      // Stays `submitting`: the next step decides whether it may be sent once more.
      return pauseAfter(job, context, error);
    case 'no':
      break;
  }
  if (!error.isPassing) {
    if (error.isKeyRefused) return fail(job, context, 'key_refused');
    return fail(job, context, error.status === 404 ? 'endpoint_unknown' : 'request_refused');
  }
  if (clock.now() - (job.readyAt ?? job.createdAt) >= WAIT_LIMIT_MS) {
    return fail(job, context, error.status === 429 ? 'service_busy' : 'service_unreachable');
  }
  await log.move(job.id, 'ready', 'not taken by RunPod', { attempt: job.attempt - 1 });
  return pauseAfter(job, context, error);
}

/**
 * Grows with the time already waited, from 1 s to 60 s; RunPod's own wish comes first, but not
 * beyond the time that the job waits here.
 */
function pauseAfter(job: Job, { clock, random }: StepContext, error: RunPodError): number {
  const waited = clock.now() - (job.readyAt ?? job.createdAt);
  const pause = Math.min(Math.max(waited / 2, 1_000), 60_000) * (0.75 + random() / 2);
  return Math.max(pause, Math.min(error.retryAfterMs ?? 0, WAIT_LIMIT_MS - waited));
}
