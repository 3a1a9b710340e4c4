import { relative } from 'node:path';
import type { Mutant } from '@stryker-mutator/api/core';

/** A mutant as Stryker describes it. */
export type MutantPlace = Pick<Mutant, 'fileName' | 'location' | 'mutatorName' | 'replacement'>;

/** What tells one of Stryker's mutants from all others of a run; positions from 0. */
export function mutantKey(mutant: MutantPlace): string {
  const { start, end } = mutant.location;
  const file = relative(process.cwd(), mutant.fileName);
  return JSON.stringify([
    file,
    start.line,
    start.column,
    end.line,
    end.column,
    mutant.mutatorName,
    mutant.replacement,
  ]);
}
