import type { Afterword } from '../src/discord/intake/handlers.ts';
import type { InteractionBase } from '../src/discord/interactions/interaction.ts';
import { moderates } from '../src/discord/interactions/permissions.ts';
import type { JobLog } from '../src/jobs/job-log.ts';
import type { ReportsWaiting } from '../src/moderation/sql/report-channels.ts';
import type { ModerationRoles } from '../src/moderation/sql/server-settings.ts';
import { say } from '../src/say/say.ts';

/** To tell what else a member should know. */
export interface AfterwardsNeeds {
  readonly log: JobLog;
  readonly moderationRoles: ModerationRoles;
  readonly reportsWaiting: ReportsWaiting;
}

/** Extra lines for the member, after any action. */
export async function afterwards(
  interaction: InteractionBase,
  services: AfterwardsNeeds,
): Promise<Afterword | undefined> {
  const waiting = await notifyOfWaitingReports(interaction, services);
  const welcome = await welcomeLine(interaction, services);
  if (welcome === undefined) return waiting;
  const { text = [] } = waiting?.message ?? {};
  return {
    message: { text: [...text, welcome] },
    onFailure: waiting?.onFailure ?? (() => Promise.resolve()),
  };
}

/**
 * Getting-started hints with a member's first job. Judged by stored rows, so a member whose data
 * was erased or expired counts as new.
 */
async function welcomeLine(
  { id, user, locale }: InteractionBase,
  { log }: AfterwardsNeeds,
): Promise<string | undefined> {
  return (await log.jobs.isFirstOf(user.id, id)) ? say(locale).help.welcome : undefined;
}

/** Tells a moderator once, after any action, that reports are waiting for a channel. */
async function notifyOfWaitingReports(
  interaction: InteractionBase,
  services: AfterwardsNeeds,
): Promise<Afterword | undefined> {
  const { guildId } = interaction;
  const { reportsWaiting } = services;
  if (guildId === undefined || !(await moderates(interaction, services))) return undefined;
  if (!(await reportsWaiting.isNoticePending(guildId))) return undefined;
  if (!(await reportsWaiting.claimNotice(guildId))) return undefined;
  const text = say(interaction.locale).moderation.noReportChannel;
  return { message: { text }, onFailure: () => reportsWaiting.releaseNotice(guildId) };
}
