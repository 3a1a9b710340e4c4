import type { Job } from '../../../record/job/job.ts';

/** What a picture was made with, in one line. */
export function settingsLine({ wanted, models }: Job): string {
  const parts = [...wanted.settings, models.checkpoint.replace(/\.[^.]+$/, '')];
  return `\`${parts.join(' · ')}\``;
}
