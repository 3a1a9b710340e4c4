import { type TaskContext, Tasks } from '../engines/tasks.ts';
import { Watch } from '../engines/watch.ts';
import type { ErrorCode } from '../errors/errors.ts';
import type { KeyAccess } from '../runpod/key-access.ts';
import type { JobAttempt } from '../runpod/webhook-addresses.ts';
import { moments } from '../store/moments.ts';
import { isUnwritable } from '../store/unwritable.ts';
import type { Endpoint } from './destinations.ts';
import { EndWatches } from './end-watches.ts';
import { isTerminal, type Job, type JobState } from './job.ts';
import { JobMemory } from './poll-memory.ts';
import { QueueDispatcher, type QueueDispatcherContext } from './queue.ts';
import type { Unreadable } from './sql/job-queries.ts';
import { UnreadableRow } from './sql/job-rows.ts';
import { after, AGAIN, DONE, type Next, type StepContext } from './step-context.ts';
import { facesDisabled, giveUp, step } from './step.ts';
import { WaitEstimates } from './wait-estimates.ts';

/** Dependencies of the runner. */
export type RunnerContext = StepContext & QueueDispatcherContext;

/** The runner itself watches for the ends of jobs, and estimates how long they wait. */
export type RunnerOptions = Omit<RunnerContext, 'ends' | 'waits'>;

/** After an error of the database itself. Doubled for each further one, up to a maximum. */
const PAUSE_AFTER_ERROR_MS = 5_000;
const SWEEP_EVERY_MS = 6 * 60 * 60_000;
const LONGEST_PAUSE_MS = 60_000;

/** States that a job enters by a command, a click or a lost message, not by its own task. */
const ENTERED_BY_OTHERS: readonly JobState[] = ['awaiting_consent', 'accepted', 'cancelled'];

/** Errors that others end a job with, because of its sources. */
const ENDED_BY_OTHERS: readonly (ErrorCode | undefined)[] = [
  'source_withheld',
  'consent_withdrawn',
];

/**
 * Drives every job to its end. A job has at most one task: it reads the row, takes the one step for
 * the row's state, waits, and reads again. Changes from outside wake it. Its own changes do not,
 * since that would cut the following wait short.
 */
export class Runner {
  readonly #context: RunnerContext;
  readonly #tasks: Tasks;
  readonly #dispatcher: QueueDispatcher;
  readonly #waits: WaitEstimates;
  readonly #remembered = new JobMemory();
  /** Of a store with several writers. */
  readonly #sweeps: Watch;
  /** The queues of jobs that have a task. */
  readonly #queues = new Map<string, string>();
  readonly #accesses: readonly (readonly [KeyAccess, () => void])[];
  #unreadable = 0;
  readonly #onChanged = (job: Job) => {
    const isOthers =
      ENTERED_BY_OTHERS.includes(job.state) || ENDED_BY_OTHERS.includes(job.errorCode);
    if (isOthers) this.#tasks.wake(job.id);
  };

  readonly #onStorage = () => {
    const { observations, storage } = this.#context;
    observations.noteStorageFails(storage.trouble !== undefined, this.#tasks.keys);
    this.#tasks.wakeAll();
    this.#dispatcher.schedule();
  };

  constructor(options: RunnerOptions) {
    this.#waits = new WaitEstimates(options);
    const context = { ...options, ends: new EndWatches(options), waits: this.#waits };
    this.#context = context;
    this.#accesses = context.destinations.endpoints.map((endpoint) => [
      endpoint.access,
      () => {
        this.#onAccess(endpoint);
      },
    ]);
    this.#tasks = new Tasks((id, task) => this.#drive(id, task), context.clock);
    this.#sweeps = new Watch({
      check: async (stopping) => {
        const signal = AbortSignal.any([stopping, context.halt]);
        await this.#sweep(signal).catch((err: unknown) => {
          if (!signal.aborted) context.logger.warn({ err }, 'orphaned pictures cannot be removed');
        });
        return SWEEP_EVERY_MS;
      },
      clock: context.clock,
    });
    this.#dispatcher = new QueueDispatcher({
      ...context,
      onClaimed: (job) => {
        this.#remembered.noteTurn(job);
        this.#tasks.wake(job.id);
      },
      onUnreadable: (id) => {
        this.#tasks.wake(id);
      },
      onError: (err) => {
        context.logger.error({ err }, 'the queues of waiting jobs could not be read');
      },
    });
  }

  /**
   * Resumes the jobs of an earlier process, then drives every new job.
   *
   * @throws the signal's reason.
   */
  async start(signal?: AbortSignal): Promise<void> {
    const { log, pictures, turns, halt, storage } = this.#context;
    // Before anything is written.
    if (pictures.place === 'folder') {
      await this.#sweep(signal ? AbortSignal.any([halt, signal]) : halt);
    }
    storage.events.on('changed', this.#onStorage);
    if (storage.trouble !== undefined) this.#onStorage();
    signal?.throwIfAborted();
    log.events.on('changed', this.#onChanged);
    this.#waits.start();
    for (const [access, onChanged] of this.#accesses) access.events.on('changed', onChanged);
    for await (const piece of log.jobs.unfinished()) {
      signal?.throwIfAborted();
      await assignQueues(piece, this.#context);
      for (const job of piece) this.#resume(job);
      // After interactions, before the jobs found so far.
      await turns.take('read');
    }
    this.#dispatcher.start();
    if (pictures.place !== 'folder') this.#sweeps.wake();
  }

  async #sweep(signal: AbortSignal): Promise<void> {
    const { log, pictures, logger, turns } = this.#context;
    const inUse = (files: readonly string[]) => log.jobs.filesInUse(files);
    for (const err of await pictures.sweep(inUse, { turns, signal })) {
      logger.warn({ err }, 'an orphaned picture could not be removed');
    }
  }

  /** The endpoint began or ceased to refuse the key. Notifies only its own jobs. */
  #onAccess({ queue, access }: Endpoint): void {
    const { observations } = this.#context;
    const ids = this.#tasks.keys.filter((id) => this.#queues.get(id) === queue);
    observations.noteKeyRefused(queue, access.refused, ids);
    for (const id of ids) this.#tasks.wake(id);
    this.#dispatcher.schedule();
  }

  #resume(job: Job | Unreadable): void {
    if ('unreadable' in job) {
      this.#unreadable += 1;
      this.#tasks.wake(job.unreadable);
      return;
    }
    moments.resumed.publish({ jobId: job.id });
    this.#waits.note(job);
    if (job.runpodId !== undefined) this.#remembered.pollsOf(job.id).resumed = true;
    // The dispatcher drives waiting jobs.
    if (job.state !== 'ready' || facesDisabled(job, this.#context)) this.#tasks.wake(job.id);
  }

  /**
   * Polls a job at once after a webhook about an attempt. The webhook may be false, about an ended
   * job, or a repeat.
   */
  hint({ id, attempt }: JobAttempt): 'hint' | 'repeat' | 'unknown' {
    const { destinations, clock } = this.#context;
    // A poll may have seen the end just before.
    for (const { webhooks } of destinations.endpoints) webhooks.noteHint(id);
    if (!this.#tasks.has(id)) return 'unknown';
    if (!this.#remembered.noteWebhook(id, attempt, clock.now())) return 'repeat';
    this.#tasks.wake(id);
    return 'hint';
  }

  /** How many unreadable rows the start found. */
  get unreadable(): number {
    return this.#unreadable;
  }

  /** How many jobs are unfinished. */
  get size(): number {
    return this.#tasks.size;
  }

  /** Starts no further steps. Resolves when the steps under way are done. */
  async stop(): Promise<void> {
    const { log, storage, ends } = this.#context;
    log.events.off('changed', this.#onChanged);
    this.#waits.stop();
    storage.events.off('changed', this.#onStorage);
    for (const [access, onChanged] of this.#accesses) access.events.off('changed', onChanged);
    // First, so that claimed jobs are sent and none is left in doubt.
    await this.#dispatcher.stop();
    await this.#tasks.stop();
    await this.#sweeps.stop();
    ends.stop();
  }

  async #drive(id: string, task: TaskContext): Promise<Next> {
    const next = this.#context.halt.aborted ? DONE : await this.#takeStep(id, task);
    if (next === DONE) this.#queues.delete(id);
    return next;
  }

  /**
   * Takes a job's next step. Retries a step that the database rejects. Ends a job whose row cannot be
   * read, or whose step fails unexpectedly. Never rejects.
   */
  async #takeStep(id: string, task: TaskContext): Promise<Next> {
    const { log, logger, observations, halt, turns, ends } = this.#context;
    // It may end while its row is read.
    const over = ends.watch({ id });
    let job: Job | undefined;
    try {
      await turns.take();
      task.acknowledge();
      job = await log.jobs.find(id);
      if (!job || isTerminal(job.state)) observations.forget(id);
      if (!job || (isTerminal(job.state) && !job.remoteOpen)) {
        this.#remembered.forget(id);
        // Only now does it free its place at the endpoint.
        this.#dispatcher.schedule();
        return DONE;
      }
      this.#queues.set(id, job.queue);
      const next = await step(job, this.#context, {
        remembered: this.#remembered,
        over: over.signal,
      });
      this.#remembered.noteWritten(id);
      return next;
    } catch (error) {
      // The next start resumes it.
      if (halt.aborted) return DONE;
      if (error instanceof UnreadableRow) return await this.#end(id, error);
      logger.error({ job: id, err: error }, 'a step failed unexpectedly');
      // Nothing was changed or can be for now: retry the same step.
      if (!job || isUnwritable(error)) return after(this.#pauseAfterError(id));
      return await this.#end(id, job);
    } finally {
      over.unwatch();
    }
  }

  /** Steps may be costly, such as downloading pictures that cannot be stored. */
  #pauseAfterError(id: string): number {
    const before = this.#remembered.noteUnwritten(id);
    return Math.min(PAUSE_AFTER_ERROR_MS * 2 ** before, LONGEST_PAUSE_MS);
  }

  /** Ends a job after an unexpected error. RunPod is asked to cancel it afterwards as usual. */
  async #end(id: string, job: Job | UnreadableRow): Promise<Next> {
    const { log, logger } = this.#context;
    try {
      if (job instanceof UnreadableRow) {
        if (await log.setAside(id)) {
          logger.error({ job: id, err: job }, 'the row of this job cannot be read, so it is ended');
        }
        this.#dispatcher.schedule();
        return AGAIN;
      }
      await giveUp(job, this.#context);
    } catch (err) {
      logger.error({ job: id, err }, 'a job could not be ended');
    }
    return after(PAUSE_AFTER_ERROR_MS);
  }
}

/** Moves jobs whose recipe or endpoint has changed queues since they were requested. */
async function assignQueues(
  piece: readonly (Job | Unreadable)[],
  { log, destinations, logger }: StepContext,
): Promise<void> {
  const misplaced = piece.flatMap((job) => {
    if ('unreadable' in job || (isTerminal(job.state) && !job.remoteOpen)) return [];
    const queue = destinations.queueFor(job);
    return queue === job.queue ? [] : [{ id: job.id, queue }];
  });
  if (misplaced.length === 0) return;
  await log.changeQueues(misplaced).catch((err: unknown) => {
    // They are sent from their old queues.
    logger.error({ err }, 'jobs could not be put into the queues of their endpoints');
  });
}
