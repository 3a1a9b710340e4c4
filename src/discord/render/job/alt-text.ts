import type { Job } from '../../../jobs/job.ts';
import { cut } from '../prompt-text.ts';
import { wordsFor } from '../words-for.ts';

/** Discord's limit for the description of an attachment. */
const ALT_TEXT_LENGTH = 1024;

/**
 * What a job's picture says to those who cannot see it: what was asked for. `as`: how that is put
 * where the picture is not the finished one.
 */
export function altText(job: Job, as: (words: string) => string = (words) => words): string {
  const { prompt } = job.wanted;
  return cut(as(prompt === '' ? wordsFor(job).result.picture : prompt), ALT_TEXT_LENGTH);
}
