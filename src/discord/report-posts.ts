import type { Clock } from '../clock.ts';
import type { JobLog } from '../jobs/job-log.ts';
import type { Moderation } from '../jobs/moderation.ts';
import { revisionOf, type Report } from '../jobs/report.ts';
import type { Reports } from '../jobs/reports.ts';
import { Tasks, type TaskContext } from '../jobs/tasks.ts';
import type { Logger } from '../logger.ts';
import { discordFailure, type DiscordFailure } from './discord-failure.ts';
import type { Messages } from './messages.ts';
import { renderReport, reportFooter } from './render-report.ts';

/** Between two tries to tell moderators, ever longer. */
const PAUSES_MS = [2_000, 10_000, 60_000, 5 * 60_000] as const;
/** So long at least a report is tried to be told. */
const GIVE_UP_AFTER_MS = 24 * 60 * 60_000;

export interface ReportPostsOptions {
  readonly reports: Reports;
  readonly moderation: Moderation;
  readonly log: JobLog;
  readonly messages: Messages;
  readonly clock: Clock;
  readonly logger: Logger;
}

/**
 * Shows every report in the channel that its server chose, and how it was decided. Where none is
 * chosen yet, it waits for the choice. What an earlier run left untold is taken up at the start.
 */
export class ReportPosts {
  readonly #options: ReportPostsOptions;
  readonly #tasks: Tasks;
  readonly #onChanged = ({ id }: Report) => {
    this.#tasks.nudge(id);
  };

  constructor(options: ReportPostsOptions) {
    this.#options = options;
    this.#tasks = new Tasks((id, task) => this.#tell(id, task), options.clock);
  }

  async start(): Promise<void> {
    this.#options.reports.events.on('changed', this.#onChanged);
    await this.takeUp();
  }

  async stop(): Promise<void> {
    this.#options.reports.events.off('changed', this.#onChanged);
    await this.#tasks.stop();
  }

  /** Looks at everything that is untold, as when a server has chosen a channel. */
  async takeUp(): Promise<void> {
    for (const { id } of await this.#options.reports.untold()) this.#tasks.nudge(id);
  }

  async #tell(id: string, task: TaskContext): Promise<void> {
    const { logger } = this.#options;
    let words = true;
    for (let tries = 0; !this.#tasks.stopping; tries += 1) {
      try {
        await this.#show(id, words);
        return;
      } catch (err) {
        logger.warn({ report: id, err }, 'moderators could not be told of a report');
        const failure = discordFailure(err);
        if (failure === 'refused' && words) {
          words = false;
          continue;
        }
        if (failure !== 'passing' || (await this.#isOld(id))) {
          logger.error({ report: id, failure }, 'moderators are not told of this report');
          await this.#giveUp(id, failure).catch(() => undefined);
          return;
        }
        await task.sleep(PAUSES_MS[Math.min(tries, PAUSES_MS.length - 1)] ?? 0);
      }
    }
  }

  async #show(id: string, words: boolean): Promise<void> {
    const { reports, moderation, log, messages } = this.#options;
    const report = await reports.find(id);
    if (!report || report.undeliverableAt !== undefined) return;
    const revision = revisionOf(report);
    if (report.shownRevision >= revision) return;
    const channelId = report.channelId ?? (await moderation.channelOf(report.guildId));
    if (channelId === undefined) return;
    const body = renderReport(report, await log.find(report.jobId), { words });
    // A try whose answer was lost, of this run or one before, may have posted it.
    const posted =
      report.messageId ??
      (await messages.findByFooter(channelId, reportFooter(report), report.reportedAt));
    const messageId =
      posted === undefined
        ? await messages.create(channelId, { body }, `report-${id}`)
        : await messages.edit(channelId, posted, { body });
    await reports.noteTold(report, { channelId, messageId, revision });
  }

  /** A channel that is gone is chosen no longer; the report waits for the next choice. */
  async #giveUp(id: string, failure: DiscordFailure): Promise<void> {
    const { reports, moderation } = this.#options;
    const report = await reports.find(id);
    if (!report) return;
    const channelId = report.channelId ?? (await moderation.channelOf(report.guildId));
    if (failure === 'no_access' && channelId !== undefined) {
      await moderation.loseChannel(report.guildId, channelId);
    }
    await reports.noteUndeliverable(id);
  }

  async #isOld(id: string): Promise<boolean> {
    const { reports, clock } = this.#options;
    const report = await reports.find(id);
    return !report || clock.now() > report.reportedAt + GIVE_UP_AFTER_MS;
  }
}
