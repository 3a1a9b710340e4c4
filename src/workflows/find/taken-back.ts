import { MOST_OPTIONS } from '../command-problems.ts';
import type { Problem } from '../problem.ts';
import type { DraftManifest } from './draft-workflow.ts';

/** A manifest without the entries that `check` refuses. */
export interface TakenBack {
  readonly manifest: DraftManifest;
  /** What was removed, in sentences. */
  readonly notes: readonly string[];
  /** What is wrong besides its entries. */
  readonly problems: readonly Problem[];
}

/** Options that a command is for: the others are removed first if there are too many. */
const KEPT: ReadonlySet<string> = new Set(['prompt', 'negative_prompt', 'image', 'mask', 'seed']);

/** The place of a problem with an entry: `nodes[2] (steps)`. */
const ENTRY = /^nodes\[(\d+)\] \((.*?)\)/;

/**
 * Removes entries from a manifest until `check` accepts the rest. The operator reads what is not offered, and need not
 * mend what `add` wrote.
 */
export function takenBack(
  draft: DraftManifest,
  check: (manifest: DraftManifest) => readonly Problem[],
): TakenBack {
  const notes: string[] = [];
  let manifest = draft;
  for (;;) {
    const problems = check(manifest);
    const wrong = new Map<number, string>();
    for (const { place = '', node, input, says } of problems) {
      const [, index, type] = ENTRY.exec(place) ?? [];
      if (index === undefined || wrong.has(Number(index))) continue;
      const entry = manifest.nodes[Number(index)];
      const where =
        node === undefined
          ? `node ${(entry?.node_ids ?? []).join(', ')}`
          : `node ${node}, input ${input ?? '?'}`;
      wrong.set(Number(index), `Not offered: ${entry?.name ?? type ?? '?'}: ${where}: ${says}.`);
    }
    if (wrong.size === 0 && problems.some(({ about }) => about === 'size')) {
      // Removes all surplus at once, since each check reads the whole workflow.
      const tooMany = Math.max(1, manifest.nodes.length - MOST_OPTIONS);
      const others = [...manifest.nodes.entries()].filter(([, { type }]) => !KEPT.has(type));
      for (const [index, { type, name = type }] of others.slice(-tooMany).reverse()) {
        wrong.set(index, `Not offered, as Discord takes no command as large: ${name}.`);
      }
    }
    if (wrong.size === 0) return { manifest, notes, problems };
    notes.push(...wrong.values());
    manifest = { ...manifest, nodes: manifest.nodes.filter((_, index) => !wrong.has(index)) };
  }
}
