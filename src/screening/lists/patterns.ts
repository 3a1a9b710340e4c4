import { z } from 'zod';
import type { Effort } from '../reading/limits.ts';
import { COMMA } from '../reading/plain-words.ts';
import { listedWords, type Script, scriptOf } from '../reading/readings.ts';
import { uint8 } from './packed-tables.ts';
import {
  linesIn,
  type ListLine,
  NOT_A_TERM,
  type TermList,
  TermListError,
  textsIn,
} from './term-list.ts';
import { listAt, numberLists, numberListsOf, Trie, TrieBuilder } from './trie.ts';
import type { Vocabulary, VocabularyBuilder, Word } from './vocabulary.ts';

/** The slot that matches arbitrary words. */
const GAP = 0;

/** The kinds of lines that end in a state, a bit each. */
const LINE = { edit: 1, innocent: 2 };

/**
 * Lines of slots, each slot one of many phrases. Three slots of fifty phrases stand for hundreds of thousands
 * of texts but take the space of a hundred and fifty, since lines are not expanded.
 */
export const patternsTables = z.object({
  /** The phrases of all slots, as word numbers. */
  phrases: numberLists,
  /** By phrase state: the slots that a phrase ending there may fill. */
  slots: numberLists,
  /** The lines, as slot numbers. */
  lines: numberLists,
  /** By line state: the kinds of lines that end there. */
  ends: uint8,
  /** Edits that the operator has disabled, as a refusal names them. */
  unwanted: z.set(z.string()),
});
export type PatternsTables = z.infer<typeof patternsTables>;

/** The notation for a gap. */
const ELLIPSIS = '...';

/** Builds the tables of patterns from the lines of lists. */
export class PatternsBuilder {
  readonly #vocabulary: VocabularyBuilder;
  readonly #filler: ReadonlySet<string>;
  readonly #unwanted: readonly string[];
  readonly #phrases = new TrieBuilder();
  readonly #lines = new TrieBuilder();
  /** Slot numbers by the slot's texts. */
  readonly #slots = new Map<string, number>([[ELLIPSIS, GAP]]);
  /** The end states of phrases, and the slot of each. */
  readonly #states: number[] = [];
  readonly #slotOfState: number[] = [];
  /** By line state: the bits of the lines that end there. */
  readonly #ends = new Map<number, number>();

  /** @throws TermListError for a line that would match any text. */
  constructor(lists: TermList, vocabulary: VocabularyBuilder) {
    this.#vocabulary = vocabulary;
    this.#filler = new Set(textsIn(lists, 'filler'));
    this.#unwanted = textsIn(lists, NOT_A_TERM);
    for (const line of linesIn(lists, 'edit')) this.#add(line, LINE.edit);
    for (const line of linesIn(lists, 'innocent-edit')) this.#add(line, LINE.innocent);
  }

  /** @param numberOf final word numbers by provisional number */
  built(numberOf: Int32Array): PatternsTables {
    const [lines, phrases] = [this.#lines.built(), this.#phrases.built(numberOf)];
    const ends = new Uint8Array(lines.stateOf.length);
    for (const [state, bits] of this.#ends) ends[lines.stateOf[state] ?? 0] = bits;
    const states = this.#states.map((state) => phrases.stateOf[state] ?? 0);
    return {
      phrases: phrases.tables,
      slots: numberListsOf(phrases.stateOf.length, states, this.#slotOfState),
      lines: lines.tables,
      ends,
      unwanted: new Set(this.#unwanted),
    };
  }

  #add(line: ListLine, bit: number): void {
    const spoken = slotsOf(line).filter(
      ([text = '', ...more]) => more.length > 0 || !this.#isFiller(text),
    );
    const slots = spoken.map((slot) => this.#slotFor(slot));
    // It would match every text, or none.
    if ([slots[0] ?? GAP, slots.at(-1)].includes(GAP)) {
      throw new TermListError(`edit: "${textOf(line)}" has no word at one of its ends`);
    }
    const state = this.#lines.add(slots);
    this.#ends.set(state, (this.#ends.get(state) ?? 0) | bit);
  }

  #slotFor(texts: readonly string[]): number {
    const key = texts.join('\n');
    const known = this.#slots.get(key);
    if (known !== undefined) return known;
    const slot = this.#slots.size;
    this.#slots.set(key, slot);
    for (const words of new Set(texts.flatMap((text) => this.#formsOf(text)))) {
      this.#states.push(this.#phrases.add(words));
      this.#slotOfState.push(slot);
    }
    return slot;
  }

  /** The word numbers of a phrase in each of its spellings. Fillers are skipped, as in texts. */
  #formsOf(text: string): readonly (readonly number[])[] {
    const script = scriptOf(text);
    if (script === 'unspaced') {
      return [listedWords(text, script).map((word) => this.#vocabulary.numberOf(word))];
    }
    const forms = new Map(waysToWrite(text).map((way) => [way.join(' '), way]));
    // A form that is only filler in another language (French "son") never matches.
    return [...forms.values()]
      .map((words) => words.filter((word) => !this.#filler.has(word)))
      .filter((words) => words.length > 0)
      .map((words) => words.map((word) => this.#vocabulary.numberOf(word)));
  }

  #isFiller(text: string): boolean {
    return text.split(' ').every((word) => this.#filler.has(word));
  }
}

/** The slots of a line. The parts before, between and after gaps become slots of their own. */
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

/** The words of a phrase with their stars: as written, without accents, and with е for ё. */
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

/** The most words in a gap, or characters in scripts without spaces. */
const LONGEST_GAP: Readonly<Record<Script, number>> = { basic: 3, other: 3, unspaced: 6 };

/** A match of a line. */
interface Match {
  readonly start: number;
  /** The index after its last word. */
  readonly end: number;
  readonly isInnocent: boolean;
  readonly name: string;
}

/** The search from one word of a reading. */
interface Walk {
  readonly words: readonly Word[];
  readonly script: Script;
  readonly effort: Effort;
  readonly matches: Match[];
  /** The index of that word. */
  start: number;
  /** Whether it starts a clause. */
  beginsClause: boolean;
  /** Whether a line may continue after the comma at the end. */
  goesOn: boolean;
  /** The numbers of the words matched since. */
  readonly path: number[];
  /** Pairs of line state and index that are known to lead nowhere, as one number each. */
  readonly inVain: Set<number>;
}

/**
 * Finds the lines of patterns in readings, except where they overlap an innocent one. A comma ends a line,
 * unless its clause contains only the start of that line: "take off, her dress" is one request, and "a plane
 * takes off, a woman in a dress" is none.
 */
export class PatternSearch {
  readonly #tables: PatternsTables;
  readonly #phrases: Trie;
  readonly #lines: Trie;
  readonly #vocabulary: Vocabulary;

  constructor(tables: PatternsTables, vocabulary: Vocabulary) {
    this.#tables = tables;
    this.#phrases = new Trie(tables.phrases);
    this.#lines = new Trie(tables.lines);
    this.#vocabulary = vocabulary;
  }

  /**
   * Adds the words of the lines in a reading without fillers to `found`. Returns whether a line that starts
   * there may continue in the next clause.
   */
  find(words: readonly Word[], script: Script, found: Set<string>, effort: Effort): boolean {
    const walk: Walk = {
      words,
      script,
      effort,
      matches: [],
      start: 0,
      beginsClause: true,
      goesOn: false,
      path: [],
      inVain: new Set(),
    };
    effort.spend(words.length);
    for (let start = 0; start < words.length; start += 1) {
      walk.start = start;
      walk.beginsClause = start === 0 || words[start - 1]?.text === COMMA;
      this.#phrase(Trie.root, Trie.root, start, walk);
    }
    this.#noteFound(walk, found);
    return walk.goesOn;
  }

  #noteFound({ matches, effort }: Walk, found: Set<string>): void {
    const innocent = new Set<number>();
    for (const match of matches) {
      effort.spend(match.end - match.start);
      if (match.isInnocent) for (const at of placesOf(match)) innocent.add(at);
    }
    for (const match of matches) {
      if (match.isInnocent || placesOf(match).some((at) => innocent.has(at))) continue;
      if (!this.#tables.unwanted.has(match.name)) found.add(match.name);
    }
  }

  /** Continues with the word at this index, within a phrase of the line's next slot. */
  #phrase(line: number, phrase: number, at: number, walk: Walk): void {
    const word = walk.words[at];
    if (word?.isListed !== true) return;
    const { itself, singulars, beginnings, within } = word;
    walk.effort.spend(2 + singulars.length + beginnings.length + within.length);
    this.#word(itself, line, phrase, at, walk);
    for (const number of singulars) this.#word(number, line, phrase, at, walk);
    for (const number of beginnings) this.#word(number, line, phrase, at, walk);
    for (const number of within) this.#word(number, line, phrase, at, walk);
  }

  #word(number: number, line: number, phrase: number, at: number, walk: Walk): void {
    const state = this.#phrases.next(phrase, number);
    if (state === Trie.nowhere) return;
    walk.path.push(number);
    for (const slot of listAt(this.#tables.slots, state)) {
      const next = this.#lines.next(line, slot);
      walk.effort.spend(1);
      if (next !== Trie.nowhere) this.#slot(next, at + 1, line === Trie.root, walk);
    }
    this.#phrase(line, state, at + 1, walk);
    walk.path.pop();
  }

  /** Records the lines that end with a slot, then continues with the next slot or a gap. */
  #slot(line: number, at: number, isFirst: boolean, walk: Walk): void {
    const bits = this.#tables.ends[line] ?? 0;
    for (const bit of [LINE.edit, LINE.innocent]) {
      if ((bits & bit) !== 0) this.#note(bit === LINE.innocent, at, walk);
    }
    this.#phrase(line, Trie.root, at, walk);
    if (walk.words[at]?.text === COMMA) this.#beyondComma(line, at + 1, isFirst, walk);
    const beyond = this.#lines.next(line, GAP);
    if (beyond === Trie.nowhere) return;
    const furthest = at + LONGEST_GAP[walk.script];
    for (let next = at; next <= furthest; next += 1) {
      walk.effort.spend(1);
      const place = beyond * walk.words.length + next;
      if (!walk.inVain.has(place)) {
        const before = walk.matches.length;
        this.#phrase(beyond, Trie.root, next, walk);
        if (walk.matches.length === before) walk.inVain.add(place);
      }
      if (walk.words[next]?.text === COMMA) return;
    }
  }

  /**
   * Continues after a comma if its clause held nothing else. Fillers that were removed may carry meaning
   * after all ("change the dress to red, smooth the skin"), so with fillers only the first slot may stand
   * alone.
   */
  #beyondComma(line: number, at: number, isFirst: boolean, walk: Walk): void {
    if (!walk.beginsClause || !(isFirst || walk.script === 'unspaced')) return;
    walk.goesOn ||= at === walk.words.length;
    this.#phrase(line, Trie.root, at, walk);
  }

  #note(isInnocent: boolean, end: number, { start, path, matches, script }: Walk): void {
    const words = path.map((number) => this.#vocabulary.textOf(number).replaceAll('*', ''));
    const name = words.join(script === 'unspaced' ? '' : ' ');
    // It is also found among the letters a to z, together with innocent lines without accents.
    if (script === 'other' && !isInnocent && scriptOf(name) === 'basic') return;
    matches.push({ start, end, isInnocent, name });
  }
}

function placesOf({ start, end }: Match): readonly number[] {
  return Array.from({ length: end - start }, (_, at) => start + at);
}
