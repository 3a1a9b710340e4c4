import type { Reply, ReportButton } from '../src/discord/intake/handlers.ts';
import type { ReportCustomId } from '../src/discord/interactions/custom-id.ts';
import type { ButtonInteraction } from '../src/discord/interactions/interaction.ts';
import { renderReport } from '../src/discord/cards/report-card.ts';
import { BotError } from '../src/errors/errors.ts';
import { type Decision, isNamed, type Report } from '../src/moderation/report.ts';
import { requireModerator } from '../src/discord/interactions/permissions.ts';
import { say } from '../src/say/say.ts';
import { mention } from '../src/discord/cards/text.ts';
import { clearAway } from './clear-away.ts';
import type { Services } from './services.ts';
import { withPictures } from './with-pictures.ts';

/** The picture is gone for good. */
export const remove: ReportButton<Services> = (interaction, id, services) =>
  decide(interaction, id, services, 'removed');

/** The picture is shown again, or stays. */
export const restore: ReportButton<Services> = (interaction, id, services) =>
  decide(interaction, id, services, 'restored');

/** Shows a moderator, and nobody else, what they decide about. */
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

/** Keeps whoever asked for the picture out of this server's pictures. */
export const blockRequester: ReportButton<Services> = async (interaction, id, services) => {
  const report = await reportOfClick(interaction, id, services);
  const job = await services.log.jobs.find(report.jobId);
  if (!job || job.erasedAt !== undefined) throw new BotError('unknown_person');
  return block(interaction, report, job.userId, services);
};

/** The answer to a false report. */
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
 * The report of a click by a moderator on the very message that tells of it. A click may be faster
 * than the answer that says where that message is; then it has to come from the chosen channel.
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
