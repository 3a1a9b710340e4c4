import { assertNever } from '../errors/errors.ts';
import { cancelThere } from './cancel-there.ts';
import type { Unreadable } from '../record/job/job-walks.ts';
import { isTerminal, type Job, type JobState } from '../record/job/job.ts';
import { UnreadableRow } from '../record/job/row.ts';
import { moments } from '../record/store/moments.ts';
import { isUnwritable } from './persist.ts';
import { NOTHING_REMEMBERED, poll, type PollMemory } from './poll.ts';
import { begin, prepare } from './prepare.ts';
import { fail, type StepContext } from './steps.ts';
import { send, submitAgain } from './submit.ts';
import { Tasks, type TaskContext } from '../tasks.ts';
import { WaitingLine } from './waiting-line.ts';

/** After an error of the database itself. */
const PAUSE_AFTER_ERROR_MS = 5_000;

/** Where others than a job's own task bring it: by a command, a click, or a lost message. */
const BROUGHT_BY_OTHERS: readonly JobState[] = ['awaiting_consent', 'accepted', 'cancelled'];

/** In which RunPod has not said that it took it. */
const UNSENT: readonly JobState[] = ['accepted', 'preparing', 'ready', 'submitting'];

/**
 * Drives every job to its end. A job has one task at most: it reads the row, does the one step
 * that the row's state asks for, waits, and reads again. What others change wakes it; what it
 * changes itself does not, since that would cut the wait short that follows.
 */
export class Runner {
  readonly #context: StepContext;
  readonly #consentWindowMs: number;
  readonly #tasks: Tasks;
  readonly #line: WaitingLine;
  readonly #memories = new Map<string, PollMemory>();
  /** Jobs whose turn was taken, and which attempt at being sent that is. */
  readonly #turns = new Map<string, number>();
  readonly #onChanged = (job: Job) => {
    if (BROUGHT_BY_OTHERS.includes(job.state)) this.#tasks.nudge(job.id);
  };

  readonly #onAccess = () => {
    const { access, observations } = this.#context;
    observations.noteKeyRefused(access.refused, this.#tasks.keys);
    this.#tasks.nudgeAll();
    this.#line.look();
  };

  constructor(context: StepContext, options: { readonly consentWindowMs: number }) {
    this.#context = context;
    this.#consentWindowMs = options.consentWindowMs;
    this.#tasks = new Tasks((id, task) => this.#drive(id, task), context.clock);
    this.#line = new WaitingLine({
      ...context,
      onTurn: ({ id, attempt }) => {
        this.#turns.set(id, attempt);
        this.#tasks.nudge(id);
      },
      onUnreadable: (id) => {
        this.#tasks.nudge(id);
      },
      onError: (err) => {
        context.logger.error({ err }, 'the line of waiting jobs could not be read');
      },
    });
  }

  /**
   * Takes up what an earlier run left, and from then on every job that is created.
   *
   * @throws the signal's reason.
   */
  async start(signal?: AbortSignal): Promise<void> {
    const { log, pictures, access, logger, turns, halt } = this.#context;
    const namedBy = (files: readonly string[]) => log.namedPictures(files);
    const ended = signal ? AbortSignal.any([halt, signal]) : halt;
    for (const err of await pictures.sweep(namedBy, { turns, signal: ended })) {
      logger.warn({ err }, 'a picture that no job names could not be removed');
    }
    signal?.throwIfAborted();
    log.events.on('changed', this.#onChanged);
    access.events.on('changed', this.#onAccess);
    for await (const piece of log.unfinished()) {
      signal?.throwIfAborted();
      for (const job of piece) this.#takeUp(job);
      await turns.take();
    }
    this.#line.start();
  }

  #takeUp(job: Job | Unreadable): void {
    if ('unreadable' in job) {
      this.#tasks.nudge(job.unreadable);
      return;
    }
    moments.takenUp.publish({ jobId: job.id });
    if (job.runpodId !== undefined) this.#memoryOf(job.id).adopted = true;
    // The line drives what waits in it.
    if (job.state !== 'ready' || (job.wanted.person && !this.#context.faces))
      this.#tasks.nudge(job.id);
  }

  /** How many jobs are under way. */
  get size(): number {
    return this.#tasks.size;
  }

  /** Takes up nothing more; resolves when the steps under way are done. */
  async stop(): Promise<void> {
    const { log, access } = this.#context;
    log.events.off('changed', this.#onChanged);
    access.events.off('changed', this.#onAccess);
    // First, so that what has its turn is sent, and no start finds it in doubt.
    await this.#line.stop();
    await this.#tasks.stop();
  }

  async #drive(id: string, task: TaskContext): Promise<void> {
    while (!this.#tasks.stopping && !this.#context.halt.aborted) {
      const pause = await this.#stepOf(id, task);
      if (pause === undefined) return;
      if (pause > 0) await task.sleep(pause);
    }
  }

  /** Does one step. After how many ms to look again; `undefined` where nothing is left to do. */
  async #stepOf(id: string, task: TaskContext): Promise<number | undefined> {
    const { log, logger, observations, halt, turns } = this.#context;
    let job: Job | undefined;
    try {
      await turns.take();
      task.heed();
      job = await log.find(id);
      if (!job || isTerminal(job.state)) observations.forget(id);
      if (!job || (isTerminal(job.state) && !job.remoteOpen)) {
        this.#memories.delete(id);
        // Only now it is out of the endpoint's way.
        this.#line.look();
        return undefined;
      }
      return await this.#step(job);
    } catch (error) {
      // The next start takes it up.
      if (halt.aborted) return undefined;
      if (error instanceof UnreadableRow) return this.#setAside(error);
      logger.error({ job: id, err: error }, 'a step failed unexpectedly');
      // Nothing was changed, and nothing can be: the same step comes again.
      if (isUnwritable(error)) return PAUSE_AFTER_ERROR_MS;
      return this.#giveUp(id, job);
    }
  }

  async #step(job: Job): Promise<number | undefined> {
    const context = this.#context;
    if (job.wanted.person && !context.faces && UNSENT.includes(job.state)) {
      return fail(job, context, 'faces_off');
    }
    switch (job.state) {
      case 'awaiting_consent':
        return this.#awaitConsent(job);
      case 'accepted':
        return begin(job, context);
      case 'preparing':
        return prepare(job, context);
      case 'ready':
        // The line drives it from here.
        return undefined;
      case 'submitting':
        return this.#hasItsTurn(job) ? send(job, context) : submitAgain(job, context);
      case 'queued':
      case 'running':
        return poll(job, context, this.#memoryOf(job.id));
      case 'completed':
      case 'failed':
      case 'cancelled':
      case 'expired':
        return cancelThere(job, context);
      default:
        return assertNever(job.state);
    }
  }

  /** Whether it comes from the line, and not from an earlier run or a doubtful submission. */
  #hasItsTurn({ id, attempt }: Job): boolean {
    const turn = this.#turns.get(id);
    this.#turns.delete(id);
    return turn === attempt;
  }

  #memoryOf(id: string): PollMemory {
    const memory = this.#memories.get(id) ?? { ...NOTHING_REMEMBERED };
    this.#memories.set(id, memory);
    return memory;
  }

  async #awaitConsent(job: Job): Promise<number> {
    const { log, clock, faces } = this.#context;
    if (!faces) {
      await log.move(job.id, 'expired', 'faces are off', { error: { code: 'faces_off' } });
      return 0;
    }
    const left = job.createdAt + this.#consentWindowMs - clock.now();
    if (left > 0) return left;
    await log.move(job.id, 'expired', 'not confirmed in time', {
      error: { code: 'consent_lapsed' },
    });
    return 0;
  }

  /** A job that cannot go on for a reason that nobody foresaw ends, and says so where it can. */
  async #giveUp(id: string, job: Job | undefined): Promise<number | undefined> {
    const { log, logger } = this.#context;
    try {
      if (!job) return PAUSE_AFTER_ERROR_MS;
      if (isTerminal(job.state)) await log.noteRemoteClosed(id);
      else if (job.state === 'awaiting_consent') {
        await log.move(id, 'expired', 'unexpected', { error: { code: 'unexpected' } });
      } else await fail(job, this.#context, 'unexpected');
    } catch (error) {
      logger.error({ job: id, err: error }, 'a job could not be ended');
    }
    return PAUSE_AFTER_ERROR_MS;
  }

  /** Ends a job whose row cannot be read. What RunPod has of it is cancelled as that of any other. */
  async #setAside(error: UnreadableRow): Promise<number> {
    const { log, logger } = this.#context;
    try {
      const ended = await log.setAside(error.jobId);
      if (!ended) return 0;
      logger.error(
        { job: ended.id, err: error },
        'the row of this job cannot be read, so it is ended',
      );
      this.#line.look();
      return 0;
    } catch (err) {
      logger.error({ job: error.jobId, err }, 'a job could not be ended');
      return PAUSE_AFTER_ERROR_MS;
    }
  }
}
