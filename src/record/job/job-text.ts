import { isRecord } from '../../comfy/record.ts';
import { jsonIn } from './row.ts';

/** More than anybody types who looks for a picture. */
const MOST_TERMS = 12;

/** The terms that somebody typed, as {@link hasTerms} takes them: each has to be there, in any order. */
export function termsIn(typed: string): readonly string[] {
  return [...new Set(comparable(typed).split(/\s+/))]
    .filter((term) => term !== '')
    .slice(0, MOST_TERMS);
}

/** Whether a job's id, or what it was asked for in words, holds each of these terms. Linear in the text. */
export function hasTerms(
  { id, params }: { readonly id: string; readonly params: string },
  terms: readonly string[],
): boolean {
  if (terms.length === 0) return true;
  const text = `${id}\n${askedText(jsonIn(params))}`;
  return terms.every((term) => text.includes(term));
}

/** What was asked away, and settings that nearly every job has: whoever looks for a normal day would find them all. */
const NO_WORDS: ReadonlySet<string> = new Set([
  'negativePrompt',
  'aspectRatio',
  'sampler',
  'scheduler',
]);

/** Every other text among a row's params, whatever recipe they are of. */
function askedText(params: unknown): string {
  if (!isRecord(params)) return '';
  const texts = Object.entries(params).flatMap(([name, value]) =>
    typeof value === 'string' && !NO_WORDS.has(name) ? [value] : [],
  );
  return comparable(texts.join('\n'));
}

/** Without a difference between letters that look or are meant the same. */
function comparable(text: string): string {
  // In capitals first: a sharp s is two letters there.
  return text.normalize('NFKC').toUpperCase().toLowerCase();
}
