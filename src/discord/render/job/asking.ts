import type { Job } from '../../../record/job/job.ts';
import type { Card } from '../card.ts';
import { cancelButton, jobButton } from './job-button.ts';
import { wordsFor } from '../words-for.ts';
import { notice } from './notice.ts';

/** A job that waits for its person's word that the pictures may be used. */
export function asking(job: Job): Card {
  const { question, wording } = wordsFor(job).consent[job.wanted.consentAbout];
  const confirm = jobButton(job, 'consent', wording, 'success');
  return notice(job, question, [confirm, cancelButton(job)]);
}
