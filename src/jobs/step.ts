import type { Clock } from '../engines/clock.ts';
import type { TaskContext } from '../engines/tasks.ts';
import { assertNever } from '../errors/errors.ts';
import type { Logger } from '../logger/logger.ts';
import { POSTER_WINDOW_MS } from '../policy/consent.ts';
import { isUnwritable } from '../store/unwritable.ts';
import { cancelAtRunPod, type CancelAtRunPodContext } from './cancel-at-runpod.ts';
import type { Destinations } from './destinations.ts';
import type { JobLog } from './job-log.ts';
import { isTerminal, type Job, UNSENT_STATES } from './job.ts';
import { after, AGAIN, DONE, fail, type Next } from './next-step.ts';
import type { Remembered } from './poll-memory.ts';
import { poll, type PollContext } from './poll.ts';
import { begin, prepare, type PrepareContext } from './prepare.ts';
import { send, type SendContext, submitAgain } from './send.ts';
import { UnreadableRow } from './sql/job-rows.ts';

export interface StepTakerOptions {
  readonly context: StepContext;
  readonly remembered: Remembered;
  /** Called with each job before its step. */
  readonly onStep: (job: Job) => void;
  /** Called when a job frees its place at the endpoint. */
  readonly onOver: () => void;
}

/** After an error of the database itself. Doubled for each further one, up to a maximum. */
const PAUSE_AFTER_ERROR_MS = 5_000;
const LONGEST_PAUSE_MS = 60_000;

/**
 * Takes a job's next step. Retries a step that the database rejects. Ends a job whose row cannot be
 * read, or whose step fails unexpectedly.
 */
export class StepTaker {
  readonly #options: StepTakerOptions;

  constructor(options: StepTakerOptions) {
    this.#options = options;
  }

  /** Never rejects. */
  async take(id: string, task: Pick<TaskContext, 'acknowledge'>): Promise<Next> {
    const { context, remembered, onStep, onOver } = this.#options;
    const { log, logger, observations, halt, turns } = context;
    let job: Job | undefined;
    try {
      await turns.take();
      task.acknowledge();
      job = await log.jobs.find(id);
      if (!job || isTerminal(job.state)) observations.forget(id);
      if (!job || (isTerminal(job.state) && !job.remoteOpen)) {
        remembered.forget(id);
        // Only now does it free its place at the endpoint.
        onOver();
        return DONE;
      }
      onStep(job);
      const next = await step(job, context, remembered);
      remembered.noteWritten(id);
      return next;
    } catch (error) {
      // The next start resumes it.
      if (halt.aborted) return DONE;
      if (error instanceof UnreadableRow) return this.#giveUp(error);
      logger.error({ job: id, err: error }, 'a step failed unexpectedly');
      // Nothing was changed or can be for now: retry the same step.
      if (!job || isUnwritable(error)) return after(this.#pauseAfterError(id));
      return this.#giveUp(job);
    }
  }

  /** Steps may be costly, such as downloading pictures that cannot be stored. */
  #pauseAfterError(id: string): number {
    const before = this.#options.remembered.noteUnwritten(id);
    return Math.min(PAUSE_AFTER_ERROR_MS * 2 ** before, LONGEST_PAUSE_MS);
  }

  async #giveUp(job: Job | UnreadableRow): Promise<Next> {
    const { context, onOver } = this.#options;
    try {
      if (job instanceof UnreadableRow) {
        await setAside(job, context);
        onOver();
        return AGAIN;
      }
      await giveUp(job, context);
    } catch (err) {
      const id = job instanceof UnreadableRow ? job.jobId : job.id;
      context.logger.error({ job: id, err }, 'a job could not be ended');
    }
    return after(PAUSE_AFTER_ERROR_MS);
  }
}

/** What the steps of all states need. */
export interface StepContext
  extends AwaitConsentContext, PrepareContext, SendContext, PollContext, CancelAtRunPodContext {
  readonly log: PollContext['log'];
  readonly runpod: PollContext['runpod'] & SendContext['runpod'] & CancelAtRunPodContext['runpod'];
  readonly destinations: Destinations;
  readonly storage: PollContext['storage'] & SendContext['storage'];
}

/** Whether an unsent job needs a photo while faces are disabled. */
export function facesDisabled(job: Job, { faces }: Pick<StepContext, 'faces'>): boolean {
  const unsent = job.state !== 'awaiting_consent' && UNSENT_STATES.includes(job.state);
  return job.wanted.person && !faces && unsent;
}

/** Takes the step for a job's state. */
async function step(job: Job, context: StepContext, remembered: Remembered): Promise<Next> {
  if (facesDisabled(job, context)) return fail(job, context, 'faces_off');
  switch (job.state) {
    case 'awaiting_consent':
      return awaitConsent(job, context);
    case 'accepted':
      return begin(job, context);
    case 'preparing':
      return prepare(job, context);
    case 'ready':
      // The queue dispatcher drives it from here.
      return DONE;
    case 'submitting':
      return remembered.takeTurn(job) ? send(job, context) : submitAgain(job, context);
    case 'queued':
    case 'running':
      return poll(job, context, remembered.pollsOf(job.id));
    case 'completed':
    case 'failed':
    case 'cancelled':
    case 'expired':
      return cancelAtRunPod(job, context);
    default:
      return assertNever(job.state);
  }
}

interface AwaitConsentContext {
  readonly log: Pick<JobLog, 'move'>;
  readonly clock: Clock;
  /** Whether pictures that may show a person are accepted. */
  readonly faces: boolean;
  /** How long the requester may take to consent, in milliseconds. */
  readonly consentWindowMs: number;
}

/** `awaiting_consent`: expires it without consent in time. A consenting click wakes it. */
async function awaitConsent(job: Job, context: AwaitConsentContext): Promise<Next> {
  const { log, clock, faces, consentWindowMs } = context;
  if (!faces) {
    await log.move(job.id, 'expired', 'faces are off', { error: { code: 'faces_off' } });
    return AGAIN;
  }
  const left = job.createdAt + (job.asks ? POSTER_WINDOW_MS : consentWindowMs) - clock.now();
  if (left > 0) return after(left);
  const code = job.asks ? 'poster_silent' : 'consent_lapsed';
  await log.move(job.id, 'expired', 'not confirmed in time', { error: { code } });
  return AGAIN;
}

export interface GiveUpContext {
  readonly log: Pick<JobLog, 'move' | 'note' | 'setAside'>;
  readonly logger: Logger;
}

/**
 * Ends a job after an unexpected error, with a message if possible.
 *
 * @throws if the log cannot be written.
 */
async function giveUp(job: Job, { log }: Pick<GiveUpContext, 'log'>): Promise<void> {
  if (isTerminal(job.state)) await log.note.remoteClosed(job.id);
  else if (job.state === 'awaiting_consent') {
    await log.move(job.id, 'expired', 'unexpected', { error: { code: 'unexpected' } });
  } else await fail(job, { log }, 'unexpected');
}

/**
 * Ends a job whose row cannot be read. If RunPod has it, it is cancelled there afterwards as usual.
 *
 * @throws if the log cannot be written.
 */
async function setAside(
  error: UnreadableRow,
  { log, logger }: Pick<GiveUpContext, 'log' | 'logger'>,
): Promise<void> {
  const ended = await log.setAside(error.jobId);
  if (!ended) return;
  logger.error({ job: ended.id, err: error }, 'the row of this job cannot be read, so it is ended');
}
