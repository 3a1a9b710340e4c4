import { isInputFile, modelFolder } from '../../comfy/model-folders.ts';
import { noteOn, notesOf } from '../problem.ts';
import { type Exported, type Place, placeKey } from './exported.ts';
import { plainNumber } from '../inputs/number.ts';
import type { Sampler } from './samplers.ts';
import { numberToSet, settableNumber } from './settable.ts';

/**
 * Context besides the samplers: nodes that may hold the size, of which the last counts, and the
 * places of the guidance.
 */
interface Others {
  readonly sized?: readonly string[];
  readonly guidance?: readonly Place[];
}

/** Explains values that stay as exported though members may expect to set them. */
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
  return notesOf(switchesIn(exported), [...new Set(lines)]);
}

/** Both sides, if one number sets them. */
function oneSide(exported: Exported, sides: readonly Place[]): readonly string[] {
  const [width, height] = sides;
  const at = width && height && madeOfOne(exported, width, height);
  if (!at) return [];
  const are = isMadeApart(exported, width, height)
    ? `come from ${sourcesOf(exported, [width, height])}`
    : `are one number, of node ${exported.named(at.node)}`;
  return [`width and height of node ${exported.named(width.node)} ${are}: they are not offered.`];
}

/** The place of the number that determines both sides. */
function madeOfOne(exported: Exported, width: Place, height: Place): Place | undefined {
  const [first, second] = [settableNumber(exported, width), settableNumber(exported, height)];
  return first && second && placeKey(first) === placeKey(second) ? first : undefined;
}

/** Whether two outputs compute the sides from one number, so that they may differ. */
function isMadeApart(exported: Exported, width: Place, height: Place): boolean {
  const [one, other] = [width, height].map((side) =>
    JSON.stringify(exported.value(exported.through(side))),
  );
  return one !== other && madeOfOne(exported, width, height) !== undefined;
}

/** The nodes that these places come from, without duplicates. */
export function sourcesOf(exported: Exported, places: readonly Place[]): string {
  const nodes = new Set(places.flatMap((place) => exported.source(place) ?? []));
  return [...nodes].map((node) => `node ${exported.named(node)}`).join(' and ');
}

function lineOf(exported: Exported, place: Place): string {
  const source = exported.source(place);
  const why =
    source === undefined
      ? `is no number, but ${JSON.stringify(exported.value(place))}`
      : `comes from node ${exported.named(source)}, where no single number stands`;
  return `${exported.inputNamed(place)} ${why}: it is not offered.`;
}

/**
 * Later samplers whose steps, cfg or denoise differ from the first one's, so that one option cannot
 * set both.
 */
function ofTheirOwn(exported: Exported, samplers: readonly Sampler[]): readonly string[] {
  const base = samplers.find(({ isLater }) => !isLater);
  return (['steps', 'cfg', 'denoise'] as const).flatMap((kind) => {
    const first = numberToSet(exported, base?.[kind])?.now;
    return samplers.flatMap(({ id, [kind]: place }) => {
      const now = numberToSet(exported, place)?.now;
      if (first === undefined || now === undefined || now === first) return [];
      return [
        `${kind} of node ${exported.named(id)} is ${plainNumber(now)}, and not ${plainNumber(first)} as the main sampler's: it is not offered.`,
      ];
    });
  });
}

/**
 * Reports noise of samplers other than the first, which keeps its size. `own`: what the first one
 * starts from.
 */
export function otherLatents(
  exported: Exported,
  nodes: readonly string[],
  { own, set }: { readonly own: readonly string[]; readonly set: ReadonlySet<string> },
): readonly string[] {
  // A node of an unknown class may be a switch between several.
  const last = own.at(-1);
  const perhaps = new Set(
    last !== undefined && !exported.classOf(last) ? exported.behind([last]) : [],
  );
  return nodes.flatMap((node) => {
    const isLatent =
      exported.classOf(node)?.outputs.includes('LATENT') ??
      /latent|empty|tovideo/i.test(exported.className(node));
    if (!isLatent || own.includes(node)) return [];
    const [begins, its] = perhaps.has(node)
      ? ['may be what the picture begins with:', 'its']
      : ['begins another picture,', 'whose'];
    const parts = sizeAndNumber(exported, node, set);
    if (parts.length === 0) return [];
    const all =
      parts.length === 2 && parts.every((part) => part.endsWith(STAYS))
        ? `${its} size and number stay as they were exported`
        : parts.map((part) => `${its} ${part}`).join(' and ');
    return [`Node ${exported.named(node)} ${begins} ${all}.`];
  });
}

const STAYS = 'stays as it was exported';

/** Reports a latent's size and count, unless members set them. Nothing if the node has neither. */
function sizeAndNumber(
  exported: Exported,
  node: string,
  set: ReadonlySet<string>,
): readonly string[] {
  const [width, height, count] = [
    { node, input: 'width' },
    { node, input: 'height' },
    { node, input: 'batch_size' },
  ] as const;
  const isNumber = (place: Place) => numberToSet(exported, place) !== undefined;
  const isLinked = (place: Place) => exported.source(place) !== undefined;
  const isSet = (place: Place) => {
    const at = settableNumber(exported, place);
    return at !== undefined && set.has(placeKey(at));
  };
  const all = [width, height, count];
  if (!all.every((place) => isNumber(place) || isLinked(place))) return [];
  const said = (name: string, places: readonly Place[], linked: readonly Place[]) => {
    if (linked.length > 0) return [`${name} comes from ${sourcesOf(exported, linked)}`];
    return places.some(isSet) ? [] : [`${name} ${STAYS}`];
  };
  const sides = [width, height];
  const isMade = !isSet(width) && isMadeApart(exported, width, height);
  return [
    ...said('size', sides, isMade ? sides : sides.filter((side) => !isNumber(side))),
    ...said('number', [count], isNumber(count) ? [] : [count]),
  ];
}

/** Texts of nodes that members cannot set. `set`: the places that they can. */
function ownTexts(
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

/** Names of text inputs. */
const WORDS =
  /(^|_)(prompt|wildcard|text|string|value|clip_[lg]|t5xxl|positive|negative|query|question|instructions?|system)\d*(_|$)/i;

/** Values without content, or that only switch something. */
const NO_WORDS = /^(?:true|false|yes|no|)$/i;

/** Names outside ASCII, which do not tell what an input is for. */
const FOREIGN = /[^\p{ASCII}\p{Emoji}]/u;
/** Longer texts are not one of a list of choices. */
const LONGEST_CHOICE = 20;

function isLong(value: string): boolean {
  return value.length > LONGEST_CHOICE || value.includes('\n');
}

/** Reports the author's own texts, which every job uses. */
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
      ? [`${exported.inputNamed({ node, input })} is not offered.`]
      : [];
  });
}

function switchesIn(exported: Exported): string | false {
  const set = Object.keys(exported.graph).flatMap((id) => {
    const side = exported.sideOf(id);
    return side === undefined ? [] : [`${id} (${side.slice('on_'.length)})`];
  });
  return noteOn(
    'Switches stay as they are set, and what only their other side uses is not offered',
    set,
  );
}

/** Names of picture, video and sound files. */
const FILE = /\.(?:png|jpe?g|webp|gif|bmp|tiff?|mp4|mov|webm|mkv|wav|mp3|flac|ogg)(?: \[\w+\])?$/i;
/** Classes that load a picture, video or sound, and inputs that locate one. */
const LOADER = /load.*(?:image|picture|photo|mask|video|audio)|(?:image|mask|video|audio).*load/i;
const WHERE = /base64|b64|url|path|folder|director/i;
/** A text this long counts as a file's contents, unless it consists of words. */
const LONGEST_NAME = 1_000;
const CONTENTS = /[\w+/=-]{60}/;

/**
 * Reports the author's own files and pictures, which every job uses. `set`: the places that members
 * can set.
 */
export function filesLeft(
  exported: Exported,
  nodes: readonly string[],
  set: ReadonlySet<string>,
): readonly string[] {
  const videos = nodes.flatMap((node) => emptyVideo(exported, node));
  const named = new Set(videos.map(({ node }) => node));
  const files = ownTexts(exported, nodes, set).flatMap(({ node, input, value }) => {
    if (videos.some((video) => video.node === node)) return [];
    const className = exported.className(node);
    const isFile = FILE.test(value) && (isInputFile(className, input) || /load/i.test(className));
    const isContents =
      value.length > LONGEST_NAME && CONTENTS.test(value) && /load/i.test(className);
    const isElsewhere =
      !exported.classOf(node) &&
      LOADER.test(className) &&
      (WHERE.test(input) || (/base64/i.test(className) && /^(?:image|mask)$/i.test(input))) &&
      !/model/i.test(input);
    if (!isFile && !isContents && !isElsewhere) return [];
    named.add(node);
    return [
      `${input} of node ${node} (${className}) stays its author's${insteadOf(exported, node, 'a picture')}.`,
    ];
  });
  const ofOwnSize = (className: string) =>
    nodes.filter((node) => {
      if (exported.className(node) !== className) return false;
      const sides = ['width', 'height'].map((input) => settableNumber(exported, { node, input }));
      return !sides.some((side) => side === undefined || set.has(placeKey(side)));
    });
  const inside = new Set(nodes);
  const masks = ofOwnSize('SolidMask').filter((node) => getsShape(exported, node, inside));
  const others = ownPictures(exported, nodes, { set, named }).filter((node) => !named.has(node));
  return [
    ...files,
    ...videos.map(({ says }) => says),
    ...others.map(
      (node) =>
        `Node ${exported.named(node)} brings a picture or mask of its own${insteadOf(exported, node, 'one')}.`,
    ),
    ...exported
      .names(masks)
      .map(
        (node) =>
          `Node ${node} brings a mask whose size stays as it was exported: of a picture of another shape it covers another part.`,
      ),
    ...exported
      .names(ofOwnSize('EmptyImage'))
      .map((node) => `Node ${node} brings a plain picture, whose size stays as it was exported.`),
  ];
}

/** What to put in a node's place so that people can send `what`. Empty if no loader fits its uses. */
function insteadOf(exported: Exported, node: string, what: string): string {
  const types = exported.usesOf(node).flatMap((use) => exported.typesAt(use));
  const advice = (loader: string) => `: a ${loader} in its place would let people send ${what}`;
  if (types.length === 0 || types.includes('IMAGE')) return advice('LoadImage');
  return types.includes('MASK') ? advice('LoadImageMask') : '';
}

const VIDEO_LOADER = /load.*video|video.*load/i;
const VIDEO_FILE = /^(?:video|file|video_?(?:file|path|url)|path|url|file_?path)s?$/i;
const MOST_FRAMES = /^(?:frame_load_cap|(?:max|num)_frames|frames?_(?:limit|count|cap))$/i;

/** Reports a node of an unknown class that loads a video but names no file. */
function emptyVideo(
  exported: Exported,
  node: string,
): readonly { readonly node: string; readonly says: string }[] {
  const className = exported.className(node);
  if (exported.classOf(node) || !VIDEO_LOADER.test(className)) return [];
  const inputs = Object.entries(exported.inputsOf(node));
  const paths = inputs.filter(([input]) => VIDEO_FILE.test(input));
  const areEmpty = paths.every(([, value]) => typeof value === 'string' && value.trim() === '');
  const path = areEmpty ? paths[0]?.[0] : undefined;
  if (path === undefined) return [];
  const most = inputs.find(([input]) => MOST_FRAMES.test(input))?.[1];
  const many = typeof most !== 'number' ? '' : most > 0 ? `up to ${most} ` : 'all ';
  return [
    {
      node,
      says: `Node ${node} (${className}) loads ${many}frames of a video, which members cannot send, and its path (${path}) is empty: name a file there, or put a LoadImage in its place.`,
    },
  ];
}

/** ComfyUI's own classes that turn a uniform mask into one for a part of a picture. */
const SHAPES: ReadonlySet<string> = new Set(['MaskComposite', 'FeatherMask', 'CropMask']);
const AS_IT_IS: ReadonlySet<string> = new Set(['InvertMask', 'GrowMask', 'MaskToImage']);

/**
 * Whether a uniform mask gets a shape, or may get one. Otherwise it is stretched to any picture.
 */
function getsShape(exported: Exported, from: string, inside: ReadonlySet<string>): boolean {
  const way = new Set([from]);
  // Iterating over a set also yields items added during the loop.
  for (const node of way) {
    for (const use of exported.usesOf(node)) {
      if (!inside.has(use.node)) continue;
      const className = exported.className(use.node);
      if (SHAPES.has(className) || !exported.classOf(use.node)) return true;
      if (AS_IT_IS.has(className)) way.add(use.node);
    }
  }
  return false;
}

/** Names of picture and mask inputs of unknown classes. */
const PICTURE = /^(?:image|picture|photo|pixels|frame|mask|sample|latent)s?_?\d*$/i;

/** ComfyUI's own classes that load pictures or latents which members cannot send. */
const OWN_LOADERS: ReadonlySet<string> = new Set([
  ...['LoadLatent', 'LoadTrainingDataset', 'WebcamCapture', 'Load3D'],
  ...['LoadImageDataSetFromFolder', 'LoadImageTextDataSetFromFolder'],
]);

/** Names of inputs of unknown classes that are not a picture or derived from one. */
const NO_PICTURE = /text|prompt|string|words|caption|model|clip|vae|seed|width|height/i;

/**
 * Such nodes, and nodes of unknown classes, where a picture or mask originates that does not depend
 * on members' input. Pictures derived from another of these, or from one that is `named`, do not
 * count as an origin.
 */
function ownPictures(
  exported: Exported,
  nodes: readonly string[],
  { set, named }: Readonly<Record<'set' | 'named', ReadonlySet<string>>>,
): readonly string[] {
  const inside = new Set(nodes);
  const areSet = nodes.filter((node) =>
    exported.placesAt(node).some((place) => set.has(placeKey(place))),
  );
  const made = exported.withMadeFrom(areSet);
  const types = ['IMAGE', 'MASK'];
  const brings = (place: Place) => exported.brings(place, types) ?? PICTURE.test(place.input);
  const mayBring = (place: Place) =>
    exported.brings(place, types) ??
    (PICTURE.test(place.input) ||
      (!NO_PICTURE.test(place.input) && !LOADER.test(exported.className(place.node))));
  const begun = new Set(named);
  // Each node comes after its dependencies.
  return nodes.filter((node) => {
    if (made.has(node)) return false;
    const links = exported.placesAt(node);
    const isMade = links.some((place) => {
      const source = exported.source(place);
      return source !== undefined && begun.has(source) && mayBring(place);
    });
    const isOwn = !isMade && isBegin(node, links);
    if (isMade || isOwn) begun.add(node);
    return isOwn;
  });

  function isBegin(node: string, links: readonly Place[]): boolean {
    if (exported.classOf(node)) return OWN_LOADERS.has(exported.className(node));
    const uses = exported.usesOf(node).filter((use) => inside.has(use.node));
    if (!uses.some(brings)) return false;
    return !links.some((place) => exported.source(place) !== undefined && brings(place));
  }
}

/** Template placeholders for a value that a program fills in. */
const PLACEHOLDER =
  /^(?:\{\{.*\}\}|\{\w+\}|%\w+%|\$\{?\w+\}?|__\w+__|<\w+>|\w*placeholder\w*|(?:replace|param)_\w+)$/i;
/** A placeholder's name, which may also be a label. */
const NAMED = /^(?:negative|positive)[ _]prompt$/i;
/** The same in capitals: `NEGATIVE PROMPT HERE`. */
const IN_CAPITALS = /^(?:[A-Z]+[ _])+(?:PROMPT|TEXT|NAME|HERE)$/;
/** Names of label inputs. */
const LABEL = /^(?:name|title|label|display_name)$/i;
/** Names of files to write, where ComfyUI itself fills in such placeholders. */
const WRITTEN = /prefix|filename/i;
/**
 * Folders in which every file has an extension. Other lists hold more than files: `pixel_space` is
 * no VAE file.
 */
const FILES: ReadonlySet<string> = new Set([
  ...['checkpoints', 'diffusion_models', 'text_encoders', 'loras', 'controlnet', 'upscale_models'],
]);

const REPLACES = /replace/i;
const SEARCHED = /^(?:find|search|pattern|regex)|_(?:find|search|pattern|regex)$/i;

/** Whether a node searches for this text in another of its own, in order to replace it. */
function isSearched(exported: Exported, { node, input }: Place): boolean {
  const { action, ...inputs } = exported.inputsOf(node);
  const isAction = typeof action === 'string' && REPLACES.test(action);
  const names = [exported.className(node), ...Object.keys(inputs)];
  if (!isAction && !names.some((name) => REPLACES.test(name))) return false;
  // StringFunction of ComfyUI-Custom-Scripts replaces `text_b` by `text_c`.
  if (SEARCHED.test(input) || (isAction && input === 'text_b')) return true;
  const searched = inputs[input];
  return Object.entries(inputs).some(
    ([other, text]) =>
      other !== input &&
      typeof text === 'string' &&
      text !== searched &&
      text.includes(String(searched)),
  );
}

/** Whether a node of ComfyUI-Impact-Pack overwrites it at run time. */
function isPopulated(exported: Exported, { node, input }: Place): boolean {
  const mode = exported.value({ node, input: 'mode' });
  return input === 'populated_text' && (mode === true || mode === 'populate');
}

/** Reports placeholders, with which a worker would refuse the graph. */
export function placeholders(
  exported: Exported,
  nodes: readonly string[],
  set: ReadonlySet<string>,
): readonly string[] {
  return ownTexts(exported, nodes, set).flatMap(({ node, input, value }) => {
    if (WRITTEN.test(input)) return [];
    const className = exported.className(node);
    const isFile = FILES.has(modelFolder(className, input) ?? '');
    const isNamed = /^none$/i.test(value) || /\.\w+\s*$/.test(value);
    const isCalled = NAMED.test(value) || IN_CAPITALS.test(value);
    const isOther =
      (PLACEHOLDER.test(value) || (isCalled && !LABEL.test(input))) &&
      !isSearched(exported, { node, input }) &&
      !isPopulated(exported, { node, input });
    if (!isOther && (!isFile || isNamed)) return [];
    const what = isFile ? 'which names no model file' : 'which stands for another value';
    return [
      `${input} of node ${node} (${className}) is ${value.slice(0, 100)}, ${what}: put the right one in its place.`,
    ];
  });
}
