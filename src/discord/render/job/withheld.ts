import type { Job } from '../../../record/job/job.ts';
import type { Card } from '../card.ts';
import { mention } from '../mention.ts';
import { jobFoot } from '../own-mark.ts';
import { REASON_WORDS } from '../reason-words.ts';
import { stamp } from '../times.ts';
import { PHASE_COLOUR } from './phase-colour.ts';

/** A finished job whose picture was reported, and what it was reported for. */
export function withheld(job: Job): Card {
  const lines =
    job.visibility === 'removed'
      ? ['The moderators of this server removed this picture.']
      : hiddenLines(job);
  return {
    lines: [...lines, `For ${mention(job.userId)}.`],
    colour: PHASE_COLOUR.cancelled,
    foot: jobFoot(job),
  };
}

function hiddenLines({ hiddenBecause = 'other', lapsesAt }: Job): string[] {
  const why = REASON_WORDS[hiddenBecause].hidden;
  if (lapsesAt === undefined) {
    return [why, 'It is hidden until the moderators of this server decide.'];
  }
  return [
    why,
    'It is hidden, and this server has not chosen yet where reports go. Moderators look at it as soon as somebody who manages the server has chosen a channel with `/moderation channel`..',
    `Without a decision it is removed for good ${stamp(lapsesAt)}.`,
  ];
}
