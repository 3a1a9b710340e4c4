import { isTerminal, type Job } from '../record/job/job.ts';
import { UnreadableRow } from '../record/job/unreadable-row.ts';
import { isUnwritable } from '../store/unwritable.ts';
import type { TaskContext } from '../tasks.ts';
import { giveUp, setAside } from './give-up.ts';
import { AGAIN, after, DONE, type Next } from './next.ts';
import type { Remembered } from './remembered.ts';
import { step, type StepContext } from './step.ts';

export interface StepTakerOptions {
  readonly context: StepContext;
  readonly remembered: Remembered;
  /** Told of each job before its step. */
  readonly onStep: (job: Job) => void;
  /** Told when a job is out of its endpoint's way. */
  readonly onOver: () => void;
}

/** After an error of the database itself; twice as long after each further one, up to the longest. */
const PAUSE_AFTER_ERROR_MS = 5_000;
const LONGEST_PAUSE_MS = 60_000;

/**
 * Takes the one step that a job's row asks for, whatever it meets: one that cannot be written down just now comes again, a
 * job whose row cannot be read is ended, and so is one whose step fails for a reason that nobody foresaw.
 */
export class StepTaker {
  readonly #options: StepTakerOptions;

  constructor(options: StepTakerOptions) {
    this.#options = options;
  }

  /** Never rejects. */
  async take(id: string, task: Pick<TaskContext, 'heed'>): Promise<Next> {
    const { context, remembered, onStep, onOver } = this.#options;
    const { log, logger, observations, halt, turns } = context;
    let job: Job | undefined;
    try {
      await turns.take();
      task.heed();
      job = await log.jobs.find(id);
      if (!job || isTerminal(job.state)) observations.forget(id);
      if (!job || (isTerminal(job.state) && !job.remoteOpen)) {
        remembered.forget(id);
        // Only now is it out of the endpoint's way.
        onOver();
        return DONE;
      }
      onStep(job);
      const next = await step(job, context, remembered);
      remembered.noteWritten(id);
      return next;
    } catch (error) {
      // The next start takes it up.
      if (halt.aborted) return DONE;
      if (error instanceof UnreadableRow) return this.#giveUp(error);
      logger.error({ job: id, err: error }, 'a step failed unexpectedly');
      // Nothing was changed, and nothing can be: the same step comes again.
      if (!job || isUnwritable(error)) return after(this.#pauseAfterError(id));
      return this.#giveUp(job);
    }
  }

  /** The step may be a costly one, as where pictures are fetched that cannot be kept. */
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
