import PQueue from 'p-queue';
import { type TaskContext, Tasks } from '../../engines/tasks.ts';
import type { Job } from '../../jobs/job.ts';
import { type Processes, requireLease } from '../../store/processes.ts';
import { lifetime, wordsFor } from '../cards/job-lines.ts';
import { mention } from '../cards/text.ts';
import { discordFailure } from '../rest/discord-failure.ts';
import { type MessageBody, replyBody } from '../rest/message-payload.ts';
import { findEndReply, existingReply } from './own-messages.ts';
import type { SyncParts } from './message-state.ts';

/** Parallel calls over all channels, out of the bot's 50 a second. */
const CALLS_AT_ONCE = 4;
/** Backoff before each retry. */
const PAUSES_MS = [2_000, 30_000, 5 * 60_000] as const;

export interface EndRepliesOptions extends SyncParts {
  /** Minimum duration of a job in milliseconds; 0 turns the replies off. */
  readonly afterMs: number;
  /** Whether the member wants to be pinged. */
  readonly wantsNotice: (userId: string) => Promise<boolean>;
  readonly processes: Pick<Processes, 'own' | 'living' | 'isLeased'>;
}

/**
 * Replies to the messages of long jobs once they show the end, which notifies the requester: once
 * per job, even over crashes. The row says that a reply may exist before it is posted, and a retry
 * searches for it first. The reply of a removed job is deleted; that of an erased job goes with its
 * message, unless it comes later.
 *
 * The replies of a channel go one after another, since Discord limits each channel. Nothing else
 * waits for them. The next start resumes what a process left.
 */
export class EndReplies {
  readonly #options: EndRepliesOptions;
  readonly #channels: Tasks;
  readonly #calls = new PQueue({ concurrency: CALLS_AT_ONCE });
  /** The jobs to check, by channel. */
  readonly #due = new Map<string, string[]>();
  readonly #onChanged = (job: Job) => {
    const isOwn = job.driver === this.#options.log.driver;
    if (isOwn && job.visibility === 'removed' && job.tellingAt !== undefined) {
      this.#checkChannel(job);
    }
  };

  constructor(options: EndRepliesOptions) {
    this.#options = options;
    this.#channels = new Tasks((channelId, task) => this.#work(channelId, task), options.clock);
  }

  /** Deletes the replies of jobs that are removed from now on. */
  follow(): void {
    this.#options.log.events.on('changed', this.#onChanged);
  }

  /** Resumes what ended processes left. One process does so for all. */
  async resume(): Promise<void> {
    const { log, processes, clock, turns } = this.#options;
    const others = new Set(processes.living.map(({ id }) => id));
    others.delete(processes.own);
    for await (const jobs of log.jobs.withObsoleteReply()) {
      for (const job of jobs) if (!others.has(job.driver)) this.#checkChannel(job);
      await turns.take('read');
    }
    for await (const jobs of log.jobs.withoutEndReply(clock.now() - NOTIFY_WITHIN_MS)) {
      for (const job of jobs) {
        if (others.has(job.driver)) continue;
        if (isObsolete(job) || this.#isDue(job)) this.#checkChannel(job);
      }
      await turns.take('read');
    }
  }

  async stop(): Promise<void> {
    this.#options.log.events.off('changed', this.#onChanged);
    await this.#channels.stop();
  }

  /** Call each time a job's message shows its end. */
  readonly onEndShown = (job: Job): void => {
    if (this.#isDue(job)) this.#checkChannel(job);
  };

  #isDue(job: Job): boolean {
    const { clock, afterMs } = this.#options;
    return isReplyDue(job, { now: clock.now(), afterMs });
  }

  #checkChannel({ id, channelId }: Job): void {
    const due = this.#due.get(channelId) ?? [];
    this.#due.set(channelId, due);
    due.push(id);
    // A job that waits after a failure would only fail again sooner.
    this.#channels.remind(channelId);
  }

  async #work(channelId: string, task: TaskContext): Promise<undefined> {
    const due = this.#due.get(channelId) ?? [];
    for (let id = due[0]; id !== undefined && !this.#channels.stopping; id = due[0]) {
      await this.#settleWithRetries(id, task);
      due.shift();
    }
    // The next start resumes the rest.
    this.#due.delete(channelId);
  }

  /** Never rejects. */
  async #settleWithRetries(id: string, task: TaskContext): Promise<void> {
    const { log, logger } = this.#options;
    for (const pause of [...PAUSES_MS, undefined]) {
      if (this.#channels.stopping) return;
      try {
        await this.#calls.add(() => this.#settle(id));
        return;
      } catch (err) {
        logger.warn({ job: id, err }, 'the end reply of a job could not be posted');
        if (discordFailure(err) !== 'passing') break;
      }
      if (pause !== undefined) await task.sleep(pause);
    }
    // The next start resumes what the stop interrupted.
    if (this.#channels.stopping) return;
    await log.note.notified(id).catch((err: unknown) => {
      logger.error({ job: id, err }, 'a skipped end reply could not be recorded');
    });
  }

  async #settle(id: string): Promise<void> {
    const { log, processes, messages, wantsNotice, turns } = this.#options;
    await turns.take();
    const job = await log.jobs.find(id);
    if (!job) return;
    if (isObsolete(job)) {
      await this.#deleteReply(job);
      return;
    }
    const { channelId, messageId } = job;
    if (messageId === undefined || !this.#isDue(job) || !(await wantsNotice(job.userId))) return;
    let replyId = await findEndReply(messages, job);
    if (replyId === undefined) {
      await log.note.notifying(id);
      requireLease(processes);
      const body = endReply(job, messageId);
      replyId = await messages.create(channelId, { body }, `end-${id}`);
    }
    // The job may have been erased or removed while its reply was being sent.
    if (!(await log.note.notified(id, replyId))) await this.#settle(id);
  }

  async #deleteReply(job: Job): Promise<void> {
    const { log, messages } = this.#options;
    const reply = await existingReply(messages, job);
    if (reply === undefined) return;
    await messages.remove(job.channelId, reply);
    await log.note.replyGone(job.id);
  }
}

/** Whether there is nothing left to reply about. */
function isObsolete({ visibility, erasedAt }: Job): boolean {
  return visibility === 'removed' || erasedAt !== undefined;
}

/** No ping for jobs that ended longer ago, as after downtime. */
export const NOTIFY_WITHIN_MS = 30 * 60_000;

/**
 * Whether to reply when the job ends, as edits do not notify: the job was long, its requester did
 * not end it, and its message shows the end. Times are milliseconds.
 */
export function isReplyDue(
  job: Job,
  { now, afterMs }: { readonly now: number; readonly afterMs: number },
): boolean {
  const { acceptedAt, finishedAt, messageId } = job;
  if (afterMs === 0 || acceptedAt === undefined || finishedAt === undefined) return false;
  if (messageId === undefined || job.toldAt !== undefined || job.ephemeral) return false;
  // A direct message posted at the end has notified the requester.
  if (job.private && (job.postingAt ?? 0) >= finishedAt) return false;
  if (job.undeliverableAt !== undefined || job.erasedAt !== undefined) return false;
  if (job.shownRevision < job.revision || now - finishedAt > NOTIFY_WITHIN_MS) return false;
  return isNews(job) && lifetime(job) > afterMs;
}

function isNews({ state, visibility, pictures }: Job): boolean {
  if (state === 'completed') return visibility === 'shown' && pictures.length > 0;
  return state === 'failed' || state === 'expired';
}

/** The reply that pings a job's requester at its end. `messageId`: the job's own message. */
function endReply(job: Job, messageId: string): MessageBody {
  const { ready, failed } = wordsFor(job).result.endReply;
  const who = mention(job.userId);
  const words = job.state === 'completed' ? ready(who, job.pictures.length) : failed(who);
  return replyBody(words, { to: messageId, pings: job.userId });
}
