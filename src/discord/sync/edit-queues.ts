import PQueue from 'p-queue';
import type { Clock } from '../../engines/clock.ts';
import { isTerminal, type Job } from '../../jobs/job.ts';
import type { Observations } from '../../jobs/observations.ts';
import { FIRST_ANSWER_MS, tokenBornAt } from '../interactions/interaction-token.ts';
import type { MessagePayload } from '../rest/message-payload.ts';
import type { Caller } from '../rest/rest.ts';
import type { ShownMessages } from './message-state.ts';

/*
 * How many results go up at once. Discord takes a while over each, whatever its size: two at a time,
 * the last of a hundred would wait for half a minute. Where the connection is slow, more at once
 * come no sooner. Each takes longer, and in the end too long for its time limit, which allows a
 * second for every 50 kB. How long the last one took tells which of the two it is.
 */

export const FIRST_UPLOADS = 4;
const FEWEST_UPLOADS = 2;
const MOST_UPLOADS = 16;

/** An ordinary result of 1.5 MB takes no longer than this where only Discord keeps it waiting. */
const QUICK_MS = 2_000;
/** And longer than this only where the connection is slow. */
const SLOW_MS = 4_000;

/** How many may go up at once after an upload that took so long; `before` says how many might until then. */
export function uploadsAtOnce(before: number, tookMs: number): number {
  if (tookMs < QUICK_MS) return Math.min(before + 1, MOST_UPLOADS);
  if (tookMs > SLOW_MS) return Math.max(before - 1, FEWEST_UPLOADS);
  return before;
}

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

/** Between two edits of one message while its job is under way, whatever they show. */
const FLOOR_MS = 1_000;
/**
 * Between two edits of one message that show only progress. By token it has limits of its own; as
 * the bot it shares one queue with everything else in its channel.
 */
const PERIOD_MS: Readonly<Record<Caller, number>> = { token: 5_000, bot: 15_000 };
/**
 * Progress edits a second over all messages. As the bot, they are part of the 50 requests that
 * Discord allows it. By token Discord sets no number for all of them together; RunPod, which answers
 * 2,000 questions about jobs in 10 s, gives nothing new to show more often than this.
 */
const PROGRESS_PER_SECOND: Readonly<Record<Caller, number>> = { token: 200, bot: 40 };
/** After an edit that failed; doubled for each that failed in a row. */
const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 2 * 60_000;

/** What the pace of edits depends on besides the row. Times are milliseconds since the epoch. */
export interface EditPace {
  readonly now: number;
  /** `undefined` where this process has not shown the message yet. */
  readonly lastEditAt: number | undefined;
  /** How many edits failed in a row. */
  readonly failures: number;
  /** Who the edit is made as. */
  readonly as: Caller;
  /** How many messages are kept up to date by edits of that kind. */
  readonly messages: number;
}

/**
 * How many ms an edit of a job under way has to wait at least; 0 or less for none. `isProgress`: whether its row is as
 * its message shows it, so that nothing but progress is new.
 */
export function pauseBeforeAnyEdit({
  now,
  lastEditAt,
  isProgress,
}: Pick<EditPace, 'now' | 'lastEditAt'> & { readonly isProgress: boolean }): number {
  if (lastEditAt === undefined || isBehind(now, lastEditAt)) return 0;
  return lastEditAt + (isProgress ? PERIOD_MS.token : FLOOR_MS) - now;
}

/** A clock that was set back makes nobody wait until it has caught up. */
function isBehind(now: number, lastEditAt: number): boolean {
  return lastEditAt > now;
}

/**
 * How many ms an edit of a job's message has to wait; 0 or less for none. How a job ended waits for
 * no floor: a person does, and it is the last edit, so that a message comes to one more in the same
 * second at most.
 */
export function pauseBeforeEdit(job: Job, { now, lastEditAt, ...pace }: EditPace): number {
  if (job.messageId === undefined) {
    // The interaction may still be answered in the ordinary way.
    const left = tokenBornAt(job) + FIRST_ANSWER_MS - now;
    if (left > 0 && left <= FIRST_ANSWER_MS) return left;
  }
  if (lastEditAt === undefined || isBehind(now, lastEditAt)) return 0;
  if (pace.failures > 0) {
    return lastEditAt + Math.min(FIRST_PAUSE_MS * 2 ** pace.failures, LONGEST_PAUSE_MS) - now;
  }
  if (job.shownRevision < job.revision) {
    return isTerminal(job.state) ? 0 : lastEditAt + FLOOR_MS - now;
  }
  const forAllMs = (pace.messages / PROGRESS_PER_SECOND[pace.as]) * 1_000;
  return lastEditAt + Math.max(PERIOD_MS[pace.as], forAllMs) - now;
}

/** Results, failures and cancels go before other changes, and those before progress. */
export function priorityOfEdit({ state, shownRevision, revision }: Job): number {
  if (shownRevision >= revision) return 0;
  return isTerminal(state) ? 2 : 1;
}

/*
 * A preview goes along with an edit that shows progress and would be made in any case, so that it
 * costs no request. It does cost time: Discord takes three times as long over an edit that brings a
 * file, and the same message's next edit waits for it. So few go up at once, out of the forty edits
 * by token; none begins while a finished picture waits for its turn, nor where the job's own picture
 * is about to come. None goes up as the bot, since that has to do with a channel's other messages.
 * One that does not go up is never made up for: the next edit brings the latest.
 */

/** Out of the edits by token that are under way at once. They are 20 kB each, so they take no line up. */
const UPLOADS_AT_ONCE = 4;
/** An upload is over by then. */
const ENDS_SOON_MS = 3_000;

/** An edit as it is to be made. */
export interface PreviewedEdit {
  readonly payload: MessagePayload;
  /** The attachment that the message keeps as its preview. Without one, the payload's goes up. */
  readonly keptPreview?: string;
}

export interface PreviewUploadsOptions {
  readonly draw: (job: Job, options?: { readonly preview: boolean }) => MessagePayload;
  readonly observations: Pick<Observations, 'of'>;
  readonly shown: Pick<ShownMessages, 'get' | 'takesPreviews'>;
  readonly queues: Pick<EditQueues, 'areResultsWaiting'>;
  readonly clock: Clock;
}

/** Which edits bring a new preview along, which keep the one that is there, and which have none. */
export class PreviewUploads {
  readonly #options: PreviewUploadsOptions;
  #underWay = 0;

  constructor(options: PreviewUploadsOptions) {
    this.#options = options;
  }

  /** How a job's message is to be edited by token. `drawn`: what it is to show, where that was just drawn. */
  edit(job: Job, drawn?: MessagePayload): PreviewedEdit {
    const { draw, shown } = this.#options;
    const last = shown.get(job.id);
    const payload = drawn ?? draw(job, { preview: true });
    if (payload.preview === undefined) return { payload };
    const before = last?.payload?.preview;
    const keptPreview = before && last.previewId;
    if (keptPreview !== undefined && before?.equals(payload.preview)) {
      return { payload, keptPreview };
    }
    if (this.#mayBegin(job)) return { payload };
    if (before === undefined || keptPreview === undefined) return { payload: draw(job) };
    return { payload: { ...payload, preview: before }, keptPreview };
  }

  /** Makes such an edit, and counts it while it brings a preview. @throws what `send` throws. */
  async during<T>({ payload, keptPreview }: PreviewedEdit, send: () => Promise<T>): Promise<T> {
    if (payload.preview === undefined || keptPreview !== undefined) return send();
    this.#underWay += 1;
    try {
      return await send();
    } finally {
      this.#underWay -= 1;
    }
  }

  #mayBegin({ id }: Job): boolean {
    const { observations, shown, queues, clock } = this.#options;
    const { readyAt = Infinity } = observations.of(id);
    return (
      shown.takesPreviews(id) &&
      this.#underWay < UPLOADS_AT_ONCE &&
      !queues.areResultsWaiting &&
      readyAt - clock.now() > ENDS_SOON_MS
    );
  }
}
