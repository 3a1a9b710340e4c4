import { type Exported, type Place, placeKey } from './exported.ts';
import { madeFromSet } from './left-alone.ts';
import { settableNumber } from './settable.ts';

/** What a node makes of a picture, or a picture itself. */
const OF_PICTURE: ReadonlySet<string> = new Set(['IMAGE', 'CLIP_VISION_OUTPUT', 'EMBEDS']);
/** What nodes call a picture, where nothing is known of what they get. */
const PICTURE = /(?:^|_)(?:image|picture|photo|pixel)s?_?\d*(?:_|$)/i;

/** `strength`, `weight_style`, `pose_strength`. */
const STRENGTH = /^(?:(.+)_)?(?:strength|weight)(?:_(.+))?$/;
/** `end_percent`, `end_at`, `pose_end`. */
const END = /^(?:(.+)_end(?:_percent|_at)?|end_(?:percent|at))$/;
/** Of a strength that goes from one value to another. */
const PARTS: ReadonlySet<string> = new Set(['start', 'end']);
/** What a strength is of where it is that of the one picture, whatever this is called. */
const OF_ITS_PICTURE = /^(?:control_?net|control|cn|ip|ip_?adapter|reference|ref)$/;

/** Classes whose strength is of none of their pictures. */
const OF_OTHERS: ReadonlySet<string> = new Set(['WanMoveTrackToVideo']);
/** What tells that a node of an unknown class brings its picture to something else. */
const BRINGS_TO = /^(?:model|ip_?adapter|positive|negative|control_?net|latent|samples)$|cond/i;

/** Says which pictures do nothing, as what uses them has no strength, ends before it starts or is switched off. */
export function picturesAtNought(
  exported: Exported,
  nodes: readonly string[],
  set: ReadonlySet<string>,
): readonly string[] {
  return nodes.flatMap((node) => {
    if (!bringsToElse(exported, node)) return [];
    const pictures = picturesInto(exported, node);
    if (pictures.length === 0) return [];
    const named = (input: string) => `${input} of node ${node} (${exported.className(node)})`;
    const noughts = Object.keys(exported.inputsOf(node)).flatMap((input) => {
      const of = noughtAt(exported, { node, input }, { pictures, set });
      return of ? [{ input, ...of }] : [];
    });
    const [first] = noughts.filter(({ isAll }) => isAll);
    return (first ? [first] : noughts).map(
      ({ input, says, whose }) => `${named(input)} is ${says}, so ${whose}.`,
    );
  });
}

interface Nought {
  readonly says: string;
  /** Which pictures do nothing, in words. */
  readonly whose: string;
  readonly isAll: boolean;
}

interface Around {
  readonly pictures: readonly string[];
  readonly set: ReadonlySet<string>;
}

function noughtAt(exported: Exported, place: Place, { pictures, set }: Around): Nought | undefined {
  const { node, input } = place;
  const numberOf = (one: string) => {
    const at = settableNumber(exported, { node, input: one });
    const now = at && !set.has(placeKey(at)) ? exported.value(at) : undefined;
    return typeof now === 'number' ? now : undefined;
  };
  const off = offBy(exported, place);
  const isKnown = exported.classOf(node) !== undefined;
  const does = isKnown ? 'does nothing' : 'may do nothing';
  if (off !== undefined) return { says: off, whose: `its picture ${does}`, isAll: true };
  const now = numberOf(input);
  if (now === undefined) return undefined;
  const end = END.exec(input);
  if (end) {
    const start = numberOf(input.replace('end', 'start')) ?? 0;
    const says = now === 0 ? '0' : `${now}, no later than its start`;
    return now >= 0 && now <= start ? whoseOf(end[1], pictures, says) : undefined;
  }
  const strength = STRENGTH.exec(input);
  if (!strength || now !== 0 || OF_OTHERS.has(exported.className(node))) return undefined;
  const word = strength[1] ?? strength[2];
  if (word === undefined || !PARTS.has(word)) return whoseOf(word, pictures, '0');
  const other = input.replace(word, word === 'start' ? 'end' : 'start');
  return (numberOf(other) ?? 0) === 0 ? whoseOf(undefined, pictures, '0') : undefined;
}

/** `word`: which of the pictures a number is of; all of them where it says none. */
function whoseOf(
  word: string | undefined,
  pictures: readonly string[],
  says: string,
): Nought | undefined {
  const isAll = word === undefined || (pictures.length === 1 && OF_ITS_PICTURE.test(word));
  if (isAll) return { says, whose: 'its picture does nothing', isAll };
  const own = pictures.filter((input) => input.includes(word));
  return own.length === 0
    ? undefined
    : { says, whose: `its ${own.join(', ')} ${own.length > 1 ? 'do' : 'does'} nothing`, isAll };
}

/** The value of an input by which a node is switched off. */
function offBy(exported: Exported, place: Place): string | undefined {
  const value = exported.value(exported.through(place));
  const isOff =
    (/^(?:bypass(?:ed)?|disabled?)$/.test(place.input) && value === true) ||
    (/^(?:is_)?enabled?$/.test(place.input) && value === false) ||
    (/^switch(?:_\d)?$/.test(place.input) && value === 'Off');
  return isOff ? String(value) : undefined;
}

/** Whether a node brings a picture to something else: one that only changes pictures hands them on at 0. */
function bringsToElse(exported: Exported, node: string): boolean {
  const known = exported.classOf(node);
  if (known) return known.outputs.some((type) => type !== 'IMAGE' && type !== 'MASK');
  return Object.keys(exported.inputsOf(node)).some(
    (input) => BRINGS_TO.test(input) && exported.source({ node, input }) !== undefined,
  );
}

/** The inputs with pictures or with what was made of them. */
function picturesInto(exported: Exported, node: string): readonly string[] {
  return Object.keys(exported.inputsOf(node)).filter((input) => {
    const place = { node, input };
    if (exported.source(place) === undefined) return false;
    const type = exported.given(place) ?? exported.takes(place)?.type;
    return type === undefined ? PICTURE.test(input) : OF_PICTURE.has(type);
  });
}

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
