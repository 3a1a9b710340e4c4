import { Effort } from './effort.ts';
import { PatternSearch } from './pattern-search.ts';
import { PatternsBuilder } from './patterns-builder.ts';
import { Reader } from './reader.ts';
import { plainReading, scriptOf } from './readings.ts';
import type { TermList } from './term-list.ts';
import { VocabularyBuilder } from './vocabulary-builder.ts';

/** Tells whether a text is what these lists call an edit that is refused: then it is found in itself. */
export function editNamesOf(lists: TermList): (text: string) => boolean {
  const words = new VocabularyBuilder(lists.filler);
  const patterns = new PatternsBuilder(lists, words).built();
  const vocabulary = words.built();
  const effort = new Effort();
  const reader = new Reader(vocabulary, effort);
  return (text) => {
    const script = scriptOf(text);
    const found = new Set<string>();
    const read = reader.wordsIn(plainReading(text, script), script);
    new PatternSearch(patterns, vocabulary, script).find(read, found, effort);
    return found.has(text);
  };
}
