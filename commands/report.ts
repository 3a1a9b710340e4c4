import { ApplicationCommandType } from 'discord.js';
import type { CardButton } from '../src/discord/cards/card.ts';
import { renderReport } from '../src/discord/cards/report-card.ts';
import { mention } from '../src/discord/cards/text.ts';
import {
  type ButtonHandler,
  IN_SERVERS,
  type MessageCommand,
  type Reply,
  type ReportButton,
} from '../src/discord/intake/handlers.ts';
import type { ReportCustomId } from '../src/discord/interactions/custom-id.ts';
import type {
  ButtonInteraction,
  InteractionBase,
} from '../src/discord/interactions/interaction.ts';
import { requireModerator } from '../src/discord/interactions/permissions.ts';
import { BotError } from '../src/errors/errors.ts';
import type { Job } from '../src/jobs/job.ts';
import { type Decision, isNamed, type Report } from '../src/moderation/report.ts';
import { REPORT_REASONS } from '../src/policy/report-reasons.ts';
import { say } from '../src/say/say.ts';
import { withFreeId } from '../src/store/free-id.ts';
import { jobAskedHere, pictureJob } from './clicked-job.ts';
import { requireNotBlocked } from './requirements.ts';
import { clearAway } from './result/more.ts';
import { withPictures } from './result/picture-file.ts';
import type { Services } from './services.ts';

/** The *Report* button of a result or its panel asks for the reason. */
export const report: ButtonHandler<Services> = async (interaction, id, services) => {
  const job = await pictureJob(interaction, id, services);
  // Only pictures of earlier versions have it; newer ones have it in the panel.
  return askWhy(interaction, job, services, { isOlder: id.index === undefined });
};

/** The same from the message menu. */
export const reportPicture: MessageCommand<Services> = {
  definition: {
    type: ApplicationCommandType.Message,
    name: say().commands.reportPicture,
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
};

async function askWhy(
  interaction: InteractionBase,
  job: Job,
  services: Services,
  { isOlder = false } = {},
): Promise<Reply> {
  requireReportable(job);
  await requireNotBlocked(job.guildId, interaction, services);
  const { reports, panel, result } = say(interaction.locale);
  const { ask, reasons: words } = reports;
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

/**
 * Files the report with the chosen reason, and hides or covers the picture if the reason requires
 * it.
 */
export const reportFor: ButtonHandler<Services> = async (interaction, id, services) => {
  const { reports, moderationChannels, postedPictures, holdMessage } = services;
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
  const channelId = await moderationChannels.of(job.guildId);
  const words = say(interaction.locale).reports;
  const text = [
    words.thanksFor[filed.effect],
    ...(channelId === undefined ? words.untold(job.id) : []),
  ];
  return { kind: 'replaced', message: { text } };
};

function requireReportable({ state, visibility, erasedAt }: Job): void {
  if (state !== 'completed' || visibility === 'removed' || erasedAt !== undefined) {
    throw new BotError('not_reportable');
  }
}

/** Removes the picture for good. */
export const remove: ReportButton<Services> = (interaction, id, services) =>
  decide(interaction, id, services, 'removed');

/** Restores the picture, or leaves it. */
export const restore: ReportButton<Services> = (interaction, id, services) =>
  decide(interaction, id, services, 'restored');

/** Shows a moderator the reported picture, in private. */
export const look: ReportButton<Services> = async (interaction, id, services) => {
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
};

/** Blocks the picture's requester in this server. */
export const blockRequester: ReportButton<Services> = async (interaction, id, services) => {
  const report = await reportOfClick(interaction, id, services);
  const job = await services.log.jobs.find(report.jobId);
  if (!job || job.erasedAt !== undefined) throw new BotError('unknown_person');
  return block(interaction, report, job.userId, services);
};

/** Blocks the reporter of a false report. */
export const blockReporter: ReportButton<Services> = async (interaction, id, services) => {
  const report = await reportOfClick(interaction, id, services);
  if (!isNamed(report.reporterId)) throw new BotError('unknown_person');
  return block(interaction, report, report.reporterId, services);
};

async function decide(
  interaction: ButtonInteraction,
  id: ReportCustomId,
  services: Services,
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
  return { kind: 'replaced', message: renderReport(decided.report, job), isShared: true };
}

async function block(
  { user, locale }: ButtonInteraction,
  { guildId }: Report,
  userId: string,
  { blocks }: Services,
): Promise<Reply> {
  const blocked = await blocks.block(guildId, userId, user.id);
  const { blockedFromReport, alreadyBlocked } = say(locale).moderation;
  const said = blocked ? blockedFromReport : alreadyBlocked;
  return { kind: 'quiet', message: { text: [said(mention(userId))] } };
}

/**
 * The report that a moderator clicked, on its own message. A click may arrive before the id of that
 * message is known; then it has to come from the chosen channel.
 */
async function reportOfClick(
  interaction: ButtonInteraction,
  { report: reportId }: ReportCustomId,
  services: Services,
): Promise<Report> {
  const { reports, moderationChannels } = services;
  await requireModerator(interaction, services);
  const report = await reports.find(reportId);
  if (!report || report.guildId !== interaction.guildId) throw new BotError('unknown_action');
  const { messageId = interaction.message.id } = report;
  const channelId = report.channelId ?? (await moderationChannels.of(report.guildId));
  if (messageId !== interaction.message.id || channelId !== interaction.channel.id) {
    throw new BotError('unknown_action');
  }
  return report;
}
