import { camelCase } from '../../recipes/option.ts';
import type { Recipe } from '../../recipes/recipe.ts';
import type { Screening } from '../../screening/open-screening.ts';
import { MOST_OPTIONS } from '../discord-rules.ts';
import type { Problem } from '../problem.ts';
import type { DraftManifest } from './draft-workflow.ts';

/** A manifest without the entries that `check` refuses. */
export interface AcceptedManifest {
  readonly manifest: DraftManifest;
  /** What was removed, in sentences. */
  readonly notes: readonly string[];
  /** Problems that concern no entry. */
  readonly problems: readonly Problem[];
}

/** The most important options. The others are removed first if there are too many. */
const KEPT: ReadonlySet<string> = new Set(['prompt', 'negative_prompt', 'image', 'mask', 'seed']);

/** The position of a problem with an entry: `nodes[2] (steps)`. */
const ENTRY = /^nodes\[(\d+)\] \((.*?)\)/;

/**
 * Removes entries from a manifest until `check` accepts the rest. The operator reads what was
 * removed, and need not fix what `add` wrote.
 */
export function withoutRefusedEntries(
  draft: DraftManifest,
  check: (manifest: DraftManifest) => readonly Problem[],
): AcceptedManifest {
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
        wrong.set(index, `Not offered, since the command would be too large for Discord: ${name}.`);
      }
    }
    if (wrong.size === 0) return { manifest, notes, problems };
    notes.push(...wrong.values());
    manifest = { ...manifest, nodes: manifest.nodes.filter((_, index) => !wrong.has(index)) };
  }
}

/** Stands for a prompt that no screening refuses. */
const INNOCENT = 'a fox';
/** More parts of a text take too long to try. */
const MOST_PARTS = 100;

/**
 * Takes words out of texts' defaults that the screening refuses: nobody could run the command
 * without writing that text anew.
 */
export function withAllowedDefaults(
  manifest: DraftManifest,
  { options, person, rating }: Pick<Recipe, 'options' | 'person' | 'rating'>,
  screening: Pick<Screening, 'refusalOf'>,
): { readonly manifest: DraftManifest; readonly notes: readonly string[] } {
  const notes: string[] = [];
  const texts = [INNOCENT];
  const isRefused = (prompt: readonly string[], negativePrompt: string) =>
    screening.refusalOf({
      ...{ prompt: prompt.join('\n'), negativePrompt, face: person },
      ageRestricted: rating === 'adult',
    }) !== undefined;
  const changed = new Map<string, string>();
  const entries = manifest.nodes.map(({ type, name = type }) => {
    const option = options[camelCase(name)];
    const text = option?.kind === 'text' ? (option.default ?? '') : '';
    return { type, name, text };
  });
  for (const { type, name, text } of entries) {
    if (type !== 'text' || text === '') continue;
    if (!isRefused([...texts, text], '')) texts.push(text);
    else {
      changed.set(name, '');
      notes.push(
        `${name} is empty unless it is filled in: with its exported words, every job would be refused.`,
      );
    }
  }
  for (const { type, name, text } of entries) {
    if (type !== 'negative_prompt' || !isRefused(texts, text)) continue;
    const parts = text.split(/[,\n]+/).map((part) => part.trim());
    const kept: string[] = [];
    const left: string[] = [];
    for (const part of parts.filter((one) => one !== '').slice(0, MOST_PARTS)) {
      (isRefused(texts, [...kept, part].join(', ')) ? left : kept).push(part);
    }
    changed.set(name, balanced(kept.join(', ')));
    notes.push(
      `${name} is without these words of the export, with which every job would be refused: ${left.join(', ')}.`,
    );
  }
  const nodes = manifest.nodes.map((entry) => {
    const words = changed.get(entry.name ?? entry.type);
    return words === undefined ? entry : { ...entry, default: words };
  });
  return { manifest: { ...manifest, nodes }, notes };
}

/** Drops emphasis such as `(blurry:1.2)` from a text if a part of it is gone. */
function balanced(text: string): string {
  const count = (sign: string) => text.split(sign).length;
  const isWhole = count('(') === count(')');
  return isWhole ? text : text.replace(/:\d*\.?\d+(?=\s*\))|[()]/g, '');
}
