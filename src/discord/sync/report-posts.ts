import { type TaskContext, Tasks } from '../../engines/tasks.ts';
import { BotError } from '../../errors/errors.ts';
import type { PictureStore } from '../../images/picture-store.ts';
import type { Job } from '../../jobs/job.ts';
import type { Moderation } from '../../moderation/moderation.ts';
import type { Report, ReportPost } from '../../moderation/report.ts';
import type { ModerationChannels } from '../../moderation/sql/report-channels.ts';
import type { Reports } from '../../moderation/sql/reports.ts';
import type { ServerLanguages } from '../../moderation/sql/server-settings.ts';
import type { Catalogue } from '../../say/say.ts';
import { type News, type Processes, requireLease } from '../../store/processes.ts';
import { payloadOf, spoilerFile } from '../cards/card.ts';
import { renderReport } from '../cards/report-card.ts';
import { discordFailure, type DiscordFailure } from '../rest/discord-failure.ts';
import type { OutgoingFile } from '../rest/message-payload.ts';
import type { Messages } from '../rest/messages.ts';
import { CallsSpent } from '../rest/refused-calls.ts';
import { findReportMessage } from './own-messages.ts';
import type { SyncParts } from './message-state.ts';

/** Backoff between attempts to post a report. */
const PAUSES_MS = [2_000, 10_000, 60_000, 5 * 60_000] as const;
/** How long to retry posting a report. */
const GIVE_UP_AFTER_MS = 24 * 60 * 60_000;

/** Tells the process that posts reports to check all of them. */
const UNPOSTED = '*';

/** Discord's limit for one message. */
const MOST_FILES = 10;

export interface ReportPostsOptions extends SyncParts {
  readonly reports: Reports;
  readonly moderation: Moderation;
  readonly moderationChannels: ModerationChannels;
  readonly serverLanguages: Pick<ServerLanguages, 'of'>;
  readonly pictures: Pick<PictureStore, 'read'>;
  /** Makes a small JPEG of a picture. */
  readonly thumbnail: (read: () => Promise<Buffer>) => Promise<Buffer>;
  /** Whether a channel is age-restricted; false if unknown. */
  readonly isAgeRestricted: (channelId: string) => Promise<boolean>;
  readonly processes: Pick<Processes, 'events' | 'isLead' | 'isLeased' | 'tell'>;
}

/** The contents of a report's post: fewer after each refusal. */
interface PostAttempt {
  readonly since: number;
  /** The report as it was read for the last attempt. */
  report: Report | undefined;
  /** Whether to include the prompt. */
  words: boolean;
  /** Whether to include thumbnails, if any. */
  thumbnails: boolean;
}

/** Failures that a card without files may avoid. */
const BECAUSE_OF_FILES: ReadonlySet<DiscordFailure> = new Set([
  'refused',
  'too_large',
  'no_access',
]);

/**
 * Posts every report in its server's report channel, and updates it with the decision. A report of
 * a picture that has an open one for the same reason joins its post. Without a channel it waits for
 * the server to choose one. One process posts those of all. The next start resumes unfinished posts.
 */
export class ReportPosts {
  readonly #options: ReportPostsOptions;
  readonly #tasks: Tasks;
  readonly #onChanged = (id: string) => {
    const { processes } = this.#options;
    if (processes.isLead) this.#tasks.wake(id);
    else processes.tell({ reports: [id] });
  };

  readonly #onHeard = ({ reports: ids = [] }: News) => {
    if (!this.#options.processes.isLead) return;
    for (const id of ids) {
      if (id === UNPOSTED) this.#onMissed();
      else this.#tasks.wake(id);
    }
  };

  readonly #onMissed = () => {
    const { processes, logger } = this.#options;
    if (!processes.isLead) return;
    this.resume().catch((err: unknown) => {
      logger.error({ err }, 'reports that are not posted could not be read');
    });
  };

  constructor(options: ReportPostsOptions) {
    this.#options = options;
    this.#tasks = new Tasks((id, task) => this.#work(id, task), options.clock);
  }

  /** Posts every report that changes from now on. */
  follow(): void {
    const { log, processes } = this.#options;
    log.events.on('reportChanged', this.#onChanged);
    processes.events.on('heard', this.#onHeard);
    processes.events.on('missed', this.#onMissed);
  }

  /** Finishes moves to other channels that an ended process began. */
  async resumeMoves(): Promise<void> {
    const { moderation } = this.#options;
    await moderation.finishMoves();
    await moderation.finishLosses();
  }

  async stop(): Promise<void> {
    const { log, processes } = this.#options;
    log.events.off('reportChanged', this.#onChanged);
    processes.events.off('heard', this.#onHeard);
    processes.events.off('missed', this.#onMissed);
    await this.#tasks.stop();
  }

  /** Deletes the posts of reports that moved to another channel, where the bot still can. */
  async takeAway(places: readonly ReportPost[]): Promise<void> {
    const { messages, logger } = this.#options;
    for (const { channelId, messageId } of places) {
      await messages.remove(channelId, messageId).catch((err: unknown) => {
        logger.warn({ err }, 'the old post of a moved report could not be deleted');
      });
    }
  }

  /** Checks all unposted reports, as when a server has chosen a channel. */
  async resume(): Promise<void> {
    const { reports, processes, turns } = this.#options;
    if (!processes.isLead) {
      processes.tell({ reports: [UNPOSTED] });
      return;
    }
    for await (const unposted of reports.unposted()) {
      for (const { id } of unposted) this.#tasks.wake(id);
      // Not behind everything already queued: a moderator waits for it.
      await turns.take('person');
    }
  }

  async #work(id: string, task: TaskContext): Promise<undefined> {
    const { clock, logger } = this.#options;
    const attempt: PostAttempt = {
      since: clock.now(),
      report: undefined,
      words: true,
      thumbnails: true,
    };
    for (let tries = 0; !this.#tasks.stopping; tries += 1) {
      try {
        await this.#post(id, attempt);
        return;
      } catch (err) {
        logger.warn({ report: id, err }, 'a report could not be posted');
        const again = await this.#afterFailure(id, err, attempt).catch((error: unknown) => {
          logger.error({ report: id, err: error }, 'a report could not be read');
          return clock.now() < attempt.since + GIVE_UP_AFTER_MS;
        });
        if (!again) return;
        await task.sleep(PAUSES_MS[Math.min(tries, PAUSES_MS.length - 1)] ?? 0);
      }
    }
  }

  /** Whether to retry. */
  async #afterFailure(id: string, error: unknown, attempt: PostAttempt): Promise<boolean> {
    // The next start resumes it.
    if (this.#tasks.stopping) return false;
    const { reports, moderation, moderationChannels, clock, logger } = this.#options;
    const failure = discordFailure(error);
    if (failure === 'passing' && clock.now() < attempt.since + GIVE_UP_AFTER_MS) return true;
    if (attempt.thumbnails && BECAUSE_OF_FILES.has(failure)) {
      attempt.thumbnails = false;
      return true;
    }
    if (failure === 'refused' && attempt.words) {
      attempt.words = false;
      return true;
    }
    const report = attempt.report ?? (await reports.find(id));
    if (!report) return false;
    if (failure === 'message_gone' && report.decidedAt === undefined && report.messageId) {
      await reports.forgetMessage(id, report.messageId);
      return true;
    }
    logger.error({ report: id, failure }, 'gave up posting a report');
    const channelId = report.channelId ?? (await moderationChannels.of(report.guildId));
    if (failure === 'no_access' && channelId !== undefined) {
      // As if no channel had been chosen: the report waits for the next choice.
      await moderation.loseChannel(report.guildId, channelId);
    }
    await reports.noteUndeliverable(report);
    return false;
  }

  async #post(id: string, attempt: PostAttempt): Promise<void> {
    const { reports, moderationChannels, serverLanguages, log, processes, messages, turns } =
      this.#options;
    // Thousands may be resumed together, and each takes a few reads.
    await turns.take();
    if (this.#tasks.stopping) return;
    attempt.report = undefined;
    const report = await reports.find(id);
    attempt.report = report;
    if (!report || report.undeliverableAt !== undefined) return;
    if (report.shownRevision >= report.revision) return;
    const channelId = report.channelId ?? (await moderationChannels.of(report.guildId));
    if (channelId === undefined) return;
    const leadId = await reports.leadOf(report);
    if (leadId !== undefined) {
      await reports.join(report, leadId);
      return;
    }
    const joined = await reports.joinedTo(report);
    const job = await log.jobs.find(report.jobId);
    const files = attempt.thumbnails ? await this.#thumbnails(report, job, channelId) : [];
    attempt.thumbnails = files.length > 0;
    const thumbnails = files.map(({ name }) => name);
    const language = await serverLanguages.of(report.guildId);
    const form = { joined, words: attempt.words, thumbnails, language };
    const { body } = payloadOf(renderReport(report, job, form));
    // An attempt without a response, of this process or an earlier one, may have posted it.
    const posted = report.messageId ?? (await findReportMessage(messages, channelId, report));
    requireLease(processes);
    const messageId =
      posted === undefined
        ? await messages.create(channelId, { body, files }, `report-${id}`)
        : await messages.edit(channelId, posted, { body, files });
    await reports.notePosted(report, { channelId, messageId });
  }

  /**
   * Thumbnails of the reported pictures, as spoilers. None after the decision, none of private
   * pictures, none of adult pictures outside age-restricted channels, and none if a minor is
   * reported: that would spread it.
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
        // The picture's own name would mark the message as the job's.
        name: spoilerFile(`small-of-${id}-${index + 1}.jpg`, true),
        type: 'image/jpeg',
        data: await thumbnail(() => pictures.read(picture)),
      }));
      const files = await Promise.all(made);
      // Another report may have arrived meanwhile.
      return (await reports.isReportedAsMinor(job.id)) ? [] : files;
    } catch (err) {
      logger.info({ report: id, err }, 'a report is posted without thumbnails');
      return [];
    }
  }
}

/**
 * Announces in a channel that reports will be posted there. False if the bot may not.
 *
 * @throws BotError `discord_refuses` while calls to Discord are suspended, and what discord.js
 * throws for temporary failures.
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
