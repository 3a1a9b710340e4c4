import type { PersonalSummary } from '../../people/personal-data.ts';
import { stamp } from './times.ts';

/** How long the bot keeps what it keeps, in milliseconds. */
export interface RetentionTimes {
  readonly resultRetentionMs: number;
  readonly logRetentionMs: number;
}

/** As many links as fit into a message beside the rest. */
const LINKS_SHOWN = 10;

/** What is kept about a person, in plain words. */
export function summaryLines(
  summary: PersonalSummary,
  { resultRetentionMs, logRetentionMs }: RetentionTimes,
): string[] {
  const { jobs, underWay, oldestJobAt, pictures, photos, consents, withdrawn } = summary;
  const { reportsMade, reportsAgainst, blocks, acts } = summary;
  return [
    jobs === 0
      ? 'No request of yours.'
      : `**${count(jobs, 'request')}** with their prompts and settings, where they were made and how they ended${oldestJobAt === undefined ? '' : `, the oldest from ${stamp(oldestJobAt)}`}. ${underWay === 0 ? 'None is' : `${underWay} ${underWay === 1 ? 'is' : 'are'}`} under way. They go ${days(logRetentionMs)} after their end.`,
    `**${count(pictures, 'picture')}** on the bot's own disk. Each goes ${hours(resultRetentionMs)} after it was made; its message in Discord stays.`,
    `**${count(photos, 'photo')}** of faces. One is kept until the GPU service has taken it, and never longer than its job.`,
    `**${count(consents, 'consent')}** to the use of a photo${withdrawn > 0 ? `, and ${withdrawn} withdrawn` : ''}: when, in which words, and a checksum of the photo.`,
    ...(reportsMade > 0 ? [`**${count(reportsMade, 'report')}** that you made.`] : []),
    ...(reportsAgainst > 0 ? [`**${count(reportsAgainst, 'report')}** of pictures of yours.`] : []),
    ...(blocks > 0 ? [`Blocks by the moderators of **${count(blocks, 'server')}**.`] : []),
    ...(acts > 0 ? [`**${count(acts, 'entry')}** in the records of moderation.`] : []),
    'Your name is not kept, only the number that Discord gives you.',
  ];
}

/** What an erasure did, and what it could not do. */
export function erasedLines({ jobs, waiting, removal }: EraseOutcome): string[] {
  const { removed, refused, underWay } = removal;
  const links = refused.slice(0, LINKS_SHOWN).map((link) => `• ${link}`);
  const more = refused.length - links.length;
  return [
    jobs === 0
      ? 'There was no request of yours to erase.'
      : `Erased: ${count(jobs, 'request')} with prompts, settings, pictures and consents. ${count(removed, 'message')} deleted.`,
    ...(underWay > 0
      ? [`${count(underWay, 'message')} could not be deleted yet; I go on trying for an hour.`]
      : []),
    ...(refused.length > 0
      ? [
          `${count(refused.length, 'message')} I may not delete any more. Ask a moderator there:`,
          ...links,
          ...(more > 0 ? [`and ${more} more`] : []),
        ]
      : []),
    ...(waiting > 0
      ? [
          `${count(waiting, 'request')} of yours ${waiting === 1 ? 'lies' : 'lie'} under a report and will be erased as soon as moderators have decided.`,
        ]
      : []),
    'Blocks by moderators stay. For limits, a count of your last day is kept for a day under a key instead of your number.',
  ];
}

/** What became of messages that were to be deleted. */
export interface Removal {
  readonly removed: number;
  /** Links to those that the bot may not delete. */
  readonly refused: readonly string[];
  /** How many were not done in time: they are still tried, or left to the next start. */
  readonly underWay: number;
}

/** What became of somebody's data. */
export interface EraseOutcome {
  readonly jobs: number;
  readonly waiting: number;
  readonly removal: Removal;
}

function count(amount: number, what: string): string {
  if (amount === 1) return `1 ${what}`;
  return `${amount} ${what.replace(/(?<=[^aeiou])y$/, 'ie')}s`;
}

function hours(ms: number): string {
  return count(Math.round(ms / 3_600_000), 'hour');
}

function days(ms: number): string {
  return count(Math.round(ms / 86_400_000), 'day');
}
