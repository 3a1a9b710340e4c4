import { SETTINGS } from '../../../comfy/settings.ts';
import type { Job } from '../../../record/job/job.ts';
import { quotePrompt } from '../prompt-text.ts';

/** Every prompt fits, each of its characters escaped, into the 4096 of a description. */
const PROMPT_LENGTH = SETTINGS.prompt.max;

/** A job's prompt as its person wrote it. */
export function promptLines({ settings }: Job): string[] {
  return [quotePrompt(settings.prompt, PROMPT_LENGTH)];
}
