import { placeKey, type Exported } from './exported.ts';
import { among, hasOwnSize, picturesInto } from './own-sizes.ts';
import { isSampler } from './samplers.ts';
import { settableNumber } from './settable.ts';

/** What extensions call a size that is no width beside a height: `scale_to_length`, `longer_side`, `max_width`. */
const SIZE =
  /^(?:scale_to_\w+|(?:long|short|larg|small)(?:er|est)?_(?:side|edge|size)(?:_\w+)?|(?:side|edge)_length|(?:max|min)_(?:width|height|side|edge|dimension)|target_(?:size|length|side|edge|width|height)|resize_to|new_size)$/i;
/** `aspect_ratio` of `16:9`. */
const SHAPE = /^(?:aspect_?)?ratio$/i;
const RATIO = /^\d+(?:\.\d+)?:\d+/;

interface Sent {
  readonly pictures: readonly string[];
  readonly sampled: ReadonlySet<string>;
  /** The places that members may set. */
  readonly set: ReadonlySet<string>;
}

/** Names the nodes of unknown classes that may scale a picture that members send by a number or a shape of their own. */
export function looseSizes(
  exported: Exported,
  nodes: readonly string[],
  { pictures, sampled, set }: Sent,
): readonly string[] {
  const sent = new Set([...pictures, ...exported.madeFrom(pictures)]);
  return nodes.flatMap((node) => {
    if (exported.classOf(node) || sampled.has(node) || isSampler(exported, node)) return [];
    if (!picturesInto(exported, node).some((source) => sent.has(source))) return [];
    if (hasOwnSize(exported, node, among(set))) return [];
    const own = Object.keys(exported.inputsOf(node)).flatMap((input) => {
      const at = settableNumber(exported, { node, input });
      const now = exported.value(at ?? { node, input });
      const isSize = SIZE.test(input) && at && !set.has(placeKey(at)) && Number(now) > 0;
      const isShape = SHAPE.test(input) && typeof now === 'string' && RATIO.test(now);
      return isSize || isShape ? [`${input} ${String(now)}`] : [];
    });
    return own.length === 0
      ? []
      : [
          `Node ${node} (${exported.className(node)}) may bring a picture that is sent to a size of its own (${own.join(', ')}), which stays as it was exported: another shape may be cut, stretched or padded.`,
        ];
  });
}
