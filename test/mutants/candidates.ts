import { Instrumenter } from '@stryker-mutator/instrumenter';
import type { Location, Position } from '@stryker-mutator/api/core';
import { roomOf, type Place, type SourceFile } from './product.ts';

/** What tells a mutant from all others, wherever its code is moved. Texts are cut and on one line. */
export interface Anchor {
  readonly file: string;
  /** The names of the functions and classes around it. */
  readonly within: string;
  /** The line that it begins on. */
  readonly line: string;
  readonly mutator: string;
  readonly original: string;
  readonly replacement: string;
  /** Its number among those of its file that are otherwise the same, from 0. */
  readonly nth: number;
}

/** A mutant that can be drawn. */
export interface Candidate extends Anchor {
  readonly room: string;
  /** Lines and columns from 0, as Stryker counts them. */
  readonly location: Location;
  /** The whole of its replacement. */
  readonly replaces: string;
  /** A function's mutants share what it weighs: its branches and one. */
  readonly weight: number;
}

const SILENT = {
  isTraceEnabled: () => false,
  isDebugEnabled: () => false,
  isInfoEnabled: () => false,
  isWarnEnabled: () => false,
  isErrorEnabled: () => false,
  isFatalEnabled: () => false,
  trace: () => undefined,
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  fatal: () => undefined,
};
const LONGEST = 90;

/**
 * All mutants inside functions. Those of tables outside them have no branches and would run every test; a string with a space
 * in it is prose, which tests leave free.
 */
export async function candidatesOf(product: readonly SourceFile[]): Promise<readonly Candidate[]> {
  const instrumenter = new Instrumenter(SILENT);
  const found: Candidate[] = [];
  for (const source of product) {
    const { mutants } = await instrumenter.instrument(
      [{ name: source.file, content: source.text, mutate: true }],
      { plugins: null, excludedMutations: [], ignorers: [] },
    );
    found.push(...ofFile(source, mutants));
  }
  return found;
}

interface Mutant {
  readonly location: Location;
  readonly mutatorName: string;
  readonly replacement: string;
}

function ofFile(source: SourceFile, mutants: readonly Mutant[]): readonly Candidate[] {
  const lines = source.text.split('\n');
  let end = 0;
  const starts = lines.map(({ length }) => (end += length + 1) - length - 1);
  const offset = ({ line, column }: Position) => (starts[line] ?? 0) + column;
  const placed = mutants.flatMap((mutant) => {
    const [start, end] = [offset(mutant.location.start), offset(mutant.location.end)];
    const original = source.text.slice(start, end);
    const place = innermost(source.places, start, end);
    const prose = mutant.mutatorName === 'StringLiteral' && /\s/.test(original);
    return place === undefined || prose ? [] : [{ mutant, original, place }];
  });
  const sharing = Map.groupBy(placed, ({ place }) => place);
  const seen = new Map<string, number>();
  return placed.map(({ mutant, original, place }) => {
    const text = {
      within: place.within,
      line: cut(lines[mutant.location.start.line] ?? ''),
      mutator: mutant.mutatorName,
      original: cut(original),
      replacement: cut(mutant.replacement),
    };
    const key = JSON.stringify(text);
    const nth = seen.get(key) ?? 0;
    seen.set(key, nth + 1);
    return {
      file: source.file,
      ...text,
      nth,
      room: roomOf(source.file),
      location: mutant.location,
      replaces: mutant.replacement,
      weight: (1 + place.branches) / (sharing.get(place)?.length ?? 1),
    };
  });
}

function innermost(places: readonly Place[], start: number, end: number): Place | undefined {
  return places
    .filter(
      (place) => place.start <= start && end <= place.end && end - start < place.end - place.start,
    )
    .sort((a, b) => a.end - a.start - (b.end - b.start))[0];
}

function cut(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  return line.length > LONGEST ? `${line.slice(0, LONGEST - 1)}…` : line;
}
