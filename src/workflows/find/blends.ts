import { placeKey, type Exported } from './exported.ts';
import { madeFromSet } from './files-left.ts';
import { settableNumber } from './settable.ts';

/** At which value of its input a node of ComfyUI's own drops another one. */
interface Drop {
  readonly className: string;
  readonly by: string;
  readonly at: 0 | 1;
  readonly dropped: string;
}

const DROPS: readonly Drop[] = [
  { className: 'ImageBlend', by: 'blend_factor', at: 0, dropped: 'image2' },
  { className: 'LatentBlend', by: 'blend_factor', at: 0, dropped: 'samples1' },
  { className: 'LatentBlend', by: 'blend_factor', at: 1, dropped: 'samples2' },
  { className: 'LatentInterpolate', by: 'ratio', at: 0, dropped: 'samples1' },
  { className: 'LatentInterpolate', by: 'ratio', at: 1, dropped: 'samples2' },
  ...([0, 1] as const).map((at) => ({
    className: 'ConditioningAverage',
    by: 'conditioning_to_strength',
    at,
    dropped: at === 0 ? 'conditioning_to' : 'conditioning_from',
  })),
  { className: 'ColorTransfer', by: 'strength', at: 0, dropped: 'image_ref' },
];
/** With this mode an ImageBlend drops its first picture at 1. */
const REPLACES: Drop = { className: 'ImageBlend', by: 'blend_factor', at: 1, dropped: 'image1' };

/** Says what members set that a node drops, as it takes all of another one. `set`: the places that they may set. */
export function blendedAway(
  exported: Exported,
  nodes: readonly string[],
  set: ReadonlySet<string>,
): readonly string[] {
  const made = madeFromSet(exported, nodes, set);
  return nodes.flatMap((node) => {
    const className = exported.className(node);
    const isPlain = exported.value({ node, input: 'blend_mode' }) === 'normal';
    return [...DROPS, ...(isPlain ? [REPLACES] : [])].flatMap(({ by, at, dropped, ...drop }) => {
      if (drop.className !== className) return [];
      const place = settableNumber(exported, { node, input: by });
      const source = exported.source({ node, input: dropped });
      if (!place || set.has(placeKey(place)) || exported.value(place) !== at) return [];
      return source !== undefined && made.has(source)
        ? [`${by} of node ${node} (${className}) is ${at}, so its ${dropped} does nothing.`]
        : [];
    });
  });
}
