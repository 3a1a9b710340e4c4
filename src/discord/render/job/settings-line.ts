import type { Job } from '../../../record/job/job.ts';
import { wordsFor } from '../words-for.ts';

/** The shape of a picture and what was chosen for it, in one line. None where nothing was. */
export function settingsLine(job: Job): string[] {
  const { steps } = wordsFor(job).result;
  const settings = job.wanted.settings.map((one) =>
    typeof one === 'string' ? one : steps(one.steps),
  );
  return settings.length === 0 ? [] : [`\`${settings.join(' · ')}\``];
}
