import type { Exported } from './exported.ts';

/** Classes that read a picture as a square, except those that look for a face in it or read it in tiles. */
const ADAPTER = /ip_?adapter/i;
const NO_SQUARE = /face|insight|tiled|noise|embeds|load|save/i;
/** Those that make a square of it for that. */
const PREPARES = /prep.*image|image.*prep/i;

const VISION = 'CLIP_VISION';
/** What nodes of unknown classes call a vision model and a picture that is read. */
const VISION_INPUT = /^(?:clip_?vision|image_encoder)(?:_model)?$/i;
const PICTURE_INPUT = /(?:^|_)(?:image|picture|photo|pixels)s?_?\d*(?:_|$)/i;

/** `sampled`: what samplers made, which is no longer what was sent. */
interface Sent {
  readonly pictures: readonly string[];
  readonly sampled: ReadonlySet<string>;
}

/** Names the nodes that a vision model reads pictures through which members send: it reads squares. */
export function cutToSquare(
  exported: Exported,
  nodes: readonly string[],
  { pictures, sampled }: Sent,
): readonly string[] {
  const sent = new Set([...pictures, ...exported.madeFrom(pictures)]);
  return nodes.flatMap((node) => {
    const sources = picturesRead(exported, node).filter(
      (source) => sent.has(source) && !sampled.has(source) && !isSquare(exported, source),
    );
    const does = sources.length === 0 ? undefined : whatItDoes(exported, node);
    return does === undefined ? [] : [`Node ${node} (${exported.className(node)}) ${does}.`];
  });
}

function whatItDoes(exported: Exported, node: string): string | undefined {
  const className = exported.className(node);
  const { crop, crop_position: position } = exported.inputsOf(node);
  if (PREPARES.test(className)) {
    return typeof position === 'string' && position !== 'pad'
      ? `cuts a picture that is sent to a square (crop_position is ${position})`
      : undefined;
  }
  const isRead = hasVisionModel(exported, node) || ADAPTER.test(className);
  if (!isRead || NO_SQUARE.test(className)) return undefined;
  if (crop === 'none' && exported.classOf(node))
    return 'reads a picture that is sent stretched to a square (crop is none)';
  if (typeof crop === 'string' && /none|disabled|pad/i.test(crop)) return undefined;
  const middle = 'read only the square in the middle of a picture that is sent';
  return crop === 'center'
    ? `${middle.replace('read', 'reads')} (crop is center)`
    : `may ${middle}`;
}

function hasVisionModel(exported: Exported, node: string): boolean {
  return Object.keys(exported.inputsOf(node)).some((input) => {
    const place = { node, input };
    if (exported.source(place) === undefined) return false;
    const type = exported.takes(place)?.type;
    return exported.classOf(node) ? type === VISION : VISION_INPUT.test(input);
  });
}

/** The nodes that a node's pictures come from. */
function picturesRead(exported: Exported, node: string): readonly string[] {
  const isKnown = exported.classOf(node) !== undefined;
  return Object.keys(exported.inputsOf(node)).flatMap((input) => {
    const place = { node, input };
    const isPicture = isKnown
      ? exported.takes(place)?.type === 'IMAGE'
      : (exported.given(place) ?? 'IMAGE') === 'IMAGE' && PICTURE_INPUT.test(input);
    return isPicture ? (exported.source(place) ?? []) : [];
  });
}

function isSquare(exported: Exported, node: string): boolean {
  const { width, height } = exported.inputsOf(node);
  const isPrepared = PREPARES.test(exported.className(node));
  return isPrepared || (typeof width === 'number' && width > 0 && width === height);
}
