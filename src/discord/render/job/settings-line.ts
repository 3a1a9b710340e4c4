import type { Job } from '../../../record/job/job.ts';
import { wordsFor } from '../words-for.ts';

/** What a picture was made with, in one line. */
export function settingsLine(job: Job): string {
  const { wanted, models } = job;
  const { steps } = wordsFor(job).result;
  const settings = wanted.settings.map((one) => (typeof one === 'string' ? one : steps(one.steps)));
  const checkpoint = models.checkpoint.replace(/\.[^.]+$/, '');
  const parts = checkpoint === '' ? settings : [...settings, checkpoint];
  return `\`${parts.join(' · ')}\``;
}
