import type { PersonalSummary } from '../../privacy/personal-data.ts';
import type { Catalogue } from '../../say/say.ts';
import { type LinkedJob, messageLink, stamp } from './text.ts';

/** Retention times in milliseconds. */
export interface RetentionTimes {
  readonly resultRetentionMs: number;
  readonly logRetentionMs: number;
}

const HOUR_MS = 60 * 60_000;
const DAY_MS = 24 * HOUR_MS;

/** As many links as fit in a message beside the rest. */
const LINKS_SHOWN = 10;

/** Summarizes what is stored about a member. */
export function summaryLines(
  summary: PersonalSummary,
  { resultRetentionMs, logRetentionMs }: RetentionTimes,
  { privacy: words }: Pick<Catalogue, 'privacy'>,
): string[] {
  const { jobs, underWay, oldestJobAt, pictures, sent, consents, withdrawn } = summary;
  const { statements, statementsWithdrawn } = summary;
  const { reportsMade, reportsAgainst, blocks, keptOut, acts, ofOthers, questions } = summary;
  const { settings, defaults, presets, serverPresets, tries, pauseEndsAt, isCut, limits } = summary;
  const { purchases } = summary;
  const oldest = oldestJobAt === undefined ? undefined : stamp(oldestJobAt);
  return [
    jobs === 0
      ? words.noRequests
      : words.requests({ jobs, oldest, underWay, days: Math.round(logRetentionMs / DAY_MS) }),
    words.pictures(pictures, Math.round(resultRetentionMs / HOUR_MS)),
    words.sent(sent),
    words.consents(consents, withdrawn),
    ...(statements + statementsWithdrawn > 0
      ? [words.statements(statements, statementsWithdrawn)]
      : []),
    ...(jobs > 0 ? [words.private] : []),
    ...(reportsMade > 0 ? [words.reportsMade(reportsMade)] : []),
    ...(reportsAgainst > 0 ? [words.reportsAgainst(reportsAgainst)] : []),
    ...(blocks > 0 ? [words.blocks(blocks)] : []),
    ...(limits > 0 ? [words.limits(limits)] : []),
    ...(purchases > 0 ? [words.purchases(purchases)] : []),
    ...(keptOut > 0 ? [words.keptOut(keptOut)] : []),
    ...(tries > 0 ? [words.tries(tries)] : []),
    ...(pauseEndsAt === undefined ? [] : [words.pause(stamp(pauseEndsAt))]),
    ...(acts > 0 ? [words.acts(acts)] : []),
    ...(ofOthers > 0 ? [words.ofOthers(ofOthers)] : []),
    ...(questions > 0 ? [words.questions(questions)] : []),
    ...(settings + defaults > 0 ? [words.choices(defaults)] : []),
    ...(presets > 0 ? [words.presets(presets)] : []),
    ...(serverPresets > 0 ? [words.serverPresets(serverPresets)] : []),
    words.name,
    ...(isCut ? [words.cut] : []),
  ];
}

/** The result of an erasure, and what could not be erased. */
export function erasedLines(
  { jobs, waiting, removal }: EraseOutcome,
  catalogue: Pick<Catalogue, 'privacy' | 'job' | 'more'>,
): string[] {
  const { privacy: words } = catalogue;
  const { removed, refused, underWay } = removal;
  const links = refused.slice(0, LINKS_SHOWN).map((job) => `• ${messageLink(job, catalogue)}`);
  const more = refused.length - links.length;
  return [
    jobs === 0 ? words.nothingToErase : words.erased(jobs, removed),
    ...(underWay > 0 ? [words.notYetDeleted(underWay)] : []),
    ...(refused.length > 0
      ? [words.mayNotDelete(refused.length), ...links, ...(more > 0 ? [catalogue.more(more)] : [])]
      : []),
    ...(waiting > 0 ? [words.underReport(waiting)] : []),
    words.staying,
  ];
}

/** The outcome of message deletions. */
export interface Removal {
  readonly removed: number;
  /** The jobs of messages that the bot may not delete. */
  readonly refused: readonly LinkedJob[];
  /** How many are still being retried, or left to the next start. */
  readonly underWay: number;
}

/** The outcome of an erasure. */
export interface EraseOutcome {
  readonly jobs: number;
  readonly waiting: number;
  readonly removal: Removal;
}
