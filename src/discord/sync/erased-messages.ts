import PQueue from 'p-queue';
import type { Clock } from '../../engines/clock.ts';
import type { Turns } from '../../engines/turns.ts';
import type { JobLog } from '../../jobs/job-log.ts';
import type { Job } from '../../jobs/job.ts';
import type { Logger } from '../../logger/logger.ts';
import type { Removal } from '../cards/privacy-card.ts';
import { liveToken } from '../interactions/interaction-token.ts';
import { discordFailure } from '../rest/discord-failure.ts';
import type { Messages } from '../rest/messages.ts';
import { findJobMessage, nameByToken, standingReply } from './own-messages.ts';

/** How many deletions are queued before the event loop has a turn. */
const BEGUN_AT_ONCE = 100;
/** More than wait in memory: what is left is read from its rows again once there is room. */
const MOST_UNDER_WAY = 1_000;
/** Discord's other calls go on meanwhile. */
const CONCURRENT_DELETIONS = 2;
/** Where the rows cannot be read. */
const PAUSE_AFTER_ERROR_MS = 60_000;
/** Before each further try of a deletion that failed in passing. */
const PAUSES_MS = [2_000, 30_000, 5 * 60_000, 60 * 60_000] as const;

export interface ErasedMessagesOptions {
  readonly log: JobLog;
  readonly messages: Messages;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly turns: Turns;
  /** No further try is made once it aborts; the next start takes it up. */
  readonly stopping: AbortSignal;
}

type Urgency = 'person' | 'job';

interface RemoveOptions {
  readonly onEnd?: (job: Job, outcome: Outcome) => void;
  /** What a moderator has just removed goes before thousands that somebody had erased. Default `job`. */
  readonly urgency?: Urgency;
}

/** Of PQueue: higher goes first. */
const PRIORITY: Readonly<Record<Urgency, number>> = { person: 1, job: 0 };

/** `left`: not now. Its row still says that there is a message. */
export type Outcome = 'removed' | 'refused' | 'left';

/** Deletes the messages of jobs that were erased, with the pictures in them. */
export class ErasedMessages {
  readonly #options: ErasedMessagesOptions;
  readonly #queue = new PQueue({ concurrency: CONCURRENT_DELETIONS });
  /** Each with the id of its job. */
  readonly #underWay = new Map<Promise<Outcome>, string>();
  /** Rows may say that there are messages which nothing is under way for. */
  #isMoreLeft = false;
  #takingUp: Promise<void> | undefined;
  #onRoom: () => void = () => undefined;

  constructor(options: ErasedMessagesOptions) {
    this.#options = options;
  }

  /** Takes up what an earlier run left. */
  start(): void {
    this.#isMoreLeft = true;
    this.#goOn();
  }

  /** Resolves when what is being deleted is. No other try is made once `stopping` has aborted. */
  async stop(): Promise<void> {
    await this.#takingUp;
    await Promise.all(this.#underWay.keys());
  }

  /** A removal whose jobs come one slice after another. */
  removal(): CountedRemoval {
    const { clock, stopping } = this.#options;
    return new CountedRemoval({ messages: this, clock, stopping });
  }

  /**
   * Deletes the messages of these jobs as they were before, tells the outcome of each, and resolves
   * after the last. They begin in batches, and none begins once `stopping` has aborted. Where too many are
   * under way already, those that can wait are left to their rows, and are taken up from there. Never rejects.
   */
  async removeEach(jobs: readonly Job[], { onEnd, urgency }: RemoveOptions = {}): Promise<void> {
    const { turns, stopping } = this.#options;
    const ends: Promise<void>[] = [];
    for (const [index, job] of jobs.entries()) {
      if (index > 0 && index % BEGUN_AT_ONCE === 0) await turns.take();
      // The next start takes the others up.
      if (stopping.aborted) break;
      if (this.#underWay.size >= MOST_UNDER_WAY && this.#urgencyOf(job, urgency) === 'job') {
        this.#isMoreLeft = true;
        onEnd?.(job, 'left');
        continue;
      }
      ends.push(
        this.remove(job, urgency).then((outcome) => {
          onEnd?.(job, outcome);
        }),
      );
    }
    await Promise.all(ends);
  }

  /** Deletes the message of a job as it was before it was erased. Never rejects. */
  remove(job: Job, urgency?: Urgency): Promise<Outcome> {
    const work = this.#remove(job, PRIORITY[this.#urgencyOf(job, urgency)]).finally(() => {
      this.#underWay.delete(work);
      this.#goOn();
    });
    this.#underWay.set(work, job.id);
    return work;
  }

  /** What only a token reaches cannot wait: it dies soon, and no erased row has it. */
  #urgencyOf(job: Job, urgency: Urgency = 'job'): Urgency {
    const { clock } = this.#options;
    return job.ephemeral && liveToken(job, clock.now()) !== undefined ? 'person' : urgency;
  }

  /** Goes on with what is left where half of those have ended that may be under way. */
  #goOn(): void {
    const { clock, logger, stopping } = this.#options;
    if (this.#underWay.size > MOST_UNDER_WAY / 2) return;
    this.#onRoom();
    if (!this.#isMoreLeft || stopping.aborted) return;
    this.#takingUp ??= this.#removeLeft()
      .catch(async (err: unknown) => {
        logger.error({ err }, 'the messages of erased jobs could not be looked up');
        this.#isMoreLeft = true;
        await clock.sleep(PAUSE_AFTER_ERROR_MS, stopping).catch(() => undefined);
      })
      .finally(() => {
        this.#takingUp = undefined;
        this.#goOn();
      });
  }

  /** Deletes what rows say is left, with no more under way than there is room for. */
  async #removeLeft(): Promise<void> {
    const { log, turns, stopping } = this.#options;
    this.#isMoreLeft = false;
    for await (const jobs of log.jobs.erasedWithMessage()) {
      if (stopping.aborted) return;
      const begun = new Set(this.#underWay.values());
      for (const job of jobs) if (!begun.has(job.id)) void this.remove(job);
      await turns.take();
      if (this.#underWay.size >= MOST_UNDER_WAY) await this.#room();
    }
  }

  #room(): Promise<void> {
    return new Promise((resolve) => {
      this.#onRoom = resolve;
    });
  }

  async #remove(job: Job, priority: number): Promise<Outcome> {
    const { clock, logger, stopping } = this.#options;
    for (const pause of [...PAUSES_MS, undefined]) {
      if (stopping.aborted) return 'left';
      try {
        const isRemoved = await this.#queue.add(() => this.#removeOnce(job), { priority });
        if (!isRemoved) return 'left';
        await this.#settle(job);
        return 'removed';
      } catch (err) {
        logger.warn({ job: job.id, err }, 'the message of an erased job could not be deleted');
        if (discordFailure(err) !== 'passing') {
          await this.#settle(job);
          return 'refused';
        }
      }
      if (pause !== undefined) await clock.sleep(pause, stopping).catch(() => undefined);
    }
    return 'left';
  }

  /** False where nothing begins any more. */
  async #removeOnce(job: Job): Promise<boolean> {
    const { messages, clock, stopping } = this.#options;
    if (stopping.aborted) return false;
    if (job.ephemeral) {
      // Nobody but its reader sees it, and without its token nobody can delete it.
      const token = liveToken(job, clock.now());
      const message = nameByToken(job);
      if (token !== undefined && message !== undefined) {
        await messages.deleteByToken(token, message);
      }
      return true;
    }
    const messageId = job.messageId ?? (await findJobMessage(messages, job));
    const reply = await standingReply(messages, job);
    for (const id of [reply, messageId]) {
      if (id !== undefined) await messages.remove(job.channelId, id);
    }
    return true;
  }

  async #settle({ id }: Job): Promise<void> {
    const { log, logger } = this.#options;
    await log.note.messageGone(id).catch((err: unknown) => {
      logger.error({ job: id, err }, 'it could not be written down that a message is gone');
    });
  }
}

export interface CountedRemovalOptions {
  readonly messages: Pick<ErasedMessages, 'removeEach'>;
  readonly clock: Clock;
  readonly stopping: AbortSignal;
}

/** A removal of many messages, whose jobs come one slice after another; it counts what became of them. */
class CountedRemoval {
  readonly #options: CountedRemovalOptions;
  readonly #underWay = new Set<Promise<void>>();
  readonly #refused: Job[] = [];
  #all = 0;
  #removed = 0;

  constructor(options: CountedRemovalOptions) {
    this.#options = options;
  }

  /** Has the messages of these jobs go, given as they were before they were erased. Waits for none. */
  remove(jobs: readonly Job[]): void {
    this.#all += jobs.length;
    const onEnd: RemoveOptions['onEnd'] = (job, outcome) => {
      if (outcome === 'removed') this.#removed += 1;
      if (outcome === 'refused') this.#refused.push(job);
    };
    const work = this.#options.messages
      .removeEach(jobs, { onEnd })
      .finally(() => this.#underWay.delete(work));
    this.#underWay.add(work);
  }

  /** How far it has come as soon as nothing more is under way, and in that time at most. */
  async within(ms: number): Promise<Removal> {
    const { clock, stopping } = this.#options;
    const done = new AbortController();
    const late = clock.sleep(ms, AbortSignal.any([done.signal, stopping]));
    await Promise.race([Promise.all(this.#underWay), late.catch(() => undefined)]);
    done.abort();
    const [removed, refused] = [this.#removed, [...this.#refused]];
    return { removed, refused, underWay: this.#all - removed - refused.length };
  }
}
