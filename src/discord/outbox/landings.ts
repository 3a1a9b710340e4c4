import type { JobLog } from '../../jobs/job-log.ts';
import { isTerminal, type Job } from '../../jobs/job.ts';
import type { Clock } from '../../clock.ts';
import type { Logger } from '../../logger/logger.ts';
import type { MessagePayload } from '../wire/message-payload.ts';
import type { ErasedMessages } from './erased-messages.ts';
import type { ShownMessages } from './shown-messages.ts';

export interface LandingsOptions {
  readonly log: JobLog;
  readonly erasedMessages: ErasedMessages;
  readonly shown: ShownMessages;
  /** Told each time that a message shows how its job has ended, once that is written down. */
  readonly onEndShown: (job: Job) => void;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** How a message came to show what it does. `messageId`: where Discord has just told it. */
export interface Landing {
  readonly by: 'answer' | 'edit';
  readonly messageId?: string | undefined;
  /** Which of its attachments is a preview. */
  readonly previewId?: string | undefined;
}

/** Notes what messages show, once they do: in this process at once, and in the row. */
export class Landings {
  readonly #options: LandingsOptions;

  constructor(options: LandingsOptions) {
    this.#options = options;
  }

  /** This job's message now shows it as given, and may not be the one that the row knows. */
  async note(
    job: Job,
    payload: MessagePayload,
    { by, messageId, previewId }: Landing,
  ): Promise<void> {
    const { shown, clock } = this.#options;
    const id = messageId ?? job.messageId;
    // A click on a message that the bot posted itself is known by its id only. One on an answer is
    // known by what that answers.
    const known = by === 'edit' ? await this.#learn(job, id) : job;
    const { answeredInteractionId, revision: shownRevision } = known;
    const learnt = { answeredInteractionId, shownRevision, messageId: id };
    shown.noteShown(job.id, payload, clock.now(), { learnt, previewId });
    if (await this.write(known, id)) await this.removeIfErased(known, id);
  }

  /**
   * Writes down that its message shows the job as it is. While a job is under way, nobody waits for
   * that: it goes with whatever is written down next, which also tells whether the job was erased.
   * Gives whether that is still to be asked.
   */
  async write(job: Job, messageId = job.messageId): Promise<boolean> {
    const { log, logger, shown, onEndShown } = this.#options;
    const learnt = messageId === job.messageId ? undefined : messageId;
    const isNew = job.shownRevision < job.revision;
    if (isTerminal(job.state)) {
      if (isNew) {
        await log.note.shown(job.id, job.revision);
        onEndShown({ ...job, messageId, shownRevision: job.revision });
      }
      return true;
    }
    if (!isNew && learnt === undefined) return true;
    log.note
      .shownAlong(job, job.revision, learnt)
      .then((isErased) => (isErased ? this.#removeErased(job, messageId) : undefined))
      .catch((err: unknown) => {
        shown.unlearn(job.id);
        logger.warn({ job: job.id, err }, 'it could not be written down what a message shows');
      });
    return false;
  }

  async removeIfErased(job: Job, messageId = job.messageId): Promise<void> {
    const { log, logger } = this.#options;
    const isErased = await log.jobs.isErased(job.id).catch((err: unknown) => {
      // What it shows is no worse for that, and is not to be sent again.
      logger.warn({ job: job.id, err }, 'it is not known whether a job was erased meanwhile');
      return false;
    });
    if (isErased) await this.#removeErased(job, messageId);
  }

  async #learn(job: Job, messageId: string | undefined): Promise<Job> {
    if (messageId === undefined || messageId === job.messageId) return job;
    await this.#options.log.note.message(job, messageId);
    return { ...job, messageId };
  }

  /** A job that was erased while its message was on the way out has none to keep. */
  async #removeErased(job: Job, messageId: string | undefined): Promise<void> {
    const { log, erasedMessages } = this.#options;
    if (messageId !== undefined) await log.note.erasedMessage(job.id, messageId);
    void erasedMessages.remove(messageId === undefined ? job : { ...job, messageId });
  }
}
