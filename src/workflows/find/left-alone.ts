import type { Exported, Place } from './exported.ts';
import type { Sampler } from './samplers.ts';
import { settableNumber } from './settable.ts';

/** What stays as it was exported, though people may expect to set it: in sentences, each with its reason. */
export function leftAlone(
  exported: Exported,
  samplers: readonly Sampler[],
  latents: readonly string[],
): readonly string[] {
  const numbers = samplers.flatMap(({ steps, cfg, seed }) =>
    [steps, cfg, seed].filter((place) => place !== undefined),
  );
  const sides = latents
    .slice(-1)
    .flatMap((node) => [
      { node, input: 'width' },
      { node, input: 'height' },
    ])
    .filter((place) => exported.value(place) !== undefined);
  const unset = [...numbers, ...sides].filter((place) => !settableNumber(exported, place));
  const lines = [
    ...unset.map((place) => lineOf(exported, place)),
    ...ofTheirOwn(exported, samplers),
  ];
  return [...switchesIn(exported), ...new Set(lines)];
}

function lineOf(exported: Exported, place: Place): string {
  const { node, input } = place;
  const source = exported.source(place);
  const why =
    source === undefined
      ? 'is nothing that can be set'
      : `comes from node ${source} (${exported.className(source)}), where no single number stands`;
  return `${input} of node ${node} (${exported.className(node)}) ${why}: it is not offered.`;
}

/** Later samplers whose steps or cfg are not those of the first, with which they would be set. */
function ofTheirOwn(exported: Exported, samplers: readonly Sampler[]): readonly string[] {
  const base = samplers.find(({ isLater }) => !isLater);
  return (['steps', 'cfg'] as const).flatMap((kind) => {
    const first = numberAt(exported, base?.[kind]);
    return samplers.flatMap(({ id, [kind]: place }) => {
      const now = numberAt(exported, place);
      if (first === undefined || now === undefined || now === first) return [];
      return [
        `${kind} of node ${id} (${exported.className(id)}) is ${now}, and not ${first} as the first sampler's: it is not offered.`,
      ];
    });
  });
}

function numberAt(exported: Exported, place: Place | undefined): number | undefined {
  const at = place && settableNumber(exported, place);
  const now = at && exported.value(at);
  return typeof now === 'number' ? now : undefined;
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
