import { plainReading, readingsOf, scriptOf, type Script } from './readings.ts';
import { Phrases } from './phrases.ts';
import { Spellings } from './spellings.ts';
import { TermIndex } from './term-index.ts';
import type { Category, TermList } from './term-list.ts';

/** The terms that were found in a text, by category. */
export type Found = Readonly<Record<Category, ReadonlySet<string>>>;

const SCRIPTS: readonly Script[] = ['basic', 'other', 'unspaced'];

/** Finds the terms of some categories in texts, however they are written. */
export class TermMatcher {
  readonly #indexes: readonly { readonly script: Script; readonly index: TermIndex }[];
  readonly #innocent: Phrases;
  readonly #spellings: Spellings;
  readonly #filler: ReadonlySet<string>;

  constructor(lists: TermList, categories: readonly Category[]) {
    const { terms, innocent, filler } = lists;
    const wanted = terms.filter(({ category }) => categories.includes(category));
    this.#filler = new Set(filler);
    const phrases = innocent.flatMap(readingsOfPhrase);
    this.#innocent = new Phrases(phrases.map(({ reading }) => reading));
    const single = wanted.map(({ text }) => text).filter((text) => /^[a-z]+$/.test(text));
    this.#spellings = new Spellings(single, lists);
    this.#indexes = SCRIPTS.flatMap((script) => {
      const ofScript = wanted.filter(({ text }) => scriptOf(text) === script);
      if (ofScript.length === 0) return [];
      const harmless = phrases.filter((one) => one.script === script);
      const index = new TermIndex(
        script,
        ofScript,
        harmless.map(({ reading }) => reading),
      );
      return [{ script, index }];
    });
  }

  find(text: string): Found {
    const found: Record<Category, Set<string>> = {
      nudity: new Set(),
      sexual: new Set(),
      suggestive: new Set(),
      minor: new Set(),
      clothes: new Set(),
      adult: new Set(),
    };
    if (text.trim() === '') return found;
    for (const { script, index } of this.#indexes) {
      for (const { category, text: term } of index.find(this.#readings(text, script))) {
        found[category].add(term);
      }
    }
    return found;
  }

  #readings(text: string, script: Script): ReadonlySet<string> {
    const readings = readingsOf(text, script);
    if (script === 'unspaced') return new Set(readings);
    return new Set(
      readings.flatMap((reading) => {
        // What follows may take an innocent phrase apart.
        const guilty = this.#innocent.removedFrom(reading);
        const spelt = this.#spellings.correct(guilty);
        return [reading, spelt, ...this.#withoutFiller(guilty), ...this.#withoutFiller(spelt)];
      }),
    );
  }

  /** Without what may stand between a verb and its object, such as "all of her" or "Emma's". */
  #withoutFiller(reading: string): readonly string[] {
    return OWNERS.map((owner) =>
      reading
        .replace(owner, '')
        .split(' ')
        .filter((word) => !this.#filler.has(word))
        .join(' '),
    );
  }
}

/** "Emma's", "Mary Jane's" and "my old friend's": an owner has up to three words. */
const OWNERS = [/ \p{L}+ s(?= )/gu, / \p{L}+ \p{L}+ s(?= )/gu, / (?:\p{L}+ ){3}s(?= )/gu] as const;

/** A phrase as a reading has it, in the singular and in the plural. */
function readingsOfPhrase(phrase: string): { readonly script: Script; readonly reading: string }[] {
  const script = scriptOf(phrase);
  const reading = plainReading(phrase, script);
  if (script === 'unspaced') return [{ script, reading }];
  const plural = { script, reading: `${reading.trimEnd()}s ` };
  // A term of a to z is found in a reading without accents, and so is its phrase.
  const folded =
    script === 'other'
      ? [{ script: 'basic', reading: plainReading(phrase, 'basic') } as const]
      : [];
  return [{ script, reading }, plural, ...folded];
}
