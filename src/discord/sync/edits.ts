import { isDeepStrictEqual } from 'node:util';
import { isTerminal, type Job } from '../../jobs/job.ts';
import type { Observations } from '../../jobs/observations.ts';
import { discordFailure, type DiscordFailure } from '../rest/discord-failure.ts';
import type { MessagePayload } from '../rest/message-payload.ts';
import type { Caller } from '../rest/rest.ts';
import type { Delivery } from './delivery.ts';
import {
  EditQueues,
  pauseBeforeAnyEdit,
  pauseBeforeEdit,
  type PreviewedEdit,
  PreviewUploads,
  type PreviewUploadsOptions,
} from './edit-queues.ts';
import type { DeliveredMessages, EditLocks, SharedSync, ShownMessages } from './message-state.ts';
import { PictureUnusable } from './picture-files.ts';

/** After an error of the job log itself, in milliseconds. */
export const PAUSE_AFTER_ERROR_MS = 60_000;

const TOKEN_ENDED = 'the token of an ephemeral message has ended';

/** After these failures an edit with a preview changed nothing, and may work without it. */
const BECAUSE_OF_PREVIEW: ReadonlySet<DiscordFailure> = new Set([
  'refused',
  'too_large',
  'no_access',
]);

/** A job's row and the payload drawn from it. */
interface Seen {
  readonly row: Job;
  readonly payload: MessagePayload;
}

export interface EditsOptions extends Omit<SharedSync, 'messages'> {
  readonly delivery: Delivery;
  readonly shown: ShownMessages;
  readonly held: EditLocks;
  readonly deliveredMessages: DeliveredMessages;
  /** Draws the payload; without `preview`, no unfinished picture. */
  readonly draw: PreviewUploadsOptions['draw'];
  readonly observations: Pick<Observations, 'of'>;
  /** Stores the pictures of a job's message if they are no longer stored here. Never rejects. */
  readonly keepPosted: (jobId: string) => Promise<void>;
  /** Whether the bot is stopping. */
  readonly isStopping: () => boolean;
}

/** Edits jobs' messages, with the state as of their turn. */
export class Edits {
  readonly #options: EditsOptions;
  readonly #failed: FailedEdits;
  readonly #queues: EditQueues;
  readonly #previews: PreviewUploads;
  readonly #underWay = new Set<string>();
  /** Jobs that ended since their messages were last checked. */
  readonly #ended = new Set<string>();
  /** Jobs whose rows may be newer than their messages. */
  readonly #changed = new Set<string>();

  constructor(options: EditsOptions) {
    this.#options = options;
    this.#failed = new FailedEdits(options);
    this.#queues = new EditQueues(options.clock);
    this.#previews = new PreviewUploads({ ...options, queues: this.#queues });
  }

  /** Jobs whose messages are being edited. */
  get underWay(): ReadonlySet<string> {
    return this.#underWay;
  }

  /** Call when a job has changed, before its message is checked. */
  prioritise(job: Job): void {
    // After the end, the next check skips the throttling of jobs under way.
    if (isTerminal(job.state)) this.#ended.add(job.id);
    this.#changed.add(job.id);
    this.#queues.prioritise(this.#options.shown.overlay(job));
  }

  /**
   * Edits a job's message if due. Returns the ms until the next check; `undefined` if none is
   * needed. Failures are retried or given up. Never rejects.
   */
  async check(jobId: string): Promise<number | undefined> {
    return this.#check(jobId).catch((error: unknown) => this.#afterFailure(jobId, error));
  }

  async #check(id: string): Promise<number | undefined> {
    const { log, shown, held, draw, deliveredMessages, turns, clock } = this.#options;
    const last = shown.get(id);
    // Observations alone need no new read of the row.
    if (!this.#ended.delete(id) && last?.payload) {
      const isProgress = !this.#changed.has(id);
      const early = pauseBeforeAnyEdit({ now: clock.now(), lastEditAt: last.at, isProgress });
      if (early > 0) return early;
    }
    await turns.take();
    if (held.defers(id)) return undefined;
    this.#changed.delete(id);
    const row = await log.jobs.find(id);
    const job = row && shown.overlay(row);
    if (!row || job?.driver !== log.driver || job.undeliverableAt !== undefined) {
      shown.forget(id);
      return undefined;
    }
    if (job.shownRevision < job.revision) this.#changed.add(id);
    const isFinished = isTerminal(job.state);
    const before = shown.get(id);
    // This process or an earlier one showed the end, and nothing will change.
    if (isFinished && job.shownRevision >= job.revision && !before) return undefined;
    const as = this.#callerOf(job);
    const payload = draw(job, { preview: as === 'token' && shown.takesPreviews(id) });
    if (isDeepStrictEqual(before?.payload, payload)) {
      this.#changed.delete(id);
      await deliveredMessages.write(job);
      if (isFinished) shown.forget(id);
      return undefined;
    }
    const pause = pauseBeforeEdit(job, {
      now: clock.now(),
      lastEditAt: before?.at,
      failures: before?.failures ?? 0,
      as,
      messages: shown.noteEditedAs(id, as),
    });
    if (pause > 0) return pause;
    let isSameTurn = true;
    const edited = this.#queues.run(job, as, () =>
      this.#edit(id, isSameTurn ? { row, payload } : undefined),
    );
    isSameTurn = false;
    await edited;
    return pause;
  }

  async #afterFailure(id: string, error: unknown): Promise<number | undefined> {
    const { logger, isStopping } = this.#options;
    // The next start resumes it.
    if (isStopping()) return undefined;
    logger.warn({ job: id, err: error }, 'a message could not be updated');
    // If even the job log fails, the message waits.
    return this.#failed.shouldRetry(id, error).then(
      (again) => (again ? 0 : undefined),
      () => PAUSE_AFTER_ERROR_MS,
    );
  }

  #callerOf(job: Job): Caller {
    return this.#options.delivery.usesToken(job) ? 'token' : 'bot';
  }

  /**
   * Hidden and covered pictures are reposted from here, so store them before the message changes.
   */
  async #rowWithPictures(id: string, read: Job | undefined): Promise<Job | undefined> {
    const { log, keepPosted } = this.#options;
    const job = read ?? (await log.jobs.find(id));
    const keepsPictures =
      job?.visibility === 'hidden' || (job?.visibility === 'shown' && job.coveredByReport);
    if (!keepsPictures || job.pictures.length > 0) return job;
    await keepPosted(id);
    return log.jobs.find(id);
  }

  /** Sends the current state of the job. `seen`: as read in this turn. */
  async #edit(id: string, seen: Seen | undefined): Promise<void> {
    const { log, shown, held, draw, delivery, isStopping, clock } = this.#options;
    const row = await this.#rowWithPictures(id, seen?.row);
    const found = row && shown.overlay(row);
    if (!row || found?.driver !== log.driver || held.defers(id) || isStopping()) return;
    const job = await delivery.reachable(found);
    if (!job) {
      await this.#failed.giveUp(id, TOKEN_ENDED);
      return;
    }
    const drawn = row === seen?.row && job === found ? seen.payload : undefined;
    const edit =
      this.#callerOf(job) === 'token'
        ? this.#previews.edit(job, drawn)
        : { payload: drawn ?? draw(job) };
    const { payload } = edit;
    if (isDeepStrictEqual(shown.get(id)?.payload, payload)) {
      shown.notePassedOver(id, clock.now());
      return;
    }
    this.#underWay.add(id);
    try {
      await this.#send(found, job, edit);
    } catch (error) {
      if (!payload.preview) throw error;
      shown.refusePreviews(id);
      if (!BECAUSE_OF_PREVIEW.has(discordFailure(error))) throw error;
    } finally {
      this.#underWay.delete(id);
    }
  }

  /** `before`: the job as its message was reached until now. */
  async #send(before: Job, job: Job, edit: PreviewedEdit): Promise<void> {
    const { deliveredMessages, delivery, processes, shown } = this.#options;
    const isNowDirect = job !== before;
    try {
      const message = await this.#previews.during(edit, () => delivery.send(job, edit));
      if (message === undefined) {
        // The row now says that its token has expired: a private job continues with the next check.
        if (!job.private) await this.#failed.giveUp(job.id, TOKEN_ENDED);
        return;
      }
      const { id: messageId, attachments } = message;
      const previewId = edit.payload.preview && attachments[0];
      await deliveredMessages.note(job, edit.payload, { by: 'edit', messageId, previewId });
      if (isNowDirect) await delivery.announceMove(before, { ...job, messageId });
    } catch (error) {
      if (isNowDirect && discordFailure(error) === 'no_access') await delivery.announceMove(before);
      if (!(await this.#hasMovedOn(before))) throw error;
      // Whatever became of the earlier message is of no account.
      shown.forget(job.id);
    } finally {
      // Another process may have shown the end before this edit arrived.
      if (!processes.isLeased) await this.#noteOverwritten(job);
    }
  }

  /** Whether a job has another message, or another driver, than when its edit began. */
  async #hasMovedOn({ id, driver, answeredInteractionId }: Job): Promise<boolean> {
    const row = await this.#options.log.jobs.find(id).catch(() => undefined);
    return (
      row !== undefined &&
      (row.driver !== driver || row.answeredInteractionId !== answeredInteractionId)
    );
  }

  async #noteOverwritten({ id }: Job): Promise<void> {
    const { log, logger } = this.#options;
    await log.note.overwritten(id).catch((err: unknown) => {
      logger.warn({ job: id, err }, 'a late edit could not be recorded');
    });
  }
}

/** After failing this long, the requester no longer waits for a finished job's message. */
const GIVE_UP_AFTER_MS = 24 * 60 * 60_000;

/** Caused by members or servers every day: nothing for the operator to fix. */
const CAUSED_BY_MEMBERS: ReadonlySet<string> = new Set<DiscordFailure>([
  'message_gone',
  'no_access',
]);

type FailedEditsOptions = Pick<EditsOptions, 'log' | 'clock' | 'logger' | 'shown'>;

/** Decides about a message after a failed edit: show less, retry or give up. */
export class FailedEdits {
  readonly #options: FailedEditsOptions;

  constructor(options: FailedEditsOptions) {
    this.#options = options;
  }

  /** Whether to check the message again. */
  async shouldRetry(jobId: string, error: unknown): Promise<boolean> {
    const { log, clock, shown } = this.#options;
    const failure = error instanceof PictureUnusable ? error.failure : discordFailure(error);
    switch (failure) {
      case 'message_gone':
      case 'no_access':
        await this.giveUp(jobId, failure);
        return false;
      case 'refused':
      case 'too_large':
      case 'picture_gone':
        if (shown.showLess(jobId, failure, clock.now())) return true;
        await this.giveUp(jobId, failure);
        return false;
      case 'token_dead': {
        const job = await log.jobs.find(jobId);
        if (job) await log.note.tokenDead(job);
        break;
      }
      case 'acknowledged':
      case 'too_late':
      case 'passing':
    }
    const failingSince = shown.noteFailure(jobId, clock.now());
    const finishedAt = (await log.jobs.find(jobId))?.finishedAt ?? Infinity;
    if (clock.now() < Math.max(finishedAt, failingSince) + GIVE_UP_AFTER_MS) return true;
    await this.giveUp(jobId, failure);
    return false;
  }

  /** The job has no message any more, so it is cancelled if still under way. */
  async giveUp(jobId: string, reason: string): Promise<void> {
    const { log, logger, shown } = this.#options;
    const line = { job: jobId, reason };
    if (CAUSED_BY_MEMBERS.has(reason))
      logger.warn(line, 'the message of a job cannot be reached any more');
    else logger.error(line, 'the message of a job cannot be reached any more');
    // In this order: after a crash in between, the next start does the second.
    await log.move(jobId, 'cancelled', `message: ${reason}`);
    await log.note.undeliverable(jobId);
    shown.forget(jobId);
  }
}
