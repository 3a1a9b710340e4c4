import { placeKey, type Exported, type Place } from './exported.ts';
import type { Sampler } from './samplers.ts';
import { settableNumber } from './settable.ts';

/** Besides samplers: nodes that may tell the size, the last of them first of all, and places of the guidance. */
interface Others {
  readonly sized?: readonly string[];
  readonly guidance?: readonly Place[];
}

/** What stays as it was exported though members may expect to set it: sentences with the reason. */
export function leftAlone(
  exported: Exported,
  samplers: readonly Sampler[],
  { sized = [], guidance = [] }: Others,
): readonly string[] {
  const numbers = samplers.flatMap(({ steps, cfg, seed, denoise }) =>
    [steps, cfg, seed, denoise].filter((place) => place !== undefined),
  );
  const sides = sized
    .slice(-1)
    .flatMap((node) => [
      { node, input: 'width' },
      { node, input: 'height' },
    ])
    .filter((place) => exported.value(place) !== undefined);
  const unset = [...numbers, ...sides, ...guidance].filter(
    (place) => !settableNumber(exported, place),
  );
  const lines = [
    ...unset.map((place) => lineOf(exported, place)),
    ...oneSide(exported, sides),
    ...ofTheirOwn(exported, samplers),
  ];
  return [...switchesIn(exported), ...new Set(lines)];
}

/** Both sides where they are one number. */
function oneSide(exported: Exported, sides: readonly Place[]): readonly string[] {
  const [first, second] = sides.map((place) => settableNumber(exported, place));
  const [place] = sides;
  if (!place || !first || !second || placeKey(first) !== placeKey(second)) return [];
  const named = (node: string) => `node ${node} (${exported.className(node)})`;
  return [
    `width and height of ${named(place.node)} are one number, of ${named(first.node)}: they are not offered.`,
  ];
}

function lineOf(exported: Exported, place: Place): string {
  const { node, input } = place;
  const source = exported.source(place);
  const why =
    source === undefined
      ? `is no number, but ${JSON.stringify(exported.value(place))}`
      : `comes from node ${source} (${exported.className(source)}), where no single number stands`;
  return `${input} of node ${node} (${exported.className(node)}) ${why}: it is not offered.`;
}

/** Later samplers whose steps, cfg or denoise differ from the first one's, so that they cannot be set together. */
function ofTheirOwn(exported: Exported, samplers: readonly Sampler[]): readonly string[] {
  const base = samplers.find(({ isLater }) => !isLater);
  return (['steps', 'cfg', 'denoise'] as const).flatMap((kind) => {
    const first = numberAt(exported, base?.[kind]);
    // At 1 the first sampler makes all of the picture, and `denoise` is not offered.
    if (kind === 'denoise' && first === 1) return [];
    return samplers.flatMap(({ id, [kind]: place }) => {
      const now = numberAt(exported, place);
      if (first === undefined || now === undefined || now === first) return [];
      return [
        `${kind} of node ${id} (${exported.className(id)}) is ${now}, and not ${first} as the main sampler's: it is not offered.`,
      ];
    });
  });
}

function numberAt(exported: Exported, place: Place | undefined): number | undefined {
  const at = place && settableNumber(exported, place);
  const now = at && exported.value(at);
  return typeof now === 'number' ? now : undefined;
}

/** Noise that other samplers than the first begin with, and that keeps its size. `own`: what the first one begins with. */
export function otherLatents(
  exported: Exported,
  nodes: readonly string[],
  { own, set }: { readonly own: readonly string[]; readonly set: ReadonlySet<string> },
): readonly string[] {
  return nodes.flatMap((node) => {
    const places = ['width', 'height', 'batch_size'].map((input) =>
      settableNumber(exported, { node, input }),
    );
    const isLatent =
      places.every((place) => place && typeof exported.value(place) === 'number') &&
      (exported.classOf(node)?.outputs.includes('LATENT') ??
        /latent|empty|tovideo/i.test(exported.className(node)));
    const [isSized, , isCounted] = places.map((place) => place && set.has(placeKey(place)));
    if (!isLatent || (isSized && isCounted) || own.includes(node)) return [];
    const stays =
      isSized || isCounted
        ? `${isSized ? 'number' : 'size'} stays as it was exported`
        : 'size and number stay as they were exported';
    return [`Node ${node} (${exported.className(node)}) begins another picture, whose ${stays}.`];
  });
}

/** The texts of nodes that members may not set. `set`: the places that they may. */
export function ownTexts(
  exported: Exported,
  nodes: readonly string[],
  set: ReadonlySet<string>,
): readonly (Place & { readonly value: string })[] {
  return nodes.flatMap((node) =>
    Object.entries(exported.inputsOf(node)).flatMap(([input, value]) =>
      typeof value === 'string' &&
      !set.has(placeKey({ node, input })) &&
      !exported.isChosen({ node, input })
        ? [{ node, input, value }]
        : [],
    ),
  );
}

/** Inputs for words. */
const WORDS =
  /(^|_)(prompt|wildcard|text|string|value|clip_[lg]|t5xxl|positive|negative|query|question|instructions?|system)\d*(_|$)/i;

/** Values that say nothing, or only whether. */
const NO_WORDS = /^(?:true|false|yes|no|)$/i;

/** Names that do not tell what they are for, as they are in no Latin letters. */
const FOREIGN = /[^\p{ASCII}\p{Emoji}]/u;
/** Longer texts than a choice has. */
const LONGEST_CHOICE = 20;

function isLong(value: string): boolean {
  return value.length > LONGEST_CHOICE || value.includes('\n');
}

/** The author's own words, which every job uses. */
export function wordsLeft(
  exported: Exported,
  nodes: readonly string[],
  set: ReadonlySet<string>,
): readonly string[] {
  return ownTexts(exported, nodes, set).flatMap(({ node, input, value }) => {
    const isNamed = WORDS.test(input) || (FOREIGN.test(input) && isLong(value));
    const isLeft = isNamed && !NO_WORDS.test(value.trim());
    const type = exported.takes({ node, input })?.type ?? 'STRING';
    return isLeft && type === 'STRING'
      ? [`${input} of node ${node} (${exported.className(node)}) is not offered.`]
      : [];
  });
}

function switchesIn(exported: Exported): readonly string[] {
  const set = Object.keys(exported.graph).flatMap((id) => {
    const side = exported.sideOf(id);
    return side === undefined ? [] : [`${id} (${side.slice('on_'.length)})`];
  });
  return set.length === 0
    ? []
    : [
        `Switches stay as they are set, and what only their other side uses is not offered: ${set.join(', ')}.`,
      ];
}
