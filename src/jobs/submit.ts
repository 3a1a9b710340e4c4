import type { ErrorCode } from '../errors.ts';
import { RunPodError } from '../runpod/errors.ts';
import { gpuTimeFacts, gpuTimeOpensAt } from './gpu-time.ts';
import type { Job } from './job.ts';
import { persist } from './persist.ts';
import { fail, minutes, TTL_MARGIN_MS, type Step, type StepContext } from './steps.ts';

/** How many submissions may be in doubt: one lost answer is forgiven. */
const MOST_ATTEMPTS = 2;

/** Should the line ever fail to wake a job. */
const LOOK_AGAIN_MS = 30_000;

/**
 * `ready`: sent to RunPod when its turn has come. The row says so before the request leaves.
 * Until then it sleeps: the line wakes it.
 */
export const submit: Step = async (job, context) => {
  const { log, clock, observations, access } = context;
  const now = clock.now();
  const left = waitLeft(job, context);
  if (access.refused) {
    if (left <= 0) return fail(job, context, 'key_refused');
    observations.note(job.id, { keyRefused: true });
    return left;
  }
  if (job.retryAt !== undefined && job.retryAt > now) return job.retryAt - now;
  const opensAt = await gpuTimeOpensAt(log, context.gpuMsPerDay, now);
  if (opensAt !== undefined) return fail(job, context, 'gpu_time_spent', gpuTimeFacts(opensAt));
  if (job.usesFace && !(await log.face(job.id))) return fail(job, context, 'photo_needed_again');
  const turn = await log.takeTurn(job, 'sent to RunPod', context.mostInFlight);
  if (!turn) return 0;
  if ('job' in turn) return send(turn.job, context);
  if (left <= 0) {
    const facts = { minutes: minutes(context.queueTimeoutMs) };
    return fail(job, context, 'no_turn_in_time', facts);
  }
  observations.note(job.id, { place: turn.place });
  return Math.min(left, LOOK_AGAIN_MS);
};

/**
 * `submitting`, found so: an earlier request may have reached RunPod, but its answer was lost with
 * the connection or with the process. It is sent once more.
 */
export const submitAgain: Step = async (job, context) => {
  if (job.attempt >= MOST_ATTEMPTS) return fail(job, context, 'submission_lost');
  if (job.usesFace && !(await context.log.face(job.id))) {
    return fail(job, context, 'photo_needed_again');
  }
  const again = await context.log.move(job.id, 'submitting', 'sent to RunPod again', {
    attempt: job.attempt + 1,
  });
  return again ? send(again, context) : 0;
};

async function send(job: Job, context: StepContext): Promise<number> {
  const { log, clock, runpod, endpointId } = context;
  const face = job.usesFace ? await log.face(job.id) : undefined;
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
  // From here on the id is nowhere but in memory.
  return persist(context, async () => {
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
  });
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
  if (!error.isPassing && !error.isKeyRefused) {
    return fail(job, context, error.status === 404 ? 'endpoint_unknown' : 'request_refused');
  }
  if (waitLeft(job, context) <= 0) return fail(job, context, codeOf(error));
  await log.move(job.id, 'ready', 'not taken by RunPod', {
    attempt: job.attempt - 1,
    retryAt: clock.now() + Math.ceil(pauseAfter(job, context, error)),
  });
  return 0;
}

/** What is left of the time that a job may wait here, in ms. */
function waitLeft({ readyAt, createdAt }: Job, { clock, queueTimeoutMs }: StepContext): number {
  return (readyAt ?? createdAt) + queueTimeoutMs - clock.now();
}

function codeOf(error: RunPodError): ErrorCode {
  if (error.isKeyRefused) return 'key_refused';
  return error.status === 429 ? 'service_busy' : 'service_unreachable';
}

/**
 * Grows with the time already waited, from 1 s to 60 s; RunPod's own wish comes first, but not
 * beyond the time that the job waits here.
 */
function pauseAfter(job: Job, context: StepContext, error: RunPodError): number {
  const left = waitLeft(job, context);
  const waited = context.queueTimeoutMs - left;
  const pause = Math.min(Math.max(waited / 2, 1_000), 60_000) * (0.75 + context.random() / 2);
  return Math.max(pause, Math.min(error.retryAfterMs ?? 0, left));
}
