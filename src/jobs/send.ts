import type { Share } from '../engines/semaphore.ts';
import { TimeLimit } from '../engines/time-limit.ts';
import { BotError, type ErrorCode, type ErrorFacts } from '../errors/errors.ts';
import { MOST_INPUT_BYTES } from '../images/photos.ts';
import { withSafetyTerms } from '../policy/checkpoints.ts';
import { RunPodError } from '../runpod/errors.ts';
import { Enclosures } from '../runpod/streamed-json.ts';
import { persist } from '../store/unwritable.ts';
import { type SentPictures, workerRequest } from '../workers/worker.ts';
import { cancelExtra, policyFor } from './cancel-at-runpod.ts';
import type { HealthWatch } from './endpoint-health.ts';
import { opensAtFacts } from './gpu-time.ts';
import { BY_OPERATOR, type Job } from './job.ts';
import { after, AGAIN, type Next, type StepContext } from './step-context.ts';
import { paramsOfPart, partsOf } from './parts.ts';
import { FIRST_POLL_MS } from './poll-schedule.ts';
import { recipeMismatch } from './prepare.ts';
import type { PreparedPicture } from './sql/prepared-pictures.ts';

/** How a job is sent. */
interface Sending {
  /** Aborts if the job ends before. */
  readonly over: AbortSignal;
  /** Called before the request: until then, nothing of it can have reached RunPod. */
  readonly onSending?: () => void;
}

/**
 * Step of a job that was just claimed, and whose row says `submitting`: sends it to RunPod, unless
 * it ends before that.
 */
export async function send(
  job: Job,
  context: StepContext,
  { over, onSending = () => undefined }: Sending,
): Promise<Next> {
  const { log, clock, runpod, destinations } = context;
  const { models, wanted } = job;
  if (await log.keptOut.whichOf(job.userId, job.guildId)) return cancelBlocked(job, context);
  const destination = destinations.find(wanted.recipe);
  if (!destination) return failUnsent(job, context, 'workflow_gone');
  const { recipe, endpointId, health, worker, workerKind } = destination;
  const mismatch = recipeMismatch(recipe, job);
  if (mismatch) return failUnsent(job, context, mismatch);
  const use = { face: wanted.person, ageRestricted: job.ageRestricted };
  const policy = policyFor(context.jobTimeoutMs);
  let slot: UploadSlot | 'none' | 'elsewhere' | undefined;
  const parts = partsOf(job, worker);
  const made = job.madeSoFar.length;
  let runpodId: string;
  try {
    slot = await acquireUploadSlot(job, context, { endpointId, signal: over });
    if (slot === 'none') {
      // Its row does not count this attempt.
      const noted = { ...job, attempt: job.attempt - 1 };
      return await postpone(job, context, {
        cause: 'no room to send it',
        code: 'service_busy',
        noted,
      });
    }
    if (slot === 'elsewhere') return AGAIN;
    if (context.storage.trouble !== undefined) {
      const code = 'storage_unwell';
      return await postpone(job, context, { cause: 'pictures cannot be stored', code });
    }
    const pictures = await log.jobs.preparedPictures(job);
    if (!pictures) return await failUnsent(job, context, 'photo_needed_again');
    const enclosures = new Enclosures();
    const request = workerRequest(recipe, {
      id: `${job.id}-${job.attempt}${made > 0 ? `-${made}` : ''}`,
      params: {
        ...(parts > 1 ? paramsOfPart(wanted.params, made) : wanted.params),
        negativePrompt: withSafetyTerms(wanted.negativePrompt, use),
      },
      models,
      pictures: sentPictures(pictures, enclosures),
    });
    const input = worker.input(request);
    const webhook = context.webhooks?.of(job);
    const enclosed = pictures.length > 0 && { enclosures };
    const submission = { input, policy, webhook, unwanted: over, ...enclosed };
    // After a stall, another process may have sent it: the next step finds out.
    if (!context.processes.isLeased) return AGAIN;
    onSending();
    ({ id: runpodId } = await runpod.submit(endpointId, submission, context.halt));
  } catch (error) {
    context.halt.throwIfAborted();
    const isNowhere = !(error instanceof RunPodError) || error.arrived === 'no';
    if (over.aborted && isNowhere) return AGAIN;
    if (!(error instanceof RunPodError)) throw error;
    const level = error.isPassing ? 'warn' : 'error';
    context.logger[level]({ job: job.id, attempt: job.attempt, err: error }, 'submission failed');
    // The health seen before the request is outdated.
    health.forget();
    return await persist(context, () => refused(job, context, error));
  } finally {
    if (typeof slot === 'object') slot.release();
  }
  // Refreshes it in time for the first poll.
  health.refresh();
  // From here on the RunPod id is only in memory.
  const queued = await persist(context, () =>
    log.moveSubmitting(job, 'queued', 'accepted by RunPod', {
      submittedAt: clock.now(),
      runpodEndpointId: endpointId,
      runpodId,
      worker: workerKind,
      partsLeft: Math.max(0, parts - made - 1),
      remoteOpen: true,
    }),
  );
  if (queued) return after(Math.min(FIRST_POLL_MS, context.pollIntervalMs));
  const isRecorded = await persist(context, () =>
    log.note.lateSubmission(job, endpointId, runpodId),
  );
  if (!isRecorded) await cancelExtra(job, { runpodEndpointId: endpointId, runpodId }, context);
  return AGAIN;
}

/**
 * Upload slots for large requests, by endpoint. Three of the largest size fit at a time, two of them to one endpoint, so
 * that a stalled endpoint leaves slots to the others.
 */
export const UPLOAD_SLOTS = {
  weight: 3 * MOST_INPUT_BYTES,
  shares: 6,
  perKey: { weight: 2 * MOST_INPUT_BYTES, shares: 4 },
};

/** A request with more pictures than this is a large one. */
const SMALL_INPUT_BYTES = 1_000_000;

/** How long a request waits for a slot before its job rejoins its queue. */
const SLOT_WITHIN_MS = 60_000;

type UploadSlot = Pick<Share, 'release'>;

/**
 * Waits for an upload slot. Small requests need none. Returns `none` after {@link SLOT_WITHIN_MS},
 * and `elsewhere` if another process has taken the job over. Rejects with the signal's reason on an
 * abort.
 *
 * Until there is a slot, the row does not count the attempt, so a stop during the wait leaves no
 * doubt.
 */
async function acquireUploadSlot(
  job: Job,
  { log, clock, uploadSlots }: StepContext,
  { endpointId, signal }: { readonly endpointId: string; readonly signal: AbortSignal },
): Promise<UploadSlot | 'none' | 'elsewhere'> {
  const { id, attempt } = job;
  const weight = job.wanted.inputs.reduce((sum, { bytes = 0 }) => sum + bytes, 0);
  if (weight <= SMALL_INPUT_BYTES) return { release: () => undefined };
  if (!(await log.note.attempt(job, attempt - 1))) return 'elsewhere';
  const limit = new TimeLimit(SLOT_WITHIN_MS, clock, signal);
  let slot: UploadSlot | undefined;
  try {
    const request = { key: endpointId, weight, signal: limit.signal };
    slot = await limit.within(() => uploadSlots.take(request));
    if (await log.note.attempt({ id, attempt: attempt - 1 }, attempt)) return slot;
    slot.release();
    return 'elsewhere';
  } catch (error) {
    slot?.release();
    if (signal.aborted || !limit.signal.aborted) throw error;
    return 'none';
  } finally {
    limit.end();
  }
}

function sentPictures(pictures: readonly PreparedPicture[], enclosures: Enclosures): SentPictures {
  return Object.fromEntries(
    pictures.map(({ option, format, bytes }) => [
      option,
      { format, base64: enclosures.add(bytes) },
    ]),
  );
}

async function refused(job: Job, context: StepContext, error: RunPodError): Promise<Next> {
  if (error.arrived === 'maybe') {
    // Stays `submitting`: the next step decides whether it may be sent again.
    await context.log.note.retryAt(job, retryAt(job, context, error.retryAfterMs));
    return AGAIN;
  }
  const passes = error.isPassing || error.isKeyRefused;
  if (!passes || waitLeft(job, context) <= 0) return failUnsent(job, context, codeOf(error, job));
  return putBack(job, context, { cause: 'not taken by RunPod', wishMs: error.retryAfterMs });
}

/** Returns a job to its queue, or ends it if it has waited here too long. */
async function postpone(
  job: Job,
  context: StepContext,
  { cause, code, noted }: { cause: string; code: ErrorCode; noted?: Job },
): Promise<Next> {
  if (waitLeft(job, context) <= 0) return failUnsent(job, context, code, { noted });
  return putBack(job, context, { cause, noted });
}

/** `noted`: the job as its row has it. Default: as it was claimed. */
interface Noted {
  readonly noted?: Job | undefined;
}

/** Waits for another attempt, since RunPod did not get this one. */
async function putBack(
  job: Job,
  context: StepContext,
  {
    cause,
    wishMs,
    noted = job,
  }: Noted & { readonly cause: string; readonly wishMs?: number | undefined },
): Promise<Next> {
  const attempt = job.attempt - 1;
  // After an attempt in doubt it waits for RunPod, not in its queue.
  const state = attempt > 0 ? 'submitting' : 'ready';
  const changes = { attempt, retryAt: retryAt(job, context, wishMs) };
  await context.log.moveSubmitting(noted, state, cause, changes);
  return AGAIN;
}

function retryAt(job: Job, context: StepContext, wishMs?: number): number {
  return context.clock.now() + Math.ceil(pauseAfter(job, context, wishMs));
}

/** Cancels a job whose requester or server the operator has blocked since the request. */
async function cancelBlocked(job: Job, { log }: StepContext): Promise<Next> {
  const changes = { attempt: job.attempt - 1, cancelledBy: BY_OPERATOR };
  await log.moveSubmitting(job, 'cancelled', 'kept out by the operator', changes);
  return AGAIN;
}

/** Ends a job that RunPod rejected: this attempt cost nothing. */
async function failUnsent(
  job: Job,
  { log }: StepContext,
  code: ErrorCode,
  { facts = {}, noted = job }: Noted & { readonly facts?: ErrorFacts } = {},
): Promise<Next> {
  const attempt = job.attempt - 1;
  await log.moveSubmitting(noted, 'failed', code, { attempt, error: { code, facts } });
  return AGAIN;
}

function codeOf(error: RunPodError, { wanted }: Job): ErrorCode {
  if (error.kind === 'too_large' && wanted.picture) return 'pictures_too_large';
  if (error.isKeyRefused) return 'key_refused';
  if (error.isNotFound) return 'endpoint_unknown';
  if (!error.isPassing) return 'request_refused';
  return error.status === 429 ? 'service_busy' : 'service_unreachable';
}

/** How many submissions may be in doubt: one lost response is tolerated. */
const MOST_ATTEMPTS = 2;

/**
 * Step of a job found in `submitting`: a request may have reached RunPod, but its response was lost
 * with the connection or the process. Sends it once more, as soon as RunPod responds: another doubt
 * in the same outage would end the job, though nothing may have arrived.
 */
export async function submitAgain(
  job: Job,
  context: StepContext,
  over: AbortSignal,
): Promise<Next> {
  const { clock, destinations, log } = context;
  if (job.attempt >= MOST_ATTEMPTS) return failInDoubt(job, context, 'submission_lost');
  const destination = destinations.find(job.wanted.recipe);
  if (!destination) return failInDoubt(job, context, 'workflow_gone');
  const { access, health } = destination;
  const isRefused = access.refusedFor('POST');
  if (isRefused || context.storage.trouble !== undefined) {
    const left = waitLeft(job, context);
    return left > 0
      ? after(left)
      : failInDoubt(job, context, isRefused ? 'key_refused' : 'storage_unwell');
  }
  const { retryAt = 0 } = job;
  const now = clock.now();
  if (retryAt > now) return after(retryAt - now);
  if (!(await isThere(health))) return retryLater(job, context);
  const money = context.spending.today;
  const again = await log.sendAgain(job, 'sent to RunPod again', money);
  if (again === 'unaffordable') {
    return failInDoubt(job, context, 'money_spent', opensAtFacts(money?.endsAt ?? 0));
  }
  return again ? send(again, context, { over }) : AGAIN;
}

/** Ends a job that RunPod may have. */
async function failInDoubt(
  job: Job,
  { log }: StepContext,
  code: ErrorCode,
  facts: ErrorFacts = {},
): Promise<Next> {
  await log.moveSubmitting(job, 'failed', code, { error: { code, facts } });
  return AGAIN;
}

/** Whether RunPod responds about the endpoint at all. A refusal counts. */
async function isThere(health: HealthWatch): Promise<boolean> {
  try {
    await health.latest();
    return true;
  } catch (error) {
    if (!(error instanceof BotError)) throw error;
    return error.code !== 'service_unreachable';
  }
}

/** Retries later, if the job may still wait here. */
async function retryLater(job: Job, context: StepContext): Promise<Next> {
  const { log, clock } = context;
  if (waitLeft(job, context) <= 0) return failInDoubt(job, context, 'service_unreachable');
  await log.note.retryAt(job, clock.now() + Math.ceil(pauseAfter(job, context)));
  return AGAIN;
}

/** The remaining time that a job may wait here, in ms. */
function waitLeft({ readyAt, createdAt }: Job, { clock, queueTimeoutMs }: StepContext): number {
  return (readyAt ?? createdAt) + queueTimeoutMs - clock.now();
}

/**
 * The pause after RunPod did not accept a job, in ms. Grows with the time waited, from 1 s to 60 s.
 * RunPod's Retry-After takes precedence, but not beyond the time that the job may wait here.
 */
function pauseAfter(job: Job, context: StepContext, wishMs = 0): number {
  const left = waitLeft(job, context);
  const waited = context.queueTimeoutMs - left;
  const pause = Math.min(Math.max(waited / 2, 1_000), 60_000) * (0.75 + context.random() / 2);
  return Math.max(pause, Math.min(wishMs, left));
}
