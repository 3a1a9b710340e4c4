import { ApplicationCommandType } from 'discord.js';
import type { CardButton } from '../src/discord/cards/card.ts';
import type { RetentionTimes } from '../src/discord/cards/privacy-card.ts';
import { renderReport } from '../src/discord/cards/report-card.ts';
import { mention } from '../src/discord/cards/text.ts';
import { type Feature, IN_SERVERS, on, type Reply } from '../src/discord/intake/handlers.ts';
import type { ReportCustomId } from '../src/discord/interactions/custom-id.ts';
import type {
  ButtonInteraction,
  InteractionBase,
} from '../src/discord/interactions/interaction.ts';
import {
  type Operators,
  requireModerator,
  requireOperator,
} from '../src/discord/interactions/permissions.ts';
import type { PostedPictures } from '../src/discord/sync/posted-pictures.ts';
import type { Clock } from '../src/engines/clock.ts';
import { BotError } from '../src/errors/errors.ts';
import type { JobLog } from '../src/jobs/job-log.ts';
import type { Job } from '../src/jobs/job.ts';
import { type Decision, isNamed, type Report } from '../src/moderation/report.ts';
import type { ModerationChannels } from '../src/moderation/sql/report-channels.ts';
import type { Reports } from '../src/moderation/sql/reports.ts';
import type {
  Blocks,
  ModerationRoles,
  ServerLanguages,
} from '../src/moderation/sql/server-settings.ts';
import { REPORT_REASONS } from '../src/policy/report-reasons.ts';
import { OUTSIDE_SERVERS } from '../src/rules/outside-servers.ts';
import { type Catalogue, menuNames, say } from '../src/say/say.ts';
import { withFreeId } from '../src/store/free-id.ts';
import { isOutOfReach, jobAskedHere, pictureJob } from './clicked-job.ts';
import { requireNotBlocked } from './requirements.ts';
import { clearAway, type ClearNeeds } from './result/more.ts';
import { withPictures, type WithPicturesNeeds } from './result/picture-file.ts';

interface Needs extends WithPicturesNeeds, ClearNeeds, Operators {
  readonly log: JobLog;
  readonly reports: Reports;
  readonly moderationChannels: ModerationChannels;
  readonly moderationRoles: ModerationRoles;
  readonly blocks: Blocks;
  readonly serverLanguages: Pick<ServerLanguages, 'of'>;
  readonly postedPictures: PostedPictures;
  /** Defers edits of a job's message until the returned function is called. */
  readonly holdMessage: (jobId: string) => () => void;
  readonly retention: RetentionTimes;
  readonly clock: Clock;
  /** Ids for jobs and reports: 8 unambiguous characters. */
  readonly newId: () => string;
}

/** Reporting pictures, and deciding on reports. */
export const reporting: Feature<Needs> = {
  /** *Report picture* in the menu of a message. */
  messageCommand: {
    definition: {
      type: ApplicationCommandType.Message,
      name: menuNames.reportPicture,
      ...IN_SERVERS,
    },
    async execute(interaction, services) {
      const job = await services.log.jobs.findByMessage(
        interaction.channel.id,
        interaction.message.id,
      );
      const isOthers = job?.private === true && job.userId !== interaction.user.id;
      if (!job || isOthers) throw new BotError('not_reportable');
      return askWhy(interaction, job, services);
    },
  },
  buttons: [
    /** The *Report* button of a result or its panel asks for the reason. */
    on('job', 'report', async (interaction, id, services) => {
      const job = await pictureJob(interaction, id, services);
      // Only pictures of earlier versions have it; newer ones have it in the panel.
      return askWhy(interaction, job, services, { isOlder: id.index === undefined });
    }),
    /**
     * Files the report with the chosen reason, and hides or covers the picture if the reason requires
     * it.
     */
    on('job', 'report-for', async (interaction, id, services) => {
      const { reports, postedPictures, holdMessage } = services;
      const job = await jobAskedHere(interaction, id, services);
      requireReportable(job);
      await requireNotBlocked(job.guildId, interaction, services);
      const reason = REPORT_REASONS[id.index ?? -1];
      if (reason === undefined) throw new BotError('unknown_action');
      const report = {
        jobId: job.id,
        reporterId: interaction.user.id,
        reason,
        lapsesAt: services.clock.now() + services.retention.logRetentionMs,
        isOutsideWatched: await isWatched(OUTSIDE_SERVERS, services),
      };
      // Only this handler reposts the picture, so message edits wait for it.
      const release = holdMessage(job.id);
      const filed = await withFreeId(services.newId, (id) => reports.file({ ...report, id })).catch(
        (error: unknown) => {
          release();
          throw error;
        },
      );
      if (filed && filed.effect !== 'none') {
        void postedPictures.keep(job.id).finally(release);
      } else release();
      if (!filed) throw new BotError('already_reported');
      const { reports: words, result } = say(interaction.locale);
      const isRead = await isWatched(job.guildId, services);
      const isUnheard = !isRead && job.guildId !== OUTSIDE_SERVERS;
      const isStuck = filed.effect !== 'none' && isOutOfReach(job, services.clock.now());
      const text = [
        thanksFor(filed, isRead, words),
        ...(isStuck ? [result.staysUntilDismissed] : []),
        ...(isUnheard ? words.noReportChannel(job.id) : []),
      ];
      return { kind: 'replaced', message: { text } };
    }),
    /** Removes the picture for good. */
    on('report', 'remove', (interaction, id, services) =>
      decide(interaction, id, services, 'removed'),
    ),
    /** Restores the picture, or leaves it. */
    on('report', 'restore', (interaction, id, services) =>
      decide(interaction, id, services, 'restored'),
    ),
    /** Shows a moderator the reported picture, in private. */
    on('report', 'look', async (interaction, id, services) => {
      const { log } = services;
      const report = await reportOfClick(interaction, id, services);
      const job = await log.jobs.find(report.jobId);
      if (!job || job.pictures.length === 0) throw new BotError('picture_not_here');
      return {
        kind: 'later',
        message: async () => {
          const text = [say(interaction.locale).reports.look(job.id)];
          const pictures = { kept: job.pictures, covered: true } as const;
          const cardOf = (smaller: boolean) => ({
            text,
            pictures: smaller ? ({ ...pictures, smaller: true } as const) : pictures,
          });
          try {
            return await withPictures(cardOf, interaction, services);
          } catch (cause) {
            throw new BotError('picture_not_here', { cause });
          }
        },
      };
    }),
    /** Blocks the picture's requester in this server. */
    on('report', 'block-requester', async (interaction, id, services) => {
      const report = await reportOfClick(interaction, id, services);
      const job = await services.log.jobs.find(report.jobId);
      if (!job || job.erasedAt !== undefined) throw new BotError('unknown_person');
      return block(interaction, report, job.userId, services);
    }),
    /** Blocks the reporter of a false report; asks first if several share the card. */
    on('report', 'block-reporter', async (interaction, id, services) => {
      const report = await reportOfClick(interaction, id, services);
      const [first, ...others] = await reportersOf(report, services);
      if (first === undefined) throw new BotError('unknown_person');
      if (others.length === 0) return block(interaction, report, first, services);
      const words = say(interaction.locale).reports;
      const text = [words.askToBlock([first, ...others].map(mention))];
      const all = { action: 'block-all', report: report.id };
      const button: CardButton = { id: all, label: words.buttons.blockAll, kind: 'danger' };
      return { kind: 'quiet', message: { text, buttons: [[button]] } };
    }),
    /** Blocks every reporter on the card. Its button is under the question about that. */
    on('report', 'block-all', async (interaction, id, services) => {
      const report = await reportHere(interaction, id, services);
      const reporters = await reportersOf(report, services);
      for (const one of reporters) {
        await services.blocks.block(report.guildId, one, interaction.user.id);
      }
      const { blockedFromReport } = say(interaction.locale).moderation;
      const text = [blockedFromReport(reporters.map(mention))];
      return { kind: 'replaced', message: { text } };
    }),
  ],
};

async function askWhy(
  interaction: InteractionBase,
  job: Job,
  services: Needs,
  { isOlder = false } = {},
): Promise<Reply> {
  requireReportable(job);
  await requireNotBlocked(job.guildId, interaction, services);
  if (await services.reports.isReportedBy(job.id, interaction.user.id)) {
    throw new BotError('already_reported');
  }
  const { reports, panel, result } = say(interaction.locale);
  const { reasons: words } = reports;
  const ask = questionFor(job, await isWatched(job.guildId, services), reports);
  const reasons = REPORT_REASONS.map((reason, index): CardButton => {
    const id = { action: 'report-for', job: job.id, index };
    return { id, label: words[reason].label, kind: 'secondary' };
  });
  if (!isOlder) return { kind: 'quiet', message: { text: [ask], buttons: [reasons] } };
  const id = { action: 'more', job: job.id, index: 0 };
  const more: CardButton = { id, label: result.buttons.more, kind: 'secondary' };
  const message = { text: [ask], lines: [panel.older], buttons: [reasons, [more]] };
  return { kind: 'quiet', message };
}

/** Whether reports from there arrive in a channel. */
async function isWatched(
  guildId: string,
  { moderationChannels }: Pick<Needs, 'moderationChannels'>,
): Promise<boolean> {
  return (await moderationChannels.of(guildId)) !== undefined;
}

/** What the reporter is asked: outside servers the operator reads a report, if anyone. */
function questionFor({ guildId }: Job, isRead: boolean, words: Catalogue['reports']): string {
  const { ask, outside } = words;
  if (guildId !== OUTSIDE_SERVERS) return ask;
  return isRead ? outside.ask : outside.unread.ask;
}

function thanksFor(
  { effect, guildId }: Pick<Report, 'effect' | 'guildId'>,
  isRead: boolean,
  words: Catalogue['reports'],
): string {
  if (guildId !== OUTSIDE_SERVERS) return words.thanksFor[effect];
  return isRead ? words.outside.thanksFor[effect] : words.outside.unread.thanksFor[effect];
}

function requireReportable({ state, visibility, erasedAt }: Job): void {
  if (state !== 'completed' || visibility === 'removed' || erasedAt !== undefined) {
    throw new BotError('not_reportable');
  }
}

async function decide(
  interaction: ButtonInteraction,
  id: ReportCustomId,
  services: Needs,
  decision: Decision,
): Promise<Reply> {
  const { reports } = services;
  const report = await reportOfClick(interaction, id, services);
  const before = await services.log.jobs.find(report.jobId);
  if (decision === 'restored' && before?.userId === interaction.user.id) {
    throw new BotError('own_picture');
  }
  const decided = await reports.decide(report.id, decision, interaction.user.id);
  if (!decided) throw new BotError('already_decided');
  clearAway(report.jobId, decided, services);
  const job = await services.log.jobs.find(report.jobId);
  const language = await services.serverLanguages.of(report.guildId);
  const message = renderReport(decided.report, job, { words: true, language });
  return { kind: 'replaced', message, isShared: true };
}

async function block(
  { user, locale }: ButtonInteraction,
  { guildId }: Report,
  userId: string,
  { blocks }: Needs,
): Promise<Reply> {
  const blocked = await blocks.block(guildId, userId, user.id);
  const { blockedFromReport, alreadyBlocked } = say(locale).moderation;
  const who = mention(userId);
  const text = [blocked ? blockedFromReport([who]) : alreadyBlocked(who)];
  return { kind: 'quiet', message: { text } };
}

/** The members named by a report's card, oldest report first. */
async function reportersOf(report: Report, { reports }: Needs): Promise<readonly string[]> {
  return [report.reporterId, ...(await reports.joinedTo(report))].filter(isNamed);
}

/** The report that a moderator clicked, on its own message, once the id of that is known. */
async function reportOfClick(
  interaction: ButtonInteraction,
  id: ReportCustomId,
  services: Needs,
): Promise<Report> {
  const report = await reportHere(interaction, id, services);
  const { messageId = interaction.message.id } = report;
  if (messageId !== interaction.message.id) throw new BotError('unknown_action');
  return report;
}

/**
 * The report that a moderator's click in its channel is about. A click may arrive before the
 * message's place is known; then it has to come from the chosen channel.
 */
async function reportHere(
  interaction: ButtonInteraction,
  { report: reportId }: ReportCustomId,
  services: Needs,
): Promise<Report> {
  const { reports, moderationChannels } = services;
  const report = await reports.find(reportId);
  // Outside servers there are no moderators but the operator.
  const isOutside = report?.guildId === OUTSIDE_SERVERS;
  if (isOutside) requireOperator(interaction, services);
  else await requireModerator(interaction, services);
  if (!report || (!isOutside && report.guildId !== interaction.guildId)) {
    throw new BotError('unknown_action');
  }
  const channelId = report.channelId ?? (await moderationChannels.of(report.guildId));
  if (channelId !== interaction.channel.id) throw new BotError('unknown_action');
  return report;
}
