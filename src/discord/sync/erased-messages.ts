import PQueue from 'p-queue';
import type { Job } from '../../jobs/job.ts';
import type { Removal } from '../cards/privacy-card.ts';
import { liveToken } from '../interactions/interaction-token.ts';
import { discordFailure } from '../rest/discord-failure.ts';
import { findJobMessage, nameByToken, existingReply } from './own-messages.ts';
import type { SyncParts } from './message-state.ts';

/** How many deletions are queued before yielding to the event loop. */
const BEGUN_AT_ONCE = 100;
/** Limit of deletions in memory: the rest is read from the rows again once there is room. */
const MOST_UNDER_WAY = 1_000;
/** Leaves room for Discord's other calls. */
const CONCURRENT_DELETIONS = 2;
/** After a failure to read the rows. */
const PAUSE_AFTER_ERROR_MS = 60_000;
/** Backoff before each retry of a deletion. */
const PAUSES_MS = [2_000, 30_000, 5 * 60_000, 60 * 60_000] as const;

export interface ErasedMessagesOptions extends SyncParts {
  /** No retry once it aborts; the next start resumes it. */
  readonly stopping: AbortSignal;
}

type Urgency = 'person' | 'job';

interface RemoveOptions {
  readonly onEnd?: (job: Job, outcome: Outcome) => void;
  /** A moderator's removal comes before thousands of a member's erased messages. Default: `job`. */
  readonly urgency?: Urgency;
}

/** Of PQueue: higher goes first. */
const PRIORITY: Readonly<Record<Urgency, number>> = { person: 1, job: 0 };

/** `left`: not now. Its row still records the message. */
export type Outcome = 'removed' | 'refused' | 'left';

/** Deletes the messages of erased jobs, with their pictures. */
export class ErasedMessages {
  readonly #options: ErasedMessagesOptions;
  readonly #queue = new PQueue({ concurrency: CONCURRENT_DELETIONS });
  /** Deletions under way, with their job's id. */
  readonly #underWay = new Map<Promise<Outcome>, string>();
  /** Whether rows may record messages without a deletion under way. */
  #isMoreLeft = false;
  /** Jobs of deletions that ended while rows were read, which may still record the message. */
  readonly #endedMeanwhile = new Set<string>();
  #resuming: Promise<void> | undefined;
  #onRoom: () => void = () => undefined;

  constructor(options: ErasedMessagesOptions) {
    this.#options = options;
  }

  /** Resumes what an earlier process left. */
  start(): void {
    this.#isMoreLeft = true;
    this.#resume();
  }

  /** Resolves when deletions under way are done. No retries once `stopping` has aborted. */
  async stop(): Promise<void> {
    await this.#resuming;
    await Promise.all(this.#underWay.keys());
  }

  /** A removal of jobs that arrive in slices. Counts the outcomes. */
  removal(): CountedRemoval {
    const { clock, stopping } = this.#options;
    const slices = new Set<Promise<void>>();
    const refused: Job[] = [];
    let [all, removed] = [0, 0];
    const onEnd = (job: Job, outcome: Outcome) => {
      if (outcome === 'removed') removed += 1;
      if (outcome === 'refused') refused.push(job);
    };
    return {
      remove: (jobs) => {
        all += jobs.length;
        const slice = this.removeEach(jobs, { onEnd }).finally(() => slices.delete(slice));
        slices.add(slice);
      },
      within: async (ms) => {
        const done = new AbortController();
        const late = clock.sleep(ms, AbortSignal.any([done.signal, stopping]));
        await Promise.race([Promise.all(slices), late.catch(() => undefined)]);
        done.abort();
        const underWay = all - removed - refused.length;
        return { removed, refused: [...refused], underWay };
      },
    };
  }

  /**
   * Deletes the messages of these jobs, given as they were before, reports each outcome, and
   * resolves after the last. They start in batches; none starts once `stopping` has aborted. If too
   * many are under way, those that can wait are left to their rows and resumed from there. Never
   * rejects.
   */
  async removeEach(jobs: readonly Job[], { onEnd, urgency }: RemoveOptions = {}): Promise<void> {
    const { turns, stopping } = this.#options;
    const ends: Promise<void>[] = [];
    for (const [index, job] of jobs.entries()) {
      if (index > 0 && index % BEGUN_AT_ONCE === 0) await turns.take();
      // The next start resumes the others.
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
      if (this.#resuming) this.#endedMeanwhile.add(job.id);
      this.#resume();
    });
    this.#underWay.set(work, job.id);
    return work;
  }

  /**
   * A message that needs its token cannot wait: the token expires soon, and erased rows have none.
   */
  #urgencyOf(job: Job, urgency: Urgency = 'job'): Urgency {
    const { clock } = this.#options;
    return job.ephemeral && liveToken(job, clock.now()) !== undefined ? 'person' : urgency;
  }

  /** Continues with the remaining rows once half of the deletions have ended. */
  #resume(): void {
    const { clock, logger, stopping } = this.#options;
    if (this.#underWay.size > MOST_UNDER_WAY / 2) return;
    this.#onRoom();
    if (!this.#isMoreLeft || stopping.aborted) return;
    this.#resuming ??= this.#removeLeft()
      .catch(async (err: unknown) => {
        logger.error({ err }, 'erased jobs with messages could not be read');
        this.#isMoreLeft = true;
        await clock.sleep(PAUSE_AFTER_ERROR_MS, stopping).catch(() => undefined);
      })
      .finally(() => {
        this.#resuming = undefined;
        this.#resume();
      });
  }

  /** Deletes the messages that rows record, up to the limit. */
  async #removeLeft(): Promise<void> {
    const { log, turns, stopping } = this.#options;
    this.#isMoreLeft = false;
    this.#endedMeanwhile.clear();
    for await (const jobs of log.jobs.erasedWithMessage()) {
      if (stopping.aborted) return;
      const begun = new Set([...this.#underWay.values(), ...this.#endedMeanwhile]);
      for (const job of jobs) if (!begun.has(job.id)) void this.remove(job);
      await turns.take();
      if (this.#underWay.size >= MOST_UNDER_WAY) await this.#room();
      this.#endedMeanwhile.clear();
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

  /** False once nothing may start. */
  async #removeOnce(job: Job): Promise<boolean> {
    const { messages, clock, stopping } = this.#options;
    if (stopping.aborted) return false;
    if (job.ephemeral) {
      // Only its reader sees an ephemeral message, and only its token can delete it.
      const token = liveToken(job, clock.now());
      const message = nameByToken(job);
      if (token !== undefined && message !== undefined) {
        await messages.deleteByToken(token, message);
      }
      return true;
    }
    const messageId = job.messageId ?? (await findJobMessage(messages, job));
    const reply = await existingReply(messages, job);
    for (const id of [reply, messageId]) {
      if (id !== undefined) await messages.remove(job.channelId, id);
    }
    return true;
  }

  async #settle({ id }: Job): Promise<void> {
    const { log, logger } = this.#options;
    await log.note.messageGone(id).catch((err: unknown) => {
      logger.error({ job: id, err }, 'the deletion of a message could not be recorded');
    });
  }
}

/** A removal of many messages that arrive in slices. */
interface CountedRemoval {
  /** Starts deleting the messages of these jobs, given as they were before the erasure. */
  remove(jobs: readonly Job[]): void;
  /** The counts once nothing is under way, or after that time. */
  within(ms: number): Promise<Removal>;
}
