import { type TaskContext, Tasks } from '../engines/tasks.ts';
import { Watch } from '../engines/watch.ts';
import type { ErrorCode } from '../errors/errors.ts';
import type { KeyAccess } from '../runpod/key-access.ts';
import type { JobAttempt } from '../runpod/webhook-addresses.ts';
import { moments } from '../store/moments.ts';
import type { News, Processes } from '../store/processes.ts';
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
export type RunnerContext = Omit<StepContext & QueueDispatcherContext, 'processes'> & {
  readonly processes: Processes;
};

/** The runner itself watches for the ends of jobs, and estimates how long they wait. */
export type RunnerOptions = Omit<RunnerContext, 'ends' | 'waits'>;

/** After an error of the database itself. Doubled for each further one, up to a maximum. */
const PAUSE_AFTER_ERROR_MS = 5_000;
const SWEEP_EVERY_MS = 6 * 60 * 60_000;
const LONGEST_PAUSE_MS = 60_000;
/** While it is not known whether this process's jobs are still its own. */
const PAUSE_UNLEASED_MS = 500;

/** States that a job enters by a command, a click or a lost message, not by its own task. */
const ENTERED_BY_OTHERS: readonly JobState[] = ['awaiting_consent', 'accepted', 'cancelled'];

/** Errors that others end a job with, because of its sources or of what its server's managers decide. */
const ENDED_BY_OTHERS: readonly (ErrorCode | undefined)[] = [
  'source_withheld',
  'consent_withdrawn',
  'rule_changed',
  'server_paused',
];

/**
 * Drives every job of this process to its end. A job has at most one task: it reads the row, takes the one step for
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
    if (job.driver !== this.#context.log.driver) return;
    const isOthers =
      ENTERED_BY_OTHERS.includes(job.state) || ENDED_BY_OTHERS.includes(job.errorCode);
    if (isOthers) this.#tasks.wake(job.id);
  };

  readonly #onHeard = ({ webhooks = [] }: News) => {
    for (const about of webhooks) {
      const [id, attempt] = about.split('/');
      if (id !== undefined && this.#tasks.has(id)) this.hint({ id, attempt: Number(attempt) });
    }
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
    const { log, processes, pictures, halt, storage } = this.#context;
    // Before anything is written.
    if (pictures.place === 'folder') {
      await this.#sweep(signal ? AbortSignal.any([halt, signal]) : halt);
    }
    storage.events.on('changed', this.#onStorage);
    if (storage.trouble !== undefined) this.#onStorage();
    signal?.throwIfAborted();
    log.events.on('changed', this.#onChanged);
    processes.events.on('heard', this.#onHeard);
    this.#waits.start();
    for (const [access, onChanged] of this.#accesses) access.events.on('changed', onChanged);
    await this.resumeAll(signal);
    this.#dispatcher.start();
    if (pictures.place !== 'folder') this.#sweeps.wake();
  }

  /** Checks every unfinished job of this process. @throws the signal's reason. */
  async resumeAll(signal?: AbortSignal): Promise<void> {
    const { log, turns } = this.#context;
    for await (const piece of log.jobs.unfinished()) {
      signal?.throwIfAborted();
      await this.resume(piece);
      // After interactions, before the jobs found so far.
      await turns.take('read');
    }
    this.#dispatcher.schedule();
  }

  /** Drives jobs of an earlier process from now on. */
  async resume(jobs: readonly (Job | Unreadable)[]): Promise<void> {
    await assignQueues(jobs, this.#context);
    for (const job of jobs) this.#resume(job);
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
    if ('id' in job && this.#tasks.has(job.id)) {
      this.#tasks.wake(job.id);
      return;
    }
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
    const { destinations, processes, clock } = this.#context;
    // A poll may have seen the end just before.
    for (const { webhooks } of destinations.endpoints) webhooks.noteHint(id);
    if (!this.#tasks.has(id)) {
      processes.tell({ webhooks: [`${id}/${attempt}`] });
      return 'unknown';
    }
    if (!this.#remembered.noteWebhook(id, attempt, clock.now())) return 'repeat';
    this.#tasks.wake(id);
    return 'hint';
  }

  /** The rules of a server have changed: applies them to its waiting jobs. */
  applyRules(): void {
    this.#dispatcher.schedule();
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
    const { log, processes, storage, ends } = this.#context;
    log.events.off('changed', this.#onChanged);
    processes.events.off('heard', this.#onHeard);
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
    const { log, processes, logger, observations, halt, turns, ends } = this.#context;
    // After a stall, others may have taken its jobs over.
    if (!processes.isLeased) return after(PAUSE_UNLEASED_MS);
    // It may end while its row is read.
    const over = ends.watch({ id });
    let job: Job | undefined;
    try {
      await turns.take();
      task.acknowledge();
      job = await log.jobs.find(id);
      const isElsewhere = job !== undefined && job.driver !== log.driver;
      if (!job || isElsewhere || isTerminal(job.state)) observations.forget(id);
      if (isElsewhere || !job || (isTerminal(job.state) && !job.remoteOpen)) {
        this.#remembered.forget(id);
        // Only now does it free its place at the endpoint.
        this.#dispatcher.noteFreed();
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
