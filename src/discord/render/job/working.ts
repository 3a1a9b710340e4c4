import type { Observed } from '../../../jobs/observations.ts';
import type { Job } from '../../../jobs/job.ts';
import type { Card } from '../card.ts';
import { workingLine } from '../progress-lines.ts';
import { wordsFor } from '../words-for.ts';
import { altText } from './alt-text.ts';
import { cancelButton } from './job-button.ts';
import { notice } from './notice.ts';
import { privateLine } from './private-line.ts';

/** A job that a GPU is working on. */
export function working(job: Job, observed: Observed, now: number): Card {
  const card = notice(
    job,
    [workingLine(job, observed, now), ...privateLine(job)],
    [cancelButton(job)],
  );
  const { preview: jpeg } = observed;
  if (jpeg === undefined) return card;
  const alt = altText(job, wordsFor(job).progress.unfinished);
  return { ...card, preview: { jpeg, alt, ...(job.covered && { covered: true }) } };
}
