import { NumberLists } from './number-lists.ts';
import type { ListLine } from './list-line.ts';
import { GAP, LINE, Patterns } from './patterns.ts';
import { listedWords, scriptOf } from './readings.ts';
import { TermListError } from './term-list-error.ts';
import type { TermList } from './term-list.ts';
import { Texts } from './texts.ts';
import { TrieBuilder } from './trie-builder.ts';
import type { VocabularyBuilder } from './vocabulary-builder.ts';

/** How a gap is written. */
const ELLIPSIS = '...';

/** {@link Patterns} that are put together from the lines of lists. */
export class PatternsBuilder {
  readonly #vocabulary: VocabularyBuilder;
  readonly #filler: ReadonlySet<string>;
  readonly #unwanted: readonly string[];
  readonly #phrases = new TrieBuilder();
  readonly #lines = new TrieBuilder();
  /** By its texts: the number of a slot. */
  readonly #slots = new Map<string, number>([[ELLIPSIS, GAP]]);
  /** The states in which phrases end, and the slot of each. */
  readonly #states: number[] = [];
  readonly #slotOfState: number[] = [];
  /** By state of the lines: the bits of what ends there. */
  readonly #ends = new Map<number, number>();

  /** @throws TermListError for a line that would be found in any text. */
  constructor({ edits, innocentEdits, filler, notATerm }: TermList, vocabulary: VocabularyBuilder) {
    this.#vocabulary = vocabulary;
    this.#filler = new Set(filler);
    this.#unwanted = notATerm;
    for (const line of edits) this.#add(line, LINE.edit);
    for (const line of innocentEdits) this.#add(line, LINE.innocent);
  }

  built(): Patterns {
    const [lines, phrases] = [this.#lines.built(), this.#phrases.built()];
    const ends = new Uint8Array(lines.trie.states);
    for (const [state, bits] of this.#ends) ends[lines.stateOf[state] ?? 0] = bits;
    const states = this.#states.map((state) => phrases.stateOf[state] ?? 0);
    return new Patterns(
      phrases.trie,
      NumberLists.of(phrases.trie.states, states, this.#slotOfState),
      lines.trie,
      ends,
      Texts.of(this.#unwanted),
    );
  }

  #add(line: ListLine, bit: number): void {
    const spoken = slotsOf(line).filter(
      ([text = '', ...more]) => more.length > 0 || !this.#isFiller(text),
    );
    const slots = spoken.map((slot) => this.#slotFor(slot));
    // It would be found in every text, or in none.
    if ([slots[0] ?? GAP, slots.at(-1)].includes(GAP)) {
      throw new TermListError(`edit: "${textOf(line)}" has no word at one of its ends`);
    }
    const state = this.#lines.addAll(slots);
    this.#ends.set(state, (this.#ends.get(state) ?? 0) | bit);
  }

  #slotFor(texts: readonly string[]): number {
    const key = texts.join('\n');
    const known = this.#slots.get(key);
    if (known !== undefined) return known;
    const slot = this.#slots.size;
    this.#slots.set(key, slot);
    for (const words of new Set(texts.flatMap((text) => this.#formsOf(text)))) {
      this.#states.push(this.#phrases.addAll(words));
      this.#slotOfState.push(slot);
    }
    return slot;
  }

  /** The numbers of a phrase's words, in each way to write it. Fillers are not looked at in texts either. */
  #formsOf(text: string): readonly (readonly number[])[] {
    const script = scriptOf(text);
    if (script === 'unspaced') {
      return [listedWords(text, script).map((word) => this.#vocabulary.numberOf(word))];
    }
    const forms = new Map(waysToWrite(text).map((way) => [way.join(' '), way]));
    // What is nothing but filler in another language (French "son") is never looked at.
    return [...forms.values()]
      .map((words) => words.filter((word) => !this.#filler.has(word)))
      .filter((words) => words.length > 0)
      .map((words) => words.map((word) => this.#numberOf(word)));
  }

  #isFiller(text: string): boolean {
    return text.split(' ').every((word) => this.#filler.has(word));
  }

  #numberOf(word: string): number {
    const openStart = word.startsWith('*');
    const openEnd = word.endsWith('*');
    const part = word.slice(openStart ? 1 : 0, openEnd ? -1 : undefined);
    if (openStart) return this.#vocabulary.numberWithin(part, { atEnd: !openEnd });
    return openEnd ? this.#vocabulary.numberOfBeginning(part) : this.#vocabulary.numberOf(part);
  }
}

/** The slots of a line, with what stands before, between and after gaps in slots of its own. */
function slotsOf({ slots }: ListLine): readonly (readonly string[])[] {
  const apart = slots.flatMap((slot) => {
    const [text = ''] = slot;
    if (slot.length > 1 || !text.includes(ELLIPSIS)) return [slot];
    return text.split(' ').map((word) => [word]);
  });
  return apart.filter(([text]) => text !== '');
}

function textOf({ slots }: ListLine): string {
  return slots.map(([first = '']) => first).join(' ');
}

/** The words of a phrase with their stars: as it is written, without its accents, and with е for ё. */
function waysToWrite(text: string): readonly (readonly string[])[] {
  const words = text.split(' ').filter((word) => word !== '');
  const inScript = (script: 'basic' | 'other') =>
    words.flatMap((word) => {
      const bare = word.replace(/^\*|\*$/g, '');
      const read = listedWords(bare, script);
      if (bare === word || read.length !== 1) return read;
      return [`${word.startsWith('*') ? '*' : ''}${read.join('')}${word.endsWith('*') ? '*' : ''}`];
    });
  if (scriptOf(text) === 'basic') return [inScript('basic')];
  const own = inScript('other');
  const others = /\p{sc=Cyrillic}/u.test(text)
    ? own.map((word) => word.replaceAll('ё', 'е'))
    : inScript('basic');
  return [own, others];
}
