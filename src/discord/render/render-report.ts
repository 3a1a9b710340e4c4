import { ButtonStyle } from 'discord.js';
import type { Job } from '../../record/job/job.ts';
import type { ReportReason } from '../../record/report/reasons.ts';
import { ITS_REQUESTER, type Report } from '../../record/report/report.ts';
import { button, rowsOf } from './button.ts';
import { messageBody, type MessageBody } from '../wire/message-payload.ts';
import { messageLink } from './message-link.ts';
import { quotePrompt } from './prompt-text.ts';
import { stamp } from './times.ts';

/** The reasons as people choose them, each with what it says of a picture. */
export const REASONS: Readonly<Record<ReportReason, { label: string; says: string }>> = {
  shows_me: { label: 'It shows me', says: 'shows the person who reports it' },
  sexual: { label: 'Sexual', says: 'is sexual' },
  minor: { label: 'A minor', says: 'shows a minor in a way it should not' },
  hateful: { label: 'Hateful', says: 'is hateful' },
  other: { label: 'Something else', says: 'should not be here' },
};

const COLOR = { open: 0xf0a132, decided: 0x4e5058 } as const;
const PROMPT_LENGTH = 1_000;

/** A report as moderators see it: who, why, where, and what they can do. */
export function renderReport(
  report: Report,
  job: Job | undefined,
  { words }: { readonly words: boolean } = { words: true },
): MessageBody {
  const { id: subject, reason, decidedAt } = report;
  const open = decidedAt === undefined;
  const shown = job !== undefined && job.erasedAt === undefined ? job : undefined;
  const description = [
    `${nameOf(report.reporterId)} reported ${stamp(report.reportedAt)} that a picture **${REASONS[reason].says}**.`,
    ...(shown
      ? [
          `Made for ${nameOf(shown.userId)}: ${messageLink(shown)}`,
          words ? quotePrompt(shown.wanted.prompt, PROMPT_LENGTH) : 'Discord refuses its prompt.',
        ]
      : ['Nothing of the picture is left here.']),
    standing(report, shown),
  ].join('\n');
  const about = (action: string) => ({ action, subject });
  const decisions = [
    button(about('remove'), 'Remove for good', ButtonStyle.Danger),
    button(
      about('restore'),
      shown?.visibility === 'hidden' ? 'Show again' : 'Keep',
      ButtonStyle.Success,
    ),
    ...(shown && shown.pictures.length > 0
      ? [button(about('look'), 'Look at it', ButtonStyle.Secondary)]
      : []),
  ];
  const blocks = [
    ...(shown ? [button(about('block-requester'), 'Block requester', ButtonStyle.Secondary)] : []),
    ...(isPerson(report.reporterId)
      ? [button(about('block-reporter'), 'Block reporter', ButtonStyle.Secondary)]
      : []),
  ];
  const embed = {
    title: 'Reported picture',
    description,
    color: open ? COLOR.open : COLOR.decided,
    footer: { text: reportFooter(report) },
  };
  return messageBody({
    embeds: [embed],
    components: [...(open ? rowsOf(decisions) : []), ...rowsOf(blocks)],
  });
}

/** By which a report's message is known. */
export function reportFooter({ id, jobId }: Pick<Report, 'id' | 'jobId'>): string {
  return `report ${id} · job ${jobId}`;
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
  return userId !== undefined && isPerson(userId) ? `<@${userId}>` : 'Somebody';
}

function isPerson(userId: string): boolean {
  return /^\d+$/.test(userId);
}
