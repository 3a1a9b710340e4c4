import PQueue from 'p-queue';
import type { Clock } from '../../clock.ts';
import type { Job } from '../../jobs/job.ts';
import type { Caller } from '../wire/rest-clients.ts';
import { priorityOfEdit } from './edit-pace.ts';
import { FIRST_UPLOADS, uploadsAtOnce } from './upload-pace.ts';

/**
 * Edits under way at once. A call takes Discord some 200 ms, so that these make the edits a second
 * that the pace allows for progress, and as the bot no more than its part of 50.
 */
const CONCURRENT_EDITS: Readonly<Record<Caller, number>> = { token: 40, bot: 8 };
/**
 * Edits that bring results, to begin with: see {@link uploadsAtOnce}. As the bot there are never more,
 * since those are late in any case, mostly after an outage.
 */
const CONCURRENT_UPLOADS: Readonly<Record<Caller, number>> = { token: FIRST_UPLOADS, bot: 2 };

/** How many of a requester's edits may wait ahead of progress; further ones queue with progress. */
const MOST_AHEAD = 8;

/** An edit whose turn has not come. */
interface Waiting {
  readonly isResult: boolean;
  /** By its kind, whether or not it queues with progress. */
  readonly priority: number;
  readonly leave: () => void;
}

const queuesOf = (concurrency: Readonly<Record<Caller, number>>) => ({
  token: new PQueue({ concurrency: concurrency.token }),
  bot: new PQueue({ concurrency: concurrency.bot }),
});

/**
 * Where edits wait for their turn. By token and as the bot they wait apart, since a limit of one
 * says nothing about the other. Results wait for results only; of the rest, jobs that are over go
 * before other changes, and those before progress. Of one requester at most {@link MOST_AHEAD} wait ahead
 * of progress, so that thousands of edits, as after *Cancel all mine*, do not delay others'.
 */
export class EditQueues {
  readonly #edits = queuesOf(CONCURRENT_EDITS);
  readonly #uploads = queuesOf(CONCURRENT_UPLOADS);
  readonly #waiting = new Map<string, Waiting>();
  /** How many edits wait ahead of progress, by queue and requester. */
  readonly #ahead = new Map<string, number>();
  readonly #clock: Clock;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /**
   * Makes an edit of a job's message when its turn comes. Resolves when it is made, or earlier where
   * it is given up for one that is more urgent: see {@link hurry}. There is one for a job at most.
   *
   * @throws what `edit` throws.
   */
  run(job: Job, as: Caller, edit: () => Promise<void>): Promise<void> {
    const isResult = job.state === 'completed';
    const priority = priorityOfEdit(job);
    const queue = (isResult ? this.#uploads : this.#edits)[as];
    const theirs = `${as} ${isResult} ${job.userId}`;
    const ahead = this.#ahead.get(theirs) ?? 0;
    const isAhead = priority > 0 && ahead < MOST_AHEAD;
    if (isAhead) this.#ahead.set(theirs, ahead + 1);
    return new Promise((resolve, reject) => {
      const waiting = { isResult, priority, leave: resolve };
      this.#waiting.set(job.id, waiting);
      const turn = async () => {
        if (isAhead) this.#leaveAhead(theirs);
        // It was given up, and keeps its place in the queue until then.
        if (this.#waiting.get(job.id) !== waiting) return;
        this.#waiting.delete(job.id);
        await (isResult && as === 'token' ? this.#paced(edit) : edit());
      };
      queue.add(turn, { priority: isAhead ? priority : 0 }).then(resolve, reject);
    });
  }

  #leaveAhead(theirs: string): void {
    const left = (this.#ahead.get(theirs) ?? 0) - 1;
    if (left > 0) this.#ahead.set(theirs, left);
    else this.#ahead.delete(theirs);
  }

  async #paced(upload: () => Promise<void>): Promise<void> {
    const begun = this.#clock.now();
    try {
      await upload();
    } finally {
      const queue = this.#uploads.token;
      queue.concurrency = uploadsAtOnce(queue.concurrency, this.#clock.now() - begun);
    }
  }

  /** Whether pictures wait for their turn to go up. */
  get areResultsWaiting(): boolean {
    return this.#uploads.token.size + this.#uploads.bot.size > 0;
  }

  /** To be called when a job has changed: what waits to show less of it gives up its place. */
  hurry(job: Job): void {
    const waiting = this.#waiting.get(job.id);
    if (!waiting || waiting.isResult || priorityOfEdit(job) <= waiting.priority) return;
    this.#waiting.delete(job.id);
    waiting.leave();
  }
}
