import type { Job } from '../../jobs/job.ts';
import { isNamed, type Report } from '../../moderation/report.ts';
import { ERASED_BY_REQUESTER, REMOVED_WITH_SOURCE } from '../../policy/report-reasons.ts';
import { type Catalogue, say } from '../../say/say.ts';
import type { Card, CardButton } from './card.ts';
import { reportFooter } from './own-mark.ts';
import { mention, messageLink, quotePrompt, stamp } from './text.ts';

type Words = Catalogue['reports'];

const COLOUR = { open: 0xf0a132, decided: 0x4e5058 } as const;
const PROMPT_LENGTH = 1_000;

/** What a report's card includes. */
export interface ReportForm {
  /** Whether to quote the prompt, which Discord may refuse. */
  readonly words: boolean;
  /** Other members who reported the picture for the same reason. */
  readonly joined?: readonly string[];
  /** The names of attached thumbnails. */
  readonly thumbnails?: readonly string[];
  /** The language that the server has chosen. Default: that of the job's request. */
  readonly language?: string | undefined;
}

/** A report for moderators: reporter, reason, place and actions. */
export function renderReport(
  report: Report,
  job: Job | undefined,
  { words, joined = [], thumbnails = [], language }: ReportForm = { words: true },
): Card {
  const catalogue = say(language ?? job?.guildLocale);
  const { reports } = catalogue;
  const open = report.decidedAt === undefined;
  const shown = job !== undefined && job.erasedAt === undefined ? job : undefined;
  return {
    title: reports.title,
    lines: [
      reports.reported(
        [...new Set([report.reporterId, ...joined].map((one) => nameOf(one, reports)))],
        stamp(report.reportedAt),
        reports.reasons[report.reason].says,
      ),
      ...(shown
        ? [
            reports.madeFor(nameOf(shown.userId, reports), messageLink(shown, catalogue)),
            words ? quotePrompt(shown.wanted.prompt, PROMPT_LENGTH) : reports.promptRefused,
          ]
        : [reports.nothingLeft]),
      ...(shown || !open ? [standing(report, shown, reports)] : []),
    ],
    buttons: [
      ...(open ? [decisions(report, shown, reports)] : []),
      blocks(report, { shown, joined, words: reports }),
    ],
    colour: open ? COLOUR.open : COLOUR.decided,
    foot: reportFooter(report),
    files: thumbnails,
  };
}

function decisions(report: Report, shown: Job | undefined, { buttons }: Words): CardButton[] {
  const keep = shown?.visibility === 'hidden' ? buttons.showAgain : buttons.keep;
  return [
    reportButton(report, 'remove', buttons.remove, 'danger'),
    reportButton(report, 'restore', keep, 'success'),
    ...(shown && shown.pictures.length > 0
      ? [reportButton(report, 'look', buttons.look, 'secondary')]
      : []),
  ];
}

function blocks(
  report: Report,
  {
    shown,
    joined,
    words: { buttons },
  }: {
    readonly shown: Job | undefined;
    readonly joined: readonly string[];
    readonly words: Words;
  },
): CardButton[] {
  const reporters = [report.reporterId, ...joined].filter(isNamed);
  const label = reporters.length === 1 ? buttons.blockReporter : buttons.blockReporters;
  return [
    ...(shown
      ? [reportButton(report, 'block-requester', buttons.blockRequester, 'secondary')]
      : []),
    ...(reporters.length > 0 ? [reportButton(report, 'block-reporter', label, 'secondary')] : []),
  ];
}

function reportButton(
  { id: report }: Report,
  action: string,
  label: string,
  kind: CardButton['kind'],
): CardButton {
  return { id: { action, report }, label, kind };
}

function standing(
  { decision, decidedBy, decidedAt }: Report,
  job: Job | undefined,
  words: Words,
): string {
  if (decidedAt === undefined) {
    if (job?.visibility === 'hidden') return words.hidden;
    return job?.coveredByReport === true ? words.covered : words.shown;
  }
  if (decidedBy === ERASED_BY_REQUESTER) return words.erased(stamp(decidedAt));
  if (decidedBy === REMOVED_WITH_SOURCE) return words.followed(stamp(decidedAt));
  const said = decision === 'removed' ? words.removed : words.kept;
  return said(nameOf(decidedBy, words), stamp(decidedAt));
}

/** Members who erased their data have no name here. */
function nameOf(userId: string | undefined, { unnamedMember }: Words): string {
  return isNamed(userId) ? mention(userId) : unnamedMember;
}
