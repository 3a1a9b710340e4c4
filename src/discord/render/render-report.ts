import type { Job } from '../../record/job/job.ts';
import { ITS_REQUESTER, type Report } from '../../record/report/report.ts';
import { isNamed } from '../../record/person/person-id.ts';
import type { Card, CardButton } from './card.ts';
import { messageLink } from './message-link.ts';
import { reportFoot } from './own-mark.ts';
import { quotePrompt } from './prompt-text.ts';
import { REASON_WORDS } from './reason-words.ts';
import { stamp } from './times.ts';

const COLOUR = { open: 0xf0a132, decided: 0x4e5058 } as const;
const PROMPT_LENGTH = 1_000;

/** A report as moderators see it: who, why, where, and what they can do. */
export function renderReport(
  report: Report,
  job: Job | undefined,
  { words }: { readonly words: boolean } = { words: true },
): Card {
  const open = report.decidedAt === undefined;
  const shown = job !== undefined && job.erasedAt === undefined ? job : undefined;
  return {
    title: 'Reported picture',
    lines: [
      `${nameOf(report.reporterId)} reported ${stamp(report.reportedAt)} that a picture **${REASON_WORDS[report.reason].says}**.`,
      ...(shown
        ? [
            `Made for ${nameOf(shown.userId)}: ${messageLink(shown)}`,
            words ? quotePrompt(shown.wanted.prompt, PROMPT_LENGTH) : 'Discord refuses its prompt.',
          ]
        : ['Nothing of the picture is left here.']),
      standing(report, shown),
    ],
    buttons: [...(open ? [decisions(report, shown)] : []), blocks(report, shown)],
    colour: open ? COLOUR.open : COLOUR.decided,
    foot: reportFoot(report),
  };
}

function decisions(report: Report, shown: Job | undefined): CardButton[] {
  const keep = shown?.visibility === 'hidden' ? 'Show again' : 'Keep';
  return [
    reportButton(report, 'remove', 'Remove for good', 'danger'),
    reportButton(report, 'restore', keep, 'success'),
    ...(shown && shown.pictures.length > 0
      ? [reportButton(report, 'look', 'Look at it', 'secondary')]
      : []),
  ];
}

function blocks(report: Report, shown: Job | undefined): CardButton[] {
  return [
    ...(shown ? [reportButton(report, 'block-requester', 'Block requester', 'secondary')] : []),
    ...(isNamed(report.reporterId)
      ? [reportButton(report, 'block-reporter', 'Block reporter', 'secondary')]
      : []),
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

function standing({ decision, decidedBy, decidedAt }: Report, job: Job | undefined): string {
  if (decidedAt === undefined) {
    return job?.visibility === 'hidden'
      ? 'It is hidden until somebody decides.'
      : 'It is still shown.';
  }
  if (decidedBy === ITS_REQUESTER) return `Whoever asked for it had it erased ${stamp(decidedAt)}.`;
  const what = decision === 'removed' ? 'Removed' : 'Kept';
  return `**${what}** by ${nameOf(decidedBy)} ${stamp(decidedAt)}.`;
}

/** Somebody who had their data erased has no name here any more. */
function nameOf(userId: string | undefined): string {
  return isNamed(userId) ? `<@${userId}>` : 'Somebody';
}
