import { BotError, type ErrorCode } from '../errors/errors.ts';
import { workerRequest } from '../comfy/worker-request.ts';
import { RunPodError } from '../runpod/errors.ts';
import { withSafetyTerms } from '../safety/safety-terms.ts';
import type { Job } from '../record/job/job.ts';
import { persist } from './persist.ts';
import { fail, policyFor, type Step, type StepContext } from './steps.ts';

/** How many submissions may be in doubt: one lost answer is forgiven. */
const MOST_ATTEMPTS = 2;

/**
 * `submitting`, found so: an earlier request may have reached RunPod, but its answer was lost with
 * the connection or with the process. It is sent once more, as soon as RunPod answers again: a
 * second doubt in the same outage would end it, though nothing of it may have arrived.
 */
export const submitAgain: Step = async (job, context) => {
  if (job.attempt >= MOST_ATTEMPTS) return fail(job, context, 'submission_lost');
  const pause = (await pauseBeforeSending(job, context)) ?? (await pauseUntilThere(job, context));
  if (pause !== undefined) return pause;
  const again = await context.log.move(job.id, 'submitting', 'sent to RunPod again', {
    attempt: job.attempt + 1,
    retryAt: null,
  });
  return again ? send(again, context) : 0;
};

/** How long it cannot be sent; `undefined` where it can. */
async function pauseBeforeSending(job: Job, context: StepContext): Promise<number | undefined> {
  const { clock, access } = context;
  if (access.refusedFor('POST')) {
    const left = waitLeft(job, context);
    return left > 0 ? left : fail(job, context, 'key_refused');
  }
  const { retryAt = 0 } = job;
  return retryAt > clock.now() ? retryAt - clock.now() : undefined;
}

/** The same while RunPod does not even say how the endpoint is. What it refuses is an answer too. */
async function pauseUntilThere(job: Job, context: StepContext): Promise<number | undefined> {
  const { health, log, clock } = context;
  try {
    await health.latest();
    return undefined;
  } catch (error) {
    if (!(error instanceof BotError)) throw error;
    if (error.code !== 'service_unreachable') return undefined;
  }
  if (waitLeft(job, context) <= 0) return fail(job, context, 'service_unreachable');
  await log.noteRetryAt(job.id, clock.now() + Math.ceil(pauseAfter(job, context)));
  return 0;
}

/** `submitting`, and its turn has just come: sent to RunPod. The row said so before. */
export const send: Step = async (job, context) => {
  const { log, clock, runpod, endpointId, health, recipes } = context;
  const { models, wanted } = job;
  const photo = wanted.person ? await log.face(job.id) : undefined;
  if (wanted.person && !photo) return failUnsent(job, context, 'photo_needed_again');
  const recipe = recipes.get(wanted.recipe);
  if (!recipe) throw new TypeError(`job ${job.id} is of a recipe that is not here`);
  const use = { face: wanted.person, ageRestricted: job.ageRestricted };
  const negativePrompt = withSafetyTerms(wanted.negativePrompt, use);
  const input = context.worker.input(
    workerRequest(recipe, {
      id: `${job.id}-${job.attempt}`,
      params: { ...wanted.params, negativePrompt },
      models,
      ...(photo && { photo: photo.toString('base64') }),
    }),
  );
  const policy = policyFor(context.jobTimeoutMs);
  let runpodId: string;
  try {
    ({ id: runpodId } = await runpod.submit(endpointId, { input, policy }, context.halt));
  } catch (error) {
    if (!(error instanceof RunPodError)) throw error;
    const level = error.isPassing ? 'warn' : 'error';
    context.logger[level]({ job: job.id, attempt: job.attempt, err: error }, 'submission failed');
    return persist(context, () => refused(job, context, error));
  }
  // So that it is known by the time of the first poll.
  health.refresh();
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
    return queued ? context.pollIntervalMs : 0;
  });
};

async function refused(job: Job, context: StepContext, error: RunPodError): Promise<number> {
  const { log, clock, health } = context;
  const retryAt = clock.now() + Math.ceil(pauseAfter(job, context, error.retryAfterMs));
  // What was seen of it before says nothing of now.
  health.forget();
  if (error.arrived === 'maybe') {
    // Stays `submitting`: the next step decides whether it may be sent once more.
    await log.noteRetryAt(job.id, retryAt);
    return 0;
  }
  const passes = error.isPassing || error.isKeyRefused;
  if (!passes || waitLeft(job, context) <= 0) return failUnsent(job, context, codeOf(error));
  const attempt = job.attempt - 1;
  // One with a doubt behind it waits for RunPod, and not in the line.
  const state = attempt > 0 ? 'submitting' : 'ready';
  await log.move(job.id, state, 'not taken by RunPod', { attempt, retryAt });
  return 0;
}

/** This attempt cost nothing: RunPod did not take it. */
async function failUnsent(job: Job, { log }: StepContext, code: ErrorCode): Promise<number> {
  const attempt = job.attempt - 1;
  await log.move(job.id, 'failed', code, { attempt, error: { code } });
  return 0;
}

/** What is left of the time that a job may wait here, in ms. */
function waitLeft({ readyAt, createdAt }: Job, { clock, queueTimeoutMs }: StepContext): number {
  return (readyAt ?? createdAt) + queueTimeoutMs - clock.now();
}

function codeOf(error: RunPodError): ErrorCode {
  if (error.isKeyRefused) return 'key_refused';
  if (error.isNotFound) return 'endpoint_unknown';
  if (!error.isPassing) return 'request_refused';
  return error.status === 429 ? 'service_busy' : 'service_unreachable';
}

/**
 * Grows with the time already waited, from 1 s to 60 s; RunPod's own wish comes first, but not
 * beyond the time that the job waits here.
 */
function pauseAfter(job: Job, context: StepContext, wishMs = 0): number {
  const left = waitLeft(job, context);
  const waited = context.queueTimeoutMs - left;
  const pause = Math.min(Math.max(waited / 2, 1_000), 60_000) * (0.75 + context.random() / 2);
  return Math.max(pause, Math.min(wishMs, left));
}
