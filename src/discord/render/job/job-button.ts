import type { Job } from '../../../jobs/job.ts';
import type { CardButton } from '../card.ts';
import { wordsFor } from '../words-for.ts';

/** A button that does something with this job. */
export function jobButton(
  { id: job }: Job,
  action: string,
  label: string,
  kind: CardButton['kind'],
): CardButton {
  return { id: { action, job }, label, kind };
}

export function cancelButton(job: Job): CardButton {
  return jobButton(job, 'cancel', wordsFor(job).result.buttons.cancel, 'secondary');
}
