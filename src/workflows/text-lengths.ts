import { snakeCase } from '../recipes/option.ts';
import { MOST_WORDS } from '../screening/reading/limits.ts';
import type { Entry } from './manifest.ts';
import type { Reading } from './reading.ts';
import type { WorkflowInput } from './workflow-input.ts';

/** As long as a prompt of the bot's own recipes may be. */
const LONGEST = 1_500;

const TEXT_TYPES: readonly Entry['type'][] = ['prompt', 'negative_prompt', 'text'];

/** How many characters go into a text whose entry does not say: an even share, where there are many. */
export function usualLength(entries: readonly Pick<Entry, 'type'>[]): number {
  const texts = entries.filter(({ type }) => TEXT_TYPES.includes(type)).length;
  return Math.min(LONGEST, Math.floor(MOST_WORDS / Math.max(1, texts)));
}

/** Finds texts that nobody could fill in to their end: what is too long to be screened is not made. */
export function checkTextLengths(reading: Reading, inputs: readonly WorkflowInput[]): void {
  const texts = inputs.flatMap(({ name, option }) =>
    option.kind === 'text' ? [{ name: snakeCase(name), max: option.max }] : [],
  );
  const characters = texts.reduce((sum, { max }) => sum + max, 0);
  if (characters <= MOST_WORDS) return;
  const names = texts.map(({ name }) => name).join(', ');
  reading.manifest(
    `its texts (${names}) may have ${characters} characters together, and what people write is read up to ${MOST_WORDS} before a picture is made of it: give them a smaller max_length`,
  );
}
