import type { Job } from '../../../record/job/job.ts';
import type { CardButton } from '../card.ts';

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
  return jobButton(job, 'cancel', 'Cancel', 'secondary');
}

export function reportButton(job: Job): CardButton {
  return jobButton(job, 'report', 'Report', 'secondary');
}
