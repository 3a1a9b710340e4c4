import { TEXT_OPTIONS } from '../../../comfy/recipes/text.ts';
import type { Job } from '../../../jobs/job.ts';
import { quotePrompt } from '../prompt-text.ts';

/** Every prompt fits, each of its characters escaped, into the 4096 of a description. */
const PROMPT_LENGTH = TEXT_OPTIONS.prompt.max;

/** A job's prompt as its person wrote it, where it has one. */
export function promptLines({ wanted: { prompt } }: Job): string[] {
  return prompt === '' ? [] : [quotePrompt(prompt, PROMPT_LENGTH)];
}

/**
 * Whether a job's message leaves out the prompt: until the poster agrees, a requester cannot show them words of their own
 * in public.
 */
export function keepsPromptBack({ asks, acceptedAt }: Pick<Job, 'asks' | 'acceptedAt'>): boolean {
  return asks !== undefined && acceptedAt === undefined;
}
