import { createHash } from 'node:crypto';
import type { Anchor, Candidate } from './candidates.ts';
import { roomOf, type SourceFile } from './product.ts';

/** A drawn mutant, as `drawn.json` holds it. */
export interface Drawn extends Anchor {
  /** Where it was drawn; it counts there for good, wherever its code is moved. */
  readonly room: string;
}

/** A drawn mutant and where it is now. */
export interface Found<D extends Drawn = Drawn> {
  readonly drawn: D;
  readonly candidate: Candidate;
}

/** How many mutants each room gets: by its branches, the largest remainders first. */
export function quotas(product: readonly SourceFile[], total: number): ReadonlyMap<string, number> {
  const rooms = Map.groupBy(product, ({ file }) => roomOf(file));
  const all = product.reduce((sum, { branches }) => sum + branches, 0);
  const shares = [...rooms].map(([room, files]) => {
    const exact = (total * files.reduce((sum, { branches }) => sum + branches, 0)) / all;
    return { room, whole: Math.floor(exact), rest: exact % 1 };
  });
  const left = total - shares.reduce((sum, { whole }) => sum + whole, 0);
  return new Map(
    shares
      .sort((a, b) => b.rest - a.rest || a.room.localeCompare(b.room))
      .map(({ room, whole }, rank) => [room, whole + (rank < left ? 1 : 0)]),
  );
}

/**
 * Draws that many from the room, or from everywhere when the room has no others. A candidate's turn depends on the seed and on
 * itself alone, so other code coming and going does not change who is drawn.
 */
export function draw(
  candidates: readonly Candidate[],
  { room, count, seed }: { readonly room: string; readonly count: number; readonly seed: string },
): readonly Candidate[] {
  const here = candidates.filter((candidate) => candidate.room === room);
  return (here.length > 0 ? here : candidates)
    .map((candidate) => ({ candidate, turn: turnOf(candidate, seed) }))
    .sort((a, b) => a.turn - b.turn)
    .slice(0, count)
    .map(({ candidate }) => candidate);
}

/** Exponentially distributed with the weight as its rate: the lowest of them are a weighted sample without replacement. */
function turnOf({ weight, ...candidate }: Candidate, seed: string): number {
  const { within, line, mutator, original, replacement, nth } = candidate;
  const hash = createHash('sha256')
    .update(JSON.stringify([seed, within, line, mutator, original, replacement, nth]))
    .digest();
  return -Math.log((hash.readUIntBE(0, 6) + 1) / 2 ** 48) / weight;
}

const MUTATION = ['mutator', 'original', 'replacement'] as const;
/** What a mutant is recognised by, the surest first. */
const RECOGNISED_BY: readonly (readonly (keyof Anchor)[])[] = [
  ['file', 'within', 'line', 'nth', ...MUTATION],
  ['within', 'line', ...MUTATION],
  ['file', 'within', ...MUTATION],
  // A block's line stays when its content changes.
  ['within', 'line', 'mutator', 'replacement'],
  ['line', ...MUTATION],
  MUTATION,
];
/** Characters from which code is taken for the same wherever it stands. */
const UNMISTAKABLE = 40;

/** Finds drawn mutants again in code that has changed. Those whose code is gone are not among them. */
export function find<D extends Drawn>(
  drawn: readonly D[],
  candidates: readonly Candidate[],
): readonly Found<D>[] {
  const taken = new Set<Candidate>();
  const found: Found<D>[] = [];
  let missing = drawn;
  for (const fields of RECOGNISED_BY) {
    const keyOf = (anchor: Anchor) => JSON.stringify(fields.map((field) => anchor[field]));
    const free = Map.groupBy(
      candidates.filter((each) => !taken.has(each)),
      keyOf,
    );
    missing = missing.filter((each) => {
      if (fields === MUTATION && each.original.length < UNMISTAKABLE) return true;
      const [candidate, another] = free.get(keyOf(each)) ?? [];
      if (!candidate || another || taken.has(candidate)) return true;
      taken.add(candidate);
      found.push({ drawn: each, candidate });
      return false;
    });
  }
  return found;
}
