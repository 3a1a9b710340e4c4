import { own } from '../../engines/record.ts';
import { type ApiGraph, withoutNodes } from '../api-graph.ts';
import { MOST_OPTIONS } from '../discord-rules.ts';
import { followedPicture } from './control-nets.ts';
import type { Exported, Place, Use } from './exported.ts';
import { freeName, isReadable, nameOf, type Role, settingsRole, withMask } from './role.ts';

/** LoadImage's output for the transparent part. */
const MASK_SLOT = 1;

/** ComfyUI's titles for nodes without their own. */
const NO_TITLE =
  /^(load\s*image(\s*\((as mask|from .*|path|url|base64|upload)\))?|image input|external image.*|加载图像|載入圖[片像]|画像を読み込む|이미지 로드|Загрузить изображение|Charger (l'|une )?image|Cargar imagen)$/i;

/**
 * Names of extensions' classes that load a picture from the input folder, and of those that load
 * one otherwise.
 */
const LOADS = /load.*image|image.*load/i;
const OTHERWISE = /base64|url|path|folder|director|batch|output/i;

interface Around {
  /** The workflow's nodes in order. */
  readonly nodes: readonly string[];
  readonly outputs: readonly string[];
}

/**
 * Finds the pictures and masks that a workflow loads. All but the first are optional if the rest
 * works without them.
 */
export function findPictures(exported: Exported, around: Around): readonly Role[] {
  const loaded = around.nodes.flatMap((id) => loadedAt(exported, id) ?? []);
  const counts = { image: 0, mask: 0 };
  const isDispensable = (node: string) => {
    const rest = withoutNodes(exported.graph, [node], exported.table);
    return (
      around.outputs.every((id) => Object.hasOwn(rest, id)) &&
      !losesMask(exported, around.nodes, rest)
    );
  };
  const inside = new Set(around.nodes);
  // As with dispensable ones, no more are offered.
  const plainDescription = (node: string, place: number) =>
    (place < MOST_OPTIONS ? followedPicture(exported, node, inside) : undefined) ??
    (showsPerson(exported, node, inside) ? 'A picture of the person to show' : undefined) ??
    'A picture to work from';
  return loaded.map(({ node, input }, place) => {
    const {
      type,
      description = plainDescription(node, place),
      mask,
    } = kindOf(exported, node, inside);
    counts[type] += 1;
    const title = exported.titles.get(node)?.trim() ?? '';
    const isOwn = isReadable(title) && title !== exported.className(node) && !NO_TITLE.test(title);
    // Further pictures need no check, since Discord takes no more options.
    const isOptional = place > 0 && place < MOST_OPTIONS && isDispensable(node);
    return {
      entry: {
        type,
        ...(counts[type] > 1 && { name: `${type}_${counts[type]}` }),
        description: isOwn
          ? withMask(title, mask)
          : `${description}${isOptional ? ', if you like' : ''}`,
        ...(isOptional && { required: false }),
      },
      places: [{ node, input }],
      ...(mask !== undefined && { mask }),
    };
  });
}

/** Extensions' and ComfyUI's classes that give the result a person's face. */
const GIVES_FACE = /pulid|instant_?id|face_?id|photo_?maker|infinite_?you/i;

/** Whether a picture is used for nothing but the person in it. */
function showsPerson(exported: Exported, node: string, inside: ReadonlySet<string>): boolean {
  const uses = exported.usesOf(node).filter((use) => inside.has(use.node));
  return uses.length > 0 && uses.every((use) => GIVES_FACE.test(exported.className(use.node)));
}

/** Whether a node remains without its mask, and so affects the whole picture. */
function losesMask(exported: Exported, nodes: readonly string[], rest: ApiGraph): boolean {
  return nodes.some((node) => {
    const left = own(rest, node);
    return exported.placesAt(node).some((place) => {
      const isLost = left && !Object.hasOwn(left.inputs, place.input);
      return isLost && exported.takes(place)?.type === 'MASK';
    });
  });
}

/** The input of a node that names an uploaded picture. */
export function loadedAt(exported: Exported, node: string): Place | undefined {
  const className = exported.className(node);
  const isKnown = exported.classOf(node) !== undefined;
  return exported
    .placesAt(node)
    .filter((place) => typeof exported.value(place) === 'string')
    .find((place) =>
      isKnown
        ? exported.takes(place)?.picture === true
        : place.input === 'image' && LOADS.test(className) && !OTHERWISE.test(className),
    );
}

/** ComfyUI's own class whose mask is the drawing, not the transparent part. */
const DRAWS = 'Painter';

const OPPOSITES = { transparent: 'not transparent', white: 'black' } as const;

/** How often a mask is inverted before any other use, if all of its uses start that way. */
function inversionsOf(exported: Exported, uses: readonly Use[], seen: Set<string>): number {
  const [first] = uses;
  const isOnly = first !== undefined && uses.every(({ node }) => node === first.node);
  if (!isOnly || seen.has(first.node) || exported.className(first.node) !== 'InvertMask') return 0;
  seen.add(first.node);
  return 1 + inversionsOf(exported, exported.usesOf(first.node), seen);
}

/** Whether a mask selects the part of a picture to repaint, or may, through known nodes. */
function isInpainted(exported: Exported, masks: readonly Use[]): boolean {
  const nodes = masks.map(({ node }) => node);
  return [...nodes, ...exported.madeFrom(nodes)].some((node) =>
    /inpaint|SetLatentNoiseMask/i.test(exported.className(node)),
  );
}

/** ComfyUI's own classes that keep the white part of a picture, and the one that inverts it. */
const KEEPS_WHITE: ReadonlySet<string> = new Set([
  ...['ImageScale', 'ImageScaleBy', 'ImageScaleToTotalPixels', 'ImageScaleToMaxDimension'],
  ...['ImageCrop', 'ImageCropV2', 'CenterCropImages'],
]);
const TURNS_PICTURE = 'ImageInvert';

/** A node that turns one colour of a picture into a mask. */
interface ColourMask {
  readonly node: string;
  /** Whether the picture is inverted before that. */
  readonly isTurned: boolean;
}

/** The masks made from a picture; `undefined` if it has other uses. */
function colourMasks(
  exported: Exported,
  { node, slot }: Use,
  inside: ReadonlySet<string>,
  isTurned = false,
): readonly ColourMask[] | undefined {
  if (slot === MASK_SLOT) return undefined;
  const className = exported.className(node);
  if (className === 'ImageToMask') {
    // A loaded picture has no alpha channel, so that one fails.
    const isColour = exported.value({ node, input: 'channel' }) !== 'alpha';
    return isColour ? [{ node, isTurned }] : undefined;
  }
  if (!KEEPS_WHITE.has(className) && className !== TURNS_PICTURE) return undefined;
  const further = exported
    .usesOf(node)
    .filter((use) => inside.has(use.node))
    .map((use) => colourMasks(exported, use, inside, isTurned !== (className === TURNS_PICTURE)));
  return further.includes(undefined) ? undefined : further.flatMap((masks) => masks ?? []);
}

/** Describes a picture without a title, and which part of it is a mask. */
interface Kind {
  readonly type: 'image' | 'mask';
  /** Missing for a picture without a mask. */
  readonly description?: string;
  readonly mask?: string;
}

/** `inside`: the nodes that the results depend on. A mask that leads elsewhere does nothing. */
function kindOf(exported: Exported, node: string, inside: ReadonlySet<string>): Kind {
  const channel = exported.value({ node, input: 'channel' });
  const uses = exported.usesOf(node).filter((use) => inside.has(use.node));
  const masks = uses.filter(({ slot }) => slot === MASK_SLOT);
  const isDrawn = exported.className(node) === DRAWS;
  const isTurned = (all: readonly Use[]): boolean =>
    (inversionsOf(exported, all, new Set([node])) % 2 === 1) !== isDrawn;
  const isMask = typeof channel === 'string';
  if (!isMask && masks.length === 0) return kindByColour(exported, uses, inside);
  const kind = isMask && channel !== 'alpha' ? 'white' : 'transparent';
  const part = `what is ${isTurned(isMask ? uses : masks) ? OPPOSITES[kind] : kind} in it`;
  return masked(part, {
    isAll: isMask || masks.length === uses.length,
    isAnew: isInpainted(exported, masks),
  });
}

/** The kind of a picture without a mask output: one of its colours may become a mask. */
function kindByColour(exported: Exported, uses: readonly Use[], inside: ReadonlySet<string>): Kind {
  const found = uses.map((use) => colourMasks(exported, use, inside));
  const masks = found.flatMap((some) => some ?? []);
  if (masks.length === 0) return { type: 'image' };
  const isBlack = masks.every(({ node, isTurned }) => {
    const isTurnedAfter = inversionsOf(exported, exported.usesOf(node), new Set([node])) % 2 === 1;
    return isTurned !== isTurnedAfter;
  });
  return masked(`what is ${isBlack ? OPPOSITES.white : 'white'} in it`, {
    isAll: !found.includes(undefined),
    isAnew: isInpainted(
      exported,
      masks.flatMap(({ node }) => exported.usesOf(node)),
    ),
  });
}

/**
 * `part`: the part that counts as the mask. `isAll`: the picture has no other use. `isAnew`: that
 * part is repainted.
 */
function masked(part: string, { isAll, isAnew }: Record<'isAll' | 'isAnew', boolean>): Kind {
  if (isAll) {
    return { type: 'mask', description: `A mask: ${part} counts`, mask: `${part} counts` };
  }
  const mask = `${part} is ${isAnew ? 'made anew' : 'its mask'}`;
  return { type: 'image', description: `A picture; ${mask}`, mask };
}

/** ComfyUI's own class that applies its picture at this word of the prompt. */
const BY_WORD = { className: 'PhotoMakerEncode', word: 'photomaker' } as const;

/** Reports pictures that do nothing without a certain word in the prompt. */
export function picturesByWord(exported: Exported, nodes: readonly string[]): readonly string[] {
  return nodes
    .filter((node) => exported.className(node) === BY_WORD.className)
    .map(
      (node) =>
        `Node ${node} (${BY_WORD.className}) makes something of its picture only where the words for it hold the word ${BY_WORD.word}: tell people so.`,
    );
}

/** ComfyUI's own classes that leave an empty mask empty. */
const KEEPS_EMPTY: ReadonlySet<string> = new Set(['GrowMask', 'FeatherMask', 'CropMask']);
/**
 * Classes that give a latent a mask, outside of which a sampler changes nothing, with the index of
 * that latent.
 */
const MASKS_LATENT: ReadonlyMap<string, number> = new Map([
  ['VAEEncodeForInpaint', 0],
  ['SetLatentNoiseMask', 0],
  ['InpaintModelConditioning', 2],
]);

/**
 * Reports samplers that change only the transparent part of a member's picture, since most pictures
 * have none.
 */
export function masksOfTransparency(
  exported: Exported,
  roles: readonly Role[],
  nodes: readonly string[],
): readonly string[] {
  const inside = new Set(nodes);
  return roles.flatMap((role) => {
    const loaded = role.places.filter(({ node }) => exported.className(node) === 'LoadImage');
    const ends = loaded.flatMap(({ node }) => exported.usesOf(node));
    const way = new Set(ends.filter(({ slot }) => slot === MASK_SLOT).map(({ node }) => node));
    const samplers = new Set<string>();
    // Iterating over a set also yields items added during the loop.
    for (const node of way) {
      const className = exported.className(node);
      const uses = exported.usesOf(node).filter((use) => inside.has(use.node));
      if (KEEPS_EMPTY.has(className)) for (const use of uses) way.add(use.node);
      const latent =
        exported.value({ node, input: 'noise_mask' }) === false
          ? undefined
          : MASKS_LATENT.get(className);
      for (const { node: sampler, input, slot } of uses) {
        const isMasked = slot === latent && input === 'latent_image';
        if (isMasked && exported.classOf(sampler)) samplers.add(exported.named(sampler));
      }
    }
    return samplers.size === 0
      ? []
      : [
          `Where nothing in ${nameOf(role)} is transparent, node ${[...samplers].join(', ')} changes nothing, and what acts there alone does nothing.`,
        ];
  });
}

const SIDES = ['left', 'top', 'right', 'bottom'] as const;
type Side = (typeof SIDES)[number];

/** Padding for sides without any in the export. */
const USUAL_PADDING = 256;

/** The offered combinations of sides, in order. */
const EXTENSIONS: ReadonlyMap<string, readonly Side[]> = new Map<string, readonly Side[]>([
  ['all around', SIDES],
  ['both sides', ['left', 'right']],
  ['left', ['left']],
  ['right', ['right']],
  ['top and bottom', ['top', 'bottom']],
  ['top', ['top']],
  ['bottom', ['bottom']],
]);

/** Where to extend a picture (ComfyUI's ImagePadForOutpaint and similar), as one choice a node. */
export function paddingRoles(
  exported: Exported,
  nodes: readonly string[],
  others: readonly Role[],
): readonly Role[] {
  const roles: Role[] = [];
  for (const node of nodes) {
    if (!pads(exported, node)) continue;
    // A command has no room for more, and each further free name takes longer to find.
    if (roles.length >= MOST_OPTIONS) break;
    const now = new Map(SIDES.flatMap((side) => paddingAt(exported, node, side)));
    if (now.size === 0) continue;
    const name = freeName('extend', 'extend', [...others, ...roles]);
    roles.push(
      settingsRole({ name, description: 'Where the picture is extended' }, extensions(node, now)),
    );
  }
  return roles;
}

/** The padding of a side, if the node holds it. */
function paddingAt(
  exported: Exported,
  node: string,
  input: Side,
): readonly (readonly [Side, number])[] {
  const now = exported.value({ node, input });
  const isPadded = typeof now === 'number' && Number.isInteger(now) && now >= 0;
  return isPadded ? [[input, now]] : [];
}

/** `now`: the exported padding. It is the first choice, and so the default. */
function extensions(node: string, now: ReadonlyMap<Side, number>) {
  const largest = Math.max(...now.values());
  const usual = largest > 0 ? largest : USUAL_PADDING;
  const padded = (sides: readonly Side[]) =>
    [...now].map(([input, own]) => {
      const pixels = own > 0 ? own : usual;
      return [{ node, input }, sides.includes(input) ? pixels : 0] as const;
    });
  const present = SIDES.filter((side) => (now.get(side) ?? 0) > 0);
  const offered = [...EXTENSIONS].filter(([, sides]) => sides.every((side) => now.has(side)));
  const [own] = offered.find(
    ([, sides]) => sides.length === present.length && sides.every((side) => present.includes(side)),
  ) ?? [listOf(present)];
  return new Map([
    [own, padded(present)],
    ...offered.map(([name, sides]) => [name, padded(sides)] as const),
  ]);
}

/** `left, right and bottom` */
function listOf(sides: readonly Side[]): string {
  const last = sides.at(-1);
  if (last === undefined) return 'nowhere';
  return sides.length === 1 ? last : `${sides.slice(0, -1).join(', ')} and ${last}`;
}

/** Whether a role is the padding of a side. */
export function isPadding(exported: Exported, { places }: Role): boolean {
  return places.some(
    ({ node, input }) => SIDES.some((side) => side === input) && pads(exported, node),
  );
}

function pads(exported: Exported, node: string): boolean {
  return /pad|outpaint/i.test(exported.className(node));
}
