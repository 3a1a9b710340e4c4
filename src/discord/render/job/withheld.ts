import type { Job } from '../../../jobs/job.ts';
import type { Catalogue } from '../../../say/say.ts';
import type { Card } from '../card.ts';
import { mention } from '../mention.ts';
import { jobFoot } from '../own-mark.ts';
import { stamp } from '../times.ts';
import { wordsFor } from '../words-for.ts';
import { PHASE_COLOUR } from './phase-colour.ts';

/** A finished job whose picture was reported, or one that it was made from, and what for. */
export function withheld(job: Job): Card {
  const words = wordsFor(job);
  const lines = job.visibility === 'removed' ? [removedLine(job, words)] : hiddenLines(job, words);
  return {
    lines: [...lines, words.result.askedFor(mention(job.userId))],
    colour: PHASE_COLOUR.cancelled,
    foot: jobFoot(job),
  };
}

function removedLine({ consentWithdrawn, hiddenWith }: Job, { result }: Catalogue): string {
  if (consentWithdrawn === 'another') return result.consentTakenBack;
  return hiddenWith === undefined ? result.removed : result.removedWith;
}

function hiddenLines(
  { hiddenBecause = 'other', lapsesAt, hiddenWith }: Job,
  { reports, result }: Catalogue,
): string[] {
  if (hiddenWith !== undefined) {
    return lapsesAt === undefined
      ? [result.hiddenWith]
      : [result.hiddenWith, result.lapses(stamp(lapsesAt))];
  }
  const standing = lapsesAt === undefined ? [result.hidden] : result.hiddenUntold(stamp(lapsesAt));
  return [reports.reasons[hiddenBecause].hidden, ...standing];
}
