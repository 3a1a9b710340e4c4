/** One thing that is wrong with a workflow's folder. */
export interface Problem {
  /** `manifest.json` or `graph.json`; left out where it is the folder itself. */
  readonly file?: string;
  /** Where in `manifest.json`: `title`, `nodes[2] (steps).min`. */
  readonly place?: string;
  /** A node's id, with its class where that is known. */
  readonly node?: string;
  readonly input?: string;
  /** A sentence without a capital and a full stop: what is wrong, and what to do about it. */
  readonly says: string;
  /** `rating`: only the operator can say what is missing. `size`: the command is too large for Discord. */
  readonly about?: 'rating' | 'size';
}

/** As an operator reads it, in one line: `graph.json, node 6 (KSampler), input seed: is missing …`. */
export function problemLine({ file, place, node, input, says }: Problem): string {
  const where = [
    file,
    place,
    node === undefined ? undefined : `node ${node}`,
    input === undefined ? undefined : `input ${input}`,
  ].filter((part) => part !== undefined);
  const line = where.length === 0 ? says : `${where.join(', ')}: ${says}`;
  // What stands in a file may hold anything at all.
  return line.replace(/[\s\p{C}]+/gu, ' ').trim();
}

/** As many of a list's values as are named. */
const SHOWN = 8;

/** The values that an input takes, the first of them where there are many. */
export function listed(values: readonly unknown[]): string {
  const some = values.slice(0, SHOWN).map(String).join(', ');
  const more = values.length - SHOWN;
  return more > 0 ? `${some} and ${more} more` : some;
}
