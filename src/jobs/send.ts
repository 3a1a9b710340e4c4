import type { ByteBudget, Share } from '../body/byte-budget.ts';
import type { Recipes } from '../comfy/recipe.ts';
import { workerRequest } from '../comfy/worker-request.ts';
import type { SentPictures } from '../comfy/worker.ts';
import type { ErrorCode, ErrorFacts } from '../errors/errors.ts';
import { MOST_INPUT_BYTES } from '../images/most-input-bytes.ts';
import type { JobLog } from '../record/job/job-log.ts';
import type { Job } from '../record/job/job.ts';
import type { PreparedPicture } from '../record/job/prepared-pictures.ts';
import type { RunPodClient } from '../runpod/client.ts';
import { RunPodError } from '../runpod/errors.ts';
import { Enclosures } from '../runpod/streamed-json.ts';
import { withSafetyTerms } from '../safety/safety-terms.ts';
import type { Destinations } from './destinations.ts';
import type { EndWatches } from './end-watches.ts';
import { gpuTimeFacts } from './gpu-time.ts';
import { AGAIN, after, type Next } from './next.ts';
import { persist, type PersistContext } from './persist.ts';
import { policyFor } from './runpod-policy.ts';
import type { Spending } from './spending.ts';
import { FIRST_ASK_MS } from './when-to-ask.ts';
import { whyUnfit } from './why-unfit.ts';
import { pauseAfter, waitLeft, type WaitHereContext } from './wait-here.ts';

/** A request with more pictures than this is a large one. */
const SMALL_INPUT_BYTES = 1_000_000;

/** For all large requests that are being sent: two at a time of the largest. */
export const SEND_ROOM = { bytes: 2 * MOST_INPUT_BYTES, shares: 4 };

export interface SendContext extends PersistContext, WaitHereContext {
  readonly log: JobLog;
  readonly ends: EndWatches;
  readonly runpod: Pick<RunPodClient, 'submit'>;
  readonly spending: Spending;
  /** Room for large requests, for all jobs. */
  readonly sendRoom: ByteBudget;
  readonly recipes: Recipes;
  readonly destinations: Pick<Destinations, 'find'>;
  readonly pollIntervalMs: number;
  readonly jobTimeoutMs: number;
}

/** `submitting`, and its turn has just come: sent to RunPod. The row said so before. */
export async function send(job: Job, context: SendContext): Promise<Next> {
  const { log, clock, runpod, destinations, recipes } = context;
  const { models, wanted } = job;
  const destination = destinations.find(wanted.recipe);
  if (!destination) return failUnsent(job, context, 'workflow_gone');
  const opensAt = await context.spending.opensAt(job);
  if (opensAt !== undefined) {
    return failUnsent(job, context, 'money_spent', gpuTimeFacts(opensAt));
  }
  const recipe = recipes.get(wanted.recipe);
  if (!recipe) throw new TypeError(`job ${job.id} is of a recipe that is not here`);
  const unfit = whyUnfit(recipe, job);
  if (unfit) return failUnsent(job, context, unfit);
  const { endpointId, health, worker, workerKind } = destination;
  const use = { face: wanted.person, ageRestricted: job.ageRestricted };
  const policy = policyFor(context.jobTimeoutMs);
  const over = context.ends.watch(job);
  let share: Share | undefined;
  let runpodId: string;
  try {
    share = await roomFor(job, context, over.signal);
    const pictures = await log.jobs.preparedPictures(job);
    if (!pictures) return await failUnsent(job, context, 'photo_needed_again');
    const enclosures = new Enclosures();
    const request = workerRequest(recipe, {
      id: `${job.id}-${job.attempt}`,
      params: {
        ...wanted.params,
        negativePrompt: withSafetyTerms(wanted.negativePrompt, use),
      },
      models,
      pictures: sentPictures(pictures, enclosures),
    });
    const input = worker.input(request);
    const enclosed = { enclosures, unwanted: over.signal };
    const submission = { input, policy, ...(pictures.length > 0 && enclosed) };
    ({ id: runpodId } = await runpod.submit(endpointId, submission, context.halt));
  } catch (error) {
    context.halt.throwIfAborted();
    const isNowhere = !(error instanceof RunPodError) || error.arrived === 'no';
    if (over.signal.aborted && isNowhere) return AGAIN;
    if (!(error instanceof RunPodError)) throw error;
    const level = error.isPassing ? 'warn' : 'error';
    context.logger[level]({ job: job.id, attempt: job.attempt, err: error }, 'submission failed');
    // What was seen of it before says nothing about now.
    health.forget();
    return await persist(context, () => refused(job, context, error));
  } finally {
    share?.release();
    over.unwatch();
  }
  // So that it is known by the time of the first poll.
  health.refresh();
  // From here on the id is nowhere but in memory.
  return persist(context, async () => {
    const queued = await log.move(job.id, 'queued', 'accepted by RunPod', {
      submittedAt: clock.now(),
      runpodEndpointId: endpointId,
      runpodId,
      worker: workerKind,
      remoteOpen: true,
    });
    if (!queued) await log.note.lateSubmission(job.id, endpointId, runpodId);
    return queued ? after(Math.min(FIRST_ASK_MS, context.pollIntervalMs)) : AGAIN;
  });
}

/** Waits until few enough large requests are being sent. Small ones wait for none. */
async function roomFor(
  { wanted: { inputs } }: Job,
  { sendRoom }: SendContext,
  signal: AbortSignal,
): Promise<Share | undefined> {
  const size = inputs.reduce((sum, { bytes = 0 }) => sum + bytes, 0);
  return size > SMALL_INPUT_BYTES ? sendRoom.take(size, signal) : undefined;
}

function sentPictures(pictures: readonly PreparedPicture[], enclosures: Enclosures): SentPictures {
  return Object.fromEntries(
    pictures.map(({ option, format, bytes }) => [
      option,
      { format, base64: enclosures.add(bytes) },
    ]),
  );
}

async function refused(job: Job, context: SendContext, error: RunPodError): Promise<Next> {
  const { log, clock } = context;
  const retryAt = clock.now() + Math.ceil(pauseAfter(job, context, error.retryAfterMs));
  if (error.arrived === 'maybe') {
    // Stays `submitting`: the next step decides whether it may be sent once more.
    await log.note.retryAt(job.id, retryAt);
    return AGAIN;
  }
  const passes = error.isPassing || error.isKeyRefused;
  if (!passes || waitLeft(job, context) <= 0) return failUnsent(job, context, codeOf(error, job));
  const attempt = job.attempt - 1;
  // One with a doubt behind it waits for RunPod, and not in the line.
  const state = attempt > 0 ? 'submitting' : 'ready';
  await log.move(job.id, state, 'not taken by RunPod', { attempt, retryAt });
  return AGAIN;
}

/** This attempt cost nothing: RunPod did not take it. */
async function failUnsent(
  job: Job,
  { log }: SendContext,
  code: ErrorCode,
  facts: ErrorFacts = {},
): Promise<Next> {
  const attempt = job.attempt - 1;
  await log.move(job.id, 'failed', code, { attempt, error: { code, facts } });
  return AGAIN;
}

function codeOf(error: RunPodError, { wanted }: Job): ErrorCode {
  if (error.kind === 'too_large' && wanted.picture) return 'pictures_too_large';
  if (error.isKeyRefused) return 'key_refused';
  if (error.isNotFound) return 'endpoint_unknown';
  if (!error.isPassing) return 'request_refused';
  return error.status === 429 ? 'service_busy' : 'service_unreachable';
}
