import type { Job } from '../../../record/job/job.ts';
import { CONSENT } from '../../../safety/consent.ts';
import type { Card } from '../card.ts';
import { cancelButton, jobButton } from './job-button.ts';
import { notice } from './notice.ts';

/** A job that waits for its person's word that the photo may be used. */
export function asking(job: Job): Card {
  const lines = [
    'Is the person in this photo you, or do you have their permission to use it?',
    'The photo is not fetched before you confirm, and is deleted once it has been used.',
  ];
  const confirm = jobButton(job, 'consent', CONSENT.wording, 'success');
  return notice(job, lines, [confirm, cancelButton(job)]);
}
