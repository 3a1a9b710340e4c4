import { editNamesOf } from './edit-names.ts';
import { textsOf } from './list-line.ts';
import { TermListError } from './term-list-error.ts';
import { NOT_A_TERM, type TermList } from './term-list.ts';

/**
 * The bot's own lists without some terms, each as a refusal names it: without stars, and in the lists of
 * every language, since a text is held against all of them at once. Edits stay in the lists, and are
 * passed over where they are found.
 */
export function withoutTerms(own: TermList, texts: readonly string[]): TermList {
  if (texts.length === 0) return own;
  const unwanted = new Set(texts);
  const terms = own.terms.flatMap((line) => {
    const all = textsOf(line);
    const kept = all.filter((text) => !unwanted.has(text));
    if (kept.length === all.length) return [line];
    return kept.length === 0 ? [] : [{ ...line, slots: [kept] }];
  });
  return { ...own, terms };
}

/** @throws TermListError for what is not a term: a misspelt one would take nothing out, unnoticed. */
export function requireTerms(own: TermList, texts: readonly string[]): void {
  const unknown = new Set(texts);
  if (unknown.size === 0) return;
  for (const text of own.terms.flatMap(textsOf)) unknown.delete(text);
  if (unknown.size === 0) return;
  const isEdit = editNamesOf(own);
  const first = [...unknown].find((text) => !isEdit(text));
  if (first === undefined) return;
  throw new TermListError(`${NOT_A_TERM}: the bot's own lists have no term "${first}"`);
}
