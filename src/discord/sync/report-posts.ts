import type { Clock } from '../../engines/clock.ts';
import { type TaskContext, Tasks } from '../../engines/tasks.ts';
import type { Turns } from '../../engines/turns.ts';
import { BotError } from '../../errors/errors.ts';
import type { PictureStore } from '../../images/picture-store.ts';
import type { JobLog } from '../../jobs/job-log.ts';
import type { Job } from '../../jobs/job.ts';
import type { Logger } from '../../logger/logger.ts';
import type { Moderation } from '../../moderation/moderation.ts';
import type { Report, ToldPlace } from '../../moderation/report.ts';
import type { ModerationChannels } from '../../moderation/sql/report-channels.ts';
import type { Reports } from '../../moderation/sql/reports.ts';
import type { Catalogue } from '../../say/say.ts';
import { payloadOf, spoilerFile } from '../cards/card.ts';
import { renderReport } from '../cards/report-card.ts';
import { discordFailure, type DiscordFailure } from '../rest/discord-failure.ts';
import type { OutgoingFile } from '../rest/message-payload.ts';
import type { Messages } from '../rest/messages.ts';
import { CallsSpent } from '../rest/refused-calls.ts';
import { findReportMessage } from './own-messages.ts';

/** Between two tries to tell moderators, ever longer. */
const PAUSES_MS = [2_000, 10_000, 60_000, 5 * 60_000] as const;
/** How long to go on trying to tell of a report while Discord's failures may pass. */
const GIVE_UP_AFTER_MS = 24 * 60 * 60_000;

/** What Discord takes in one message. */
const MOST_FILES = 10;

export interface ReportPostsOptions {
  readonly reports: Reports;
  readonly moderation: Moderation;
  readonly moderationChannels: ModerationChannels;
  readonly log: JobLog;
  readonly messages: Messages;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly turns: Turns;
  readonly pictures: Pick<PictureStore, 'read'>;
  /** Makes a small JPEG of a picture. */
  readonly thumbnail: (read: () => Promise<Buffer>) => Promise<Buffer>;
  /** Whether a channel is age-restricted; false where that is not known. */
  readonly isAgeRestricted: (channelId: string) => Promise<boolean>;
}

/** How a report is being told: with less after each refusal. */
interface Telling {
  readonly since: number;
  /** Whether the prompt goes along. */
  words: boolean;
  /** Whether thumbnails go along, if there are any. */
  thumbnails: boolean;
}

/** Failures that a card without files may not have. */
const BECAUSE_OF_FILES: ReadonlySet<DiscordFailure> = new Set([
  'refused',
  'too_large',
  'no_access',
]);

/**
 * Shows every report in the channel that its server chose, and how it was decided. Where none is
 * chosen yet, it waits for the choice. What an earlier run left untold is taken up at the start.
 */
export class ReportPosts {
  readonly #options: ReportPostsOptions;
  readonly #tasks: Tasks;
  readonly #onChanged = (id: string) => {
    this.#tasks.wake(id);
  };

  constructor(options: ReportPostsOptions) {
    this.#options = options;
    this.#tasks = new Tasks((id, task) => this.#tell(id, task), options.clock);
  }

  /** Finishes the moves that an earlier process began, and posts every report from then on. */
  async follow(): Promise<void> {
    const { log, moderation } = this.#options;
    await moderation.finishMoves();
    await moderation.finishLosses();
    log.events.on('reportChanged', this.#onChanged);
  }

  async stop(): Promise<void> {
    this.#options.log.events.off('reportChanged', this.#onChanged);
    await this.#tasks.stop();
  }

  /** Deletes messages of reports that are told elsewhere from now on, where the bot still can. */
  async takeAway(places: readonly ToldPlace[]): Promise<void> {
    const { messages, logger } = this.#options;
    for (const { channelId, messageId } of places) {
      await messages.remove(channelId, messageId).catch((err: unknown) => {
        logger.warn({ err }, 'a report that moved could not be deleted where it was');
      });
    }
  }

  /** Looks at everything that is untold, as when a server has chosen a channel. */
  async resume(): Promise<void> {
    const { reports, turns } = this.#options;
    for await (const untold of reports.untold()) {
      for (const { id } of untold) this.#tasks.wake(id);
      // Not behind all those that were begun: whoever set this off waits for it.
      await turns.take('person');
    }
  }

  async #tell(id: string, task: TaskContext): Promise<void> {
    const { clock, logger } = this.#options;
    const telling: Telling = { since: clock.now(), words: true, thumbnails: true };
    for (let tries = 0; !this.#tasks.stopping; tries += 1) {
      try {
        await this.#show(id, telling);
        return;
      } catch (err) {
        logger.warn({ report: id, err }, 'moderators could not be told of a report');
        const again = await this.#afterFailure(id, err, telling).catch((error: unknown) => {
          logger.error({ report: id, err: error }, 'a report could not be read');
          return clock.now() < telling.since + GIVE_UP_AFTER_MS;
        });
        if (!again) return;
        await task.sleep(PAUSES_MS[Math.min(tries, PAUSES_MS.length - 1)] ?? 0);
      }
    }
  }

  /** Whether to try again. */
  async #afterFailure(id: string, error: unknown, telling: Telling): Promise<boolean> {
    // The next start takes it up.
    if (this.#tasks.stopping) return false;
    const { reports, moderation, moderationChannels, clock, logger } = this.#options;
    const failure = discordFailure(error);
    if (failure === 'passing' && clock.now() < telling.since + GIVE_UP_AFTER_MS) return true;
    if (telling.thumbnails && BECAUSE_OF_FILES.has(failure)) {
      telling.thumbnails = false;
      return true;
    }
    if (failure === 'refused' && telling.words) {
      telling.words = false;
      return true;
    }
    const report = await reports.find(id);
    if (!report) return false;
    if (failure === 'message_gone' && report.decidedAt === undefined && report.messageId) {
      await reports.forgetMessage(id);
      return true;
    }
    logger.error({ report: id, failure }, 'moderators are not told of this report');
    const channelId = report.channelId ?? (await moderationChannels.of(report.guildId));
    if (failure === 'no_access' && channelId !== undefined) {
      // As if it had never been chosen: the report waits for the next choice.
      await moderation.loseChannel(report.guildId, channelId);
    }
    await reports.noteUndeliverable(id);
    return false;
  }

  async #show(id: string, telling: Telling): Promise<void> {
    const { reports, moderationChannels, log, messages, turns } = this.#options;
    // Thousands may be taken up together, and each is a few reads.
    await turns.take();
    if (this.#tasks.stopping) return;
    const report = await reports.find(id);
    if (!report || report.undeliverableAt !== undefined) return;
    if (report.shownRevision >= report.revision) return;
    const channelId = report.channelId ?? (await moderationChannels.of(report.guildId));
    if (channelId === undefined) return;
    const job = await log.jobs.find(report.jobId);
    const files = telling.thumbnails ? await this.#thumbnails(report, job, channelId) : [];
    telling.thumbnails = files.length > 0;
    const thumbnails = files.map(({ name }) => name);
    const { body } = payloadOf(renderReport(report, job, { words: telling.words, thumbnails }));
    // A try whose answer was lost, of this run or one before, may have posted it.
    const posted = report.messageId ?? (await findReportMessage(messages, channelId, report));
    const messageId =
      posted === undefined
        ? await messages.create(channelId, { body, files }, `report-${id}`)
        : await messages.edit(channelId, posted, { body, files });
    await reports.noteTold(report, { channelId, messageId });
  }

  /**
   * Small pictures of what is reported, as spoilers. None once that is decided, none of what is private, none of
   * adult pictures outside age-restricted channels, and none where a minor is reported: that would spread it.
   */
  async #thumbnails(
    { id, decidedAt }: Report,
    job: Job | undefined,
    channelId: string,
  ): Promise<readonly OutgoingFile[]> {
    const { reports, pictures, thumbnail, isAgeRestricted, logger } = this.#options;
    if (!job || job.erasedAt !== undefined || decidedAt !== undefined || job.private) return [];
    const kept = job.pictures.slice(0, MOST_FILES);
    if (kept.length === 0 || (await reports.isReportedAsMinor(job.id))) return [];
    if (job.ageRestricted && !(await isAgeRestricted(channelId))) return [];
    try {
      const made = kept.map(async (picture, index) => ({
        // A picture's own name would say that the message is its job's.
        name: spoilerFile(`small-of-${id}-${index + 1}.jpg`, true),
        type: 'image/jpeg',
        data: await thumbnail(() => pictures.read(picture)),
      }));
      const files = await Promise.all(made);
      // Another report may have come meanwhile.
      return (await reports.isReportedAsMinor(job.id)) ? [] : files;
    } catch (err) {
      logger.info({ report: id, err }, 'a report is told of without a thumbnail');
      return [];
    }
  }
}

/**
 * Says in a channel that reports of pictures will come there. False where the bot may not.
 *
 * @throws BotError `discord_refuses` while no calls to Discord are made, and what discord.js throws
 * where it may pass.
 */
export async function greetModerators(
  channelId: string,
  { moderation }: Pick<Catalogue, 'moderation'>,
  messages: Messages,
): Promise<boolean> {
  const card = { lines: [moderation.greeting] };
  try {
    await messages.create(channelId, { body: payloadOf(card).body });
    return true;
  } catch (error) {
    if (error instanceof CallsSpent) throw new BotError('discord_refuses');
    if (discordFailure(error) !== 'no_access') throw error;
    return false;
  }
}
