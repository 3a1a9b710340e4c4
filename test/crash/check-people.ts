import { payloadOf } from '../../src/discord/cards/card.ts';
import { renderReport } from '../../src/discord/cards/report-card.ts';
import { openPseudonyms } from '../../src/store/key-file.ts';
import type { Report } from '../../src/moderation/report.ts';
import { jobOfRow } from '../support/job-of-row.ts';
import { look } from './look.ts';
import { promptOf, type JobRow, type Rows } from './rows.ts';
import type { CrashStage } from './stage.ts';

/**
 * What was promised to people besides their pictures: every report stands in the moderators'
 * channel once, as it is now, and nothing is left of whom was erased.
 */
export async function peopleBreaches(stage: CrashStage, rows: Rows): Promise<string[]> {
  return [
    ...rows.reports.flatMap((report) => reportBreaches(stage, rows, report)),
    ...rows.jobs
      .filter((row) => isOverdue(row, rows))
      .map(({ id }) => `job ${id} was decided about, and still waits to be erased`),
    ...(await tracesOf(stage, rows)),
  ];
}

/** Whether nothing stands in the way of an erasure that was asked for. */
export function isOverdue({ id, eraseAskedAt, erasedAt }: JobRow, { reports }: Rows): boolean {
  const open = reports.some(({ jobId, decidedAt }) => jobId === id && decidedAt === undefined);
  return eraseAskedAt !== null && erasedAt === null && !open;
}

/** Where the database or a file beside it still says what somebody asked for, or who they are, who was erased. */
export async function tracesOf(stage: CrashStage, rows: Rows): Promise<string[]> {
  const { database, prompts } = stage;
  if (!rows.jobs.some(({ erasedAt }) => erasedAt !== null)) return [];
  const kept = new Set(rows.jobs.map(promptOf));
  const secrets = [
    ...prompts
      .filter((prompt) => !kept.has(prompt))
      .map((prompt) => new RegExp(`${prompt}(?!\\d)`)),
    ...erasedPeople(stage, rows).map((id) => new RegExp(id)),
  ];
  return (await database.texts()).flatMap(({ place, text }) =>
    secrets
      .filter((secret) => secret.test(text))
      .map(({ source }) => `${place} still holds "${source}"`),
  );
}

/** The ids of people of whom no row says more than a pseudonym. */
function erasedPeople({ database, discord }: CrashStage, { jobs }: Rows): string[] {
  const pseudonym = openPseudonyms(`${database.path}.key`);
  const users = new Set(jobs.map(({ userId }) => userId));
  return Object.values(discord.world.people)
    .map(({ id }) => id)
    .filter((id) => users.has(pseudonym(id)) && !users.has(id));
}

function reportBreaches(stage: CrashStage, rows: Rows, report: Report): string[] {
  const chosen = rows.moderationChannels.find(({ guildId }) => guildId === report.guildId);
  if (!chosen) return [];
  const { world } = stage.discord;
  const channel = world.channel(report.channelId ?? chosen.channelId);
  const found = [...new Set([...(channel ? [channel] : []), ...Object.values(world.channels)])]
    .flatMap((each) => stage.discord.messages(each))
    .filter(({ embeds }) => embeds[0]?.footer?.text.startsWith(`report ${report.id} `));
  const [message] = found;
  const breach = (what: string) => [`report ${report.id} of job ${report.jobId} ${what}`];
  if (!message || found.length > 1) return breach(`has ${found.length} messages`);
  if (message.channel_id !== channel?.id) return breach('stands in another channel');
  const row = rows.jobs.find(({ id }) => id === report.jobId);
  const job = row && jobOfRow(row);
  const isPlace = job?.ageRestricted === false || channel.nsfw === true;
  const isMinor = rows.reports.some(
    ({ jobId, reason, decidedAt }) =>
      jobId === report.jobId && reason === 'minor' && decidedAt === undefined,
  );
  const isPictured = report.decidedAt === undefined && isPlace && !isMinor;
  const files = isPictured && job?.private === false ? job.pictures : [];
  const wanted = look({ ...payloadOf(renderReport(report, job)).body, files });
  const shown = look(message);
  return shown === wanted ? [] : breach(`shows ${shown}, not ${wanted}`);
}
