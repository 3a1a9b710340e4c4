import { countOf, textsOf, type ListLine } from './list-line.ts';
import { TermListError } from './term-list-error.ts';

/** The lists of one language as they are written: each file's name without its ending, and its text. */
export type TermFiles = Readonly<Record<string, string>>;

export const PLACEHOLDERS = /\{([^{}]*)\}/g;

/** How many texts the placeholders of one line may make of it at most. */
const MOST_EXPANSIONS = 20_000;

/** The lines of the lists of one language, with every placeholder replaced. */
export class ListLines {
  readonly #files: TermFiles;
  readonly #arePatterns: boolean;
  readonly #texts = new Map<string, readonly string[]>();
  readonly #withoutStars = new Map<string, readonly string[]>();

  /** Those of patterns keep their stars wherever they stand, and may stand for any number of texts. */
  constructor(files: TermFiles, { arePatterns } = { arePatterns: false }) {
    this.#files = files;
    this.#arePatterns = arePatterns;
  }

  /** The lines of one list, none where there is no such list; `*` at an end is a part of a line. */
  linesOf(name: string): readonly ListLine[] {
    return this.#linesOf(name, []);
  }

  /** What they stand for, each once. */
  textsOf(name: string): readonly string[] {
    return this.#textsOf(name, []);
  }

  #linesOf(name: string, within: readonly string[]): readonly ListLine[] {
    if (within.includes(name)) throw new TermListError(`{${name}} stands for itself`);
    return writtenLines(this.#files[name] ?? '').map((line) => {
      const slots = this.#slotsOf(line, name, within);
      if (!this.#arePatterns && countOf({ slots }) > MOST_EXPANSIONS) throw tooMany(name, line);
      return { slots };
    });
  }

  #textsOf(name: string, within: readonly string[]): readonly string[] {
    const known = this.#texts.get(name);
    if (known && !within.includes(name)) return known;
    const texts = [...new Set(this.#linesOf(name, within).flatMap(textsOf))];
    this.#texts.set(name, texts);
    return texts;
  }

  #slotsOf(line: string, name: string, within: readonly string[]): ListLine['slots'] {
    if (!line.includes('{')) return [[line]];
    let last: readonly string[] = [''];
    const slots: (readonly string[])[] = [];
    // Every second piece is a placeholder's name.
    for (const [index, piece] of line.split(PLACEHOLDERS).entries()) {
      if (index % 2 === 1) {
        last = glued(last, this.#replacementsFor(piece, name, within));
        if (last.length > MOST_EXPANSIONS) throw tooMany(name, line);
        continue;
      }
      const [start = '', ...words] = piece.split(' ');
      if (start !== '') last = glued(last, [start]);
      for (const word of words) {
        slots.push(last);
        last = [word];
      }
    }
    return [...slots, last];
  }

  #replacementsFor(of: string, name: string, within: readonly string[]): readonly string[] {
    if (!Object.hasOwn(this.#files, of)) {
      throw new TermListError(`${name}: there is no list for {${of}}`);
    }
    const known = this.#withoutStars.get(of);
    if (known) return known;
    const written = this.#textsOf(of, [...within, name]);
    const texts = this.#arePatterns ? written : written.map(withoutStars);
    this.#withoutStars.set(of, texts);
    return texts;
  }
}

/** A line without the stars at its ends. */
function withoutStars(line: string): string {
  return line.replace(/^\*|\*$/g, '');
}

/** Each of these followed by each of those, without a space; just `those` where there are no starts. */
function glued(these: readonly string[], those: readonly string[]): readonly string[] {
  if (these.length === 1 && these[0] === '') return those;
  return these.flatMap((start) => those.map((end) => start + end));
}

function tooMany(name: string, line: string): TermListError {
  return new TermListError(`${name}: "${line}" stands for more than ${MOST_EXPANSIONS} terms`);
}

function writtenLines(text: string): readonly string[] {
  const lines = text.normalize('NFC').toLowerCase().split('\n');
  const trimmed = lines.map((line) => line.trim());
  return [...new Set(trimmed)].filter((line) => line !== '' && !line.startsWith('#'));
}
