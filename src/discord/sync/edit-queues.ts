import PQueue from 'p-queue';
import type { Clock } from '../../engines/clock.ts';
import { isTerminal, type Job } from '../../jobs/job.ts';
import type { Observations } from '../../jobs/observations.ts';
import { FIRST_ANSWER_KNOWN_MS, tokenBornAt } from '../interactions/interaction-token.ts';
import type { MessagePayload } from '../rest/message-payload.ts';
import type { Caller } from '../rest/rest.ts';
import type { ShownMessages } from './message-state.ts';

/*
 * Parallel uploads of results. Discord takes a while for each, whatever its size: with two at a time,
 * the last of a hundred would wait half a minute. On a slow connection more uploads are no faster. Each
 * takes longer and finally exceeds its time limit, which allows a second per 50 kB. The duration of the
 * last upload tells the two cases apart.
 */

export const FIRST_UPLOADS = 4;
const FEWEST_UPLOADS = 2;
const MOST_UPLOADS = 16;

/** An ordinary result of 1.5 MB takes no longer if only Discord limits it. */
const QUICK_MS = 2_000;
/** Longer than this means a slow connection. */
const SLOW_MS = 4_000;

/** The number of parallel uploads after one that took so long. `before`: the number until then. */
export function uploadsAtOnce(before: number, tookMs: number): number {
  if (tookMs < QUICK_MS) return Math.min(before + 1, MOST_UPLOADS);
  if (tookMs > SLOW_MS) return Math.max(before - 1, FEWEST_UPLOADS);
  return before;
}

/**
 * Parallel edits. At some 200 ms a call, these reach the progress rate limit, and as the bot no
 * more than its share of 50 a second.
 */
const CONCURRENT_EDITS: Readonly<Record<Caller, number>> = { token: 40, bot: 8 };
/**
 * Parallel uploads of results at first: see {@link uploadsAtOnce}. As the bot it stays constant:
 * those are late anyway, mostly after an outage.
 */
const CONCURRENT_UPLOADS: Readonly<Record<Caller, number>> = { token: FIRST_UPLOADS, bot: 2 };

/** How many of a requester's edits get priority over progress; more queue with progress. */
const MOST_PRIORITISED = 8;

/** A queued edit. */
interface Waiting {
  readonly isResult: boolean;
  /** By its kind, even if it queues with progress. */
  readonly priority: number;
  readonly leave: () => void;
}

const queuesOf = (concurrency: Readonly<Record<Caller, number>>) => ({
  token: new PQueue({ concurrency: concurrency.token }),
  bot: new PQueue({ concurrency: concurrency.bot }),
});

/**
 * Queues of edits. Token and bot edits have separate queues, since their rate limits are separate.
 * Results queue only behind results. Otherwise finished jobs come first, then other changes, then
 * progress. At most {@link MOST_PRIORITISED} edits of one requester have priority over progress, so that
 * thousands of edits, as after *Cancel all*, do not delay others'.
 */
export class EditQueues {
  readonly #edits = queuesOf(CONCURRENT_EDITS);
  readonly #uploads = queuesOf(CONCURRENT_UPLOADS);
  readonly #waiting = new Map<string, Waiting>();
  /** How many edits have priority over progress, by queue and requester. */
  readonly #prioritised = new Map<string, number>();
  readonly #clock: Clock;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /**
   * Runs an edit when its turn comes. Resolves when it is done, or when it yields to a more urgent
   * one: see {@link prioritise}. At most one edit per job.
   *
   * @throws what `edit` throws.
   */
  run(job: Job, as: Caller, edit: () => Promise<void>): Promise<void> {
    const isResult = job.state === 'completed';
    const priority = priorityOfEdit(job);
    const queue = (isResult ? this.#uploads : this.#edits)[as];
    const theirs = `${as} ${isResult} ${job.userId}`;
    const ahead = this.#prioritised.get(theirs) ?? 0;
    const isAhead = priority > 0 && ahead < MOST_PRIORITISED;
    if (isAhead) this.#prioritised.set(theirs, ahead + 1);
    return new Promise((resolve, reject) => {
      const waiting = { isResult, priority, leave: resolve };
      this.#waiting.set(job.id, waiting);
      const turn = async () => {
        if (isAhead) this.#endPriority(theirs);
        // It yielded, and keeps its place in the queue until then.
        if (this.#waiting.get(job.id) !== waiting) return;
        this.#waiting.delete(job.id);
        await (isResult && as === 'token' ? this.#paced(edit) : edit());
      };
      queue.add(turn, { priority: isAhead ? priority : 0 }).then(resolve, reject);
    });
  }

  #endPriority(theirs: string): void {
    const left = (this.#prioritised.get(theirs) ?? 0) - 1;
    if (left > 0) this.#prioritised.set(theirs, left);
    else this.#prioritised.delete(theirs);
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

  /** Whether uploads are queued. */
  get hasQueuedUploads(): boolean {
    return this.#uploads.token.size + this.#uploads.bot.size > 0;
  }

  /** Call when a job has changed: a queued edit that shows less yields its place. */
  prioritise(job: Job): void {
    const waiting = this.#waiting.get(job.id);
    if (!waiting || waiting.isResult || priorityOfEdit(job) <= waiting.priority) return;
    this.#waiting.delete(job.id);
    waiting.leave();
  }
}

/** Minimum interval between two edits of one message while its job is under way. */
const MIN_INTERVAL_MS = 1_000;
/**
 * Interval between progress edits of one message. Tokens have limits of their own; the bot shares
 * one queue with everything else in the channel.
 */
const PROGRESS_INTERVAL_MS: Readonly<Record<Caller, number>> = { token: 5_000, bot: 15_000 };
/**
 * Progress edits a second over all messages. As the bot, they count toward Discord's 50 requests a
 * second. Discord sets no total for tokens; RunPod's limit of 2,000 status requests in 10 s yields
 * no news more often than this.
 */
const PROGRESS_PER_SECOND: Readonly<Record<Caller, number>> = { token: 200, bot: 40 };
/** Backoff after a failed edit, doubled for each consecutive failure. */
const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 2 * 60_000;

/** What edit throttling depends on besides the row. Times are milliseconds since the epoch. */
export interface EditPace {
  readonly now: number;
  /** `undefined` if this process has not edited the message yet. */
  readonly lastEditAt: number | undefined;
  /** Consecutive failures. */
  readonly failures: number;
  /** Who the edit is made as. */
  readonly as: Caller;
  /** How many messages share that kind of edit. */
  readonly messages: number;
}

/**
 * Minimum wait in ms before an edit of a job under way; 0 or less for none. `isProgress`: only
 * progress changed, not the row.
 */
export function pauseBeforeAnyEdit({
  now,
  lastEditAt,
  isProgress,
}: Pick<EditPace, 'now' | 'lastEditAt'> & { readonly isProgress: boolean }): number {
  if (lastEditAt === undefined || isBehind(now, lastEditAt)) return 0;
  return lastEditAt + (isProgress ? PROGRESS_INTERVAL_MS.token : MIN_INTERVAL_MS) - now;
}

/** Clock went backwards: do not wait for it to catch up. */
function isBehind(now: number, lastEditAt: number): boolean {
  return lastEditAt > now;
}

/**
 * Wait in ms before an edit of a job's message; 0 or less for none. A job's end skips the minimum
 * interval: its requester is waiting, and it is the last edit, so it adds at most one in the same
 * second.
 */
export function pauseBeforeEdit(job: Job, { now, lastEditAt, ...pace }: EditPace): number {
  if (job.messageId === undefined) {
    // The interaction may still get its first answer, beside which a post would be a second message. One
    // that was deferred is answered once the job is accepted, perhaps by another process.
    const answeredFrom = Math.max(tokenBornAt(job), job.acceptedAt ?? 0);
    const left = answeredFrom + FIRST_ANSWER_KNOWN_MS - now;
    if (left > 0 && left <= FIRST_ANSWER_KNOWN_MS) return left;
  }
  if (lastEditAt === undefined || isBehind(now, lastEditAt)) return 0;
  if (pace.failures > 0) {
    return lastEditAt + Math.min(FIRST_PAUSE_MS * 2 ** pace.failures, LONGEST_PAUSE_MS) - now;
  }
  if (job.shownRevision < job.revision) {
    return isTerminal(job.state) ? 0 : lastEditAt + MIN_INTERVAL_MS - now;
  }
  const forAllMs = (pace.messages / PROGRESS_PER_SECOND[pace.as]) * 1_000;
  return lastEditAt + Math.max(PROGRESS_INTERVAL_MS[pace.as], forAllMs) - now;
}

/** Results, failures and cancellations come before other changes, and those before progress. */
export function priorityOfEdit({ state, shownRevision, revision }: Job): number {
  if (shownRevision >= revision) return 0;
  return isTerminal(state) ? 2 : 1;
}

/*
 * A preview is uploaded with a progress edit that is due anyway, so it costs no request. It does cost
 * time: Discord takes three times as long for an edit with a file, and the message's next edit waits
 * for it. So only a few of the forty parallel token edits upload one. None starts while a finished
 * picture is queued or the job's own picture is about to arrive. Edits as the bot upload none, since
 * they share a rate limit with the channel's other messages. A skipped preview is not made up for: the
 * next edit has a newer one.
 */

/** Part of the parallel token edits. At 20 kB each they do not fill the uplink. */
const UPLOADS_AT_ONCE = 4;
/** An upload takes at most this long. */
const LONGEST_UPLOAD_MS = 3_000;

/** An edit ready to send. */
export interface PreviewedEdit {
  readonly payload: MessagePayload;
  /** The attachment to keep as the preview. Otherwise the payload's preview is uploaded. */
  readonly keptPreview?: string;
}

export interface PreviewUploadsOptions {
  readonly draw: (job: Job, options?: { readonly preview: boolean }) => MessagePayload;
  readonly observations: Pick<Observations, 'of'>;
  readonly shown: Pick<ShownMessages, 'get' | 'takesPreviews'>;
  readonly queues: Pick<EditQueues, 'hasQueuedUploads'>;
  readonly clock: Clock;
}

/** Decides which edits upload a new preview, keep the current one, or have none. */
export class PreviewUploads {
  readonly #options: PreviewUploadsOptions;
  #underWay = 0;

  constructor(options: PreviewUploadsOptions) {
    this.#options = options;
  }

  /** The token edit of a job's message. `drawn`: its payload, if just drawn. */
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
      !queues.hasQueuedUploads &&
      readyAt - clock.now() > LONGEST_UPLOAD_MS
    );
  }
}
