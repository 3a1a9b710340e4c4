import { reachedFrom } from '../api-graph.ts';
import { type Exported, type Place, placeKey } from './exported.ts';
import { settableNumber } from './settable.ts';

/** What a sampler starts from. */
export interface Latent {
  /** Whether it is a picture rather than noise alone. */
  readonly isPicture: boolean;
  /** The picture's size, if it can be set. */
  readonly size: LatentSize | undefined;
  /** A list of sizes beside width and height, which may then have no effect. */
  readonly preset?: Place;
  /** The places of the batch size. Several multiply; those of 1 are then left out. */
  readonly counts: readonly Place[];
  /** The nodes that it passes through, ending with the one that creates it. */
  readonly nodes: readonly string[];
}

export type LatentSize =
  /** All nodes that need the size, with the current sides. */
  | { readonly kind: 'size'; readonly nodes: readonly string[]; readonly now: Size }
  /** Each side in a node that holds a number, for the node that creates the latent. */
  | {
      readonly kind: 'sides';
      readonly node: string;
      readonly width: Place;
      readonly height: Place;
    }
  /** A node with its own list of shapes. */
  | { readonly kind: 'shapes'; readonly place: Place };

const COUNTS = ['batch_size', 'amount'];
const BEFORE = ['samples', 'latent', 'latents', 'latent_image', 'samples1'];
const PICTURES = ['pixels', 'image', 'images', 'start_image'];

/** Finds what a sampler starts from. `nodes`: all of the workflow. */
export function findLatent(
  exported: Exported,
  from: Place | undefined,
  nodes: readonly string[],
): Latent {
  const sourceAt = (place: Place | undefined) => {
    const source = place && exported.source(place);
    return source === undefined ? [] : [source];
  };
  const before = (node: string) => sourceAt(placeOf(exported, node, BEFORE, isLinked));
  const way = [...reachedFrom(sourceAt(from), before)];
  const counts = way.flatMap((node) => placeOf(exported, node, COUNTS) ?? []);
  const found = {
    isPicture: way.some((node) => placeOf(exported, node, PICTURES, isLinked)),
    counts: multiplied(exported, counts),
    nodes: way,
  };
  const end = way.at(-1);
  // One that leads back into its own way has none that makes it.
  if (end === undefined || before(end).length > 0) {
    return { ...found, size: undefined };
  }
  // A node that makes a video from a picture scales the picture to its own size.
  const preset = presetAt(exported, end);
  return preset
    ? { ...found, size: undefined, preset }
    : { ...found, size: sizeAt(exported, end, nodes) };
}

function multiplied(exported: Exported, counts: readonly Place[]): readonly Place[] {
  const more = counts.filter((place) => exported.value(place) !== 1);
  return more.length > 0 ? more : counts.slice(0, 1);
}

function isLinked(exported: Exported, place: Place): boolean {
  return exported.source(place) !== undefined;
}

function canBeSet(exported: Exported, place: Place): boolean {
  return settableNumber(exported, place) !== undefined;
}

function placeOf(
  exported: Exported,
  node: string,
  inputs: readonly string[],
  accepts: (exported: Exported, place: Place) => boolean = canBeSet,
): Place | undefined {
  const has = exported.inputsOf(node);
  return inputs
    .filter((input) => Object.hasOwn(has, input))
    .map((input) => ({ node, input }))
    .find((place) => accepts(exported, place));
}

function sizeAt(
  exported: Exported,
  node: string,
  nodes: readonly string[],
): LatentSize | undefined {
  const [across, down] = sidesAt(exported, node);
  const now = sizeOf(exported, node);
  if (now) return { kind: 'size', now, nodes: nodes.filter((id) => hasSize(exported, id, now)) };
  const shapes = shapesOf(exported, exported.source(across));
  if (shapes) return { kind: 'shapes', place: shapes };
  const [width, height] = [settableNumber(exported, across), settableNumber(exported, down)];
  // A single number is neither side: it may be the longest side.
  if (!width || !height || placeKey(width) === placeKey(height)) return undefined;
  return { kind: 'sides', node, width, height };
}

/** The sides of a node that makes a latent. Loaders that make one too have other names for them. */
function sidesAt(exported: Exported, node: string): readonly [Place, Place] {
  const isLoader = Object.hasOwn(exported.inputsOf(node), `${IN_LOADER}width`);
  const prefix = isLoader ? IN_LOADER : '';
  return [
    { node, input: `${prefix}width` },
    { node, input: `${prefix}height` },
  ];
}

const IN_LOADER = 'empty_latent_';

const PRESETS = /aspect|ratio|resolution|preset|dimension|size/i;
/** `SD1.5 - 1:1 square 512x512`. */
const PRESET = /\d ?[x×*:] ?\d/;

/**
 * The place of a list of sizes beside the width, if one of them is selected rather than a custom
 * size.
 */
function presetAt(exported: Exported, node: string): Place | undefined {
  const at = settableNumber(exported, sidesAt(exported, node)[0])?.node;
  if (at === undefined) return undefined;
  const inputs = Object.entries(exported.inputsOf(at));
  const found = inputs.find(
    ([input, value]) =>
      PRESETS.test(input) &&
      typeof value === 'string' &&
      PRESET.test(value) &&
      !/custom|自定义/i.test(value),
  );
  return found && { node: at, input: found[0] };
}

/** A node's width and height, if it holds both. */
export function sizeOf(exported: Exported, node: string): Size | undefined {
  const { width, height } = exported.inputsOf(node);
  const isSize = typeof width === 'number' && typeof height === 'number' && width > 0 && height > 0;
  return isSize ? [width, height] : undefined;
}

/** The sizes that schedulers and models receive must match it; those of text encoders need not. */
function hasSize(exported: Exported, node: string, [width, height]: Size): boolean {
  const size = sizeOf(exported, node);
  const encodes = Object.hasOwn(exported.inputsOf(node), 'clip');
  return !encodes && size?.[0] === width && size[1] === height;
}

/** ComfyUI's ResolutionSelector and similar nodes. */
function shapesOf(exported: Exported, node: string | undefined): Place | undefined {
  if (node === undefined) return undefined;
  const place = { node, input: 'aspect_ratio' };
  const isChoice = exported.takes(place)?.type === 'COMBO';
  return isChoice && typeof exported.value(place) === 'string' ? place : undefined;
}

/** Width and height in pixels. */
export type Size = readonly [width: number, height: number];

/** The ratios to offer, width to height, in this order. */
const SHAPES: readonly Size[] = [
  [1, 1],
  [4, 3],
  [3, 4],
  [3, 2],
  [2, 3],
  [16, 9],
  [9, 16],
];
/** How much two ratios may differ and still have the same name. */
const NEAR = 0.08;
/** How much an offered shape may differ from its name, since sides are rounded to multiples. */
const FAR = 0.1;
/** A shape that differs more than this from its name takes finer steps, where the model does. */
const CLOSE = 0.05;
/** Multiples of 64 are too coarse for shorter sides. */
const SHORT = 256;

/** The usual multiple for the sides of latents. */
const USUAL_STEP = 16;

/**
 * Shapes with about as many pixels as a given size, which is one of them: models work best at the
 * size they were exported with. Sides are multiples of 64 if that size's are, so that 1024×1024
 * leads to the sizes that SDXL was trained on, or of 32 or 16 if that comes closer to the shape.
 * `steps`: multiples that the nodes require, since some cut off the remainder.
 */
export function shapesAround(
  [width, height]: Size,
  steps: readonly number[] = [],
): Readonly<Record<string, Size>> {
  const isCoarse = Math.min(width, height) >= SHORT && width % 64 === 0 && height % 64 === 0;
  const multiples = [...(isCoarse ? [64, 32] : []), USUAL_STEP].map((multiple) =>
    steps.reduce(leastCommon, multiple),
  );
  const own = nameOf([width, height]);
  const taken = new Set([`${width}×${height}`]);
  const sizes = SHAPES.flatMap((shape): (readonly [string, Size])[] => {
    const name = shape.join(':');
    if (name === own) return [[name, [width, height]]];
    const all = multiples.map((multiple) => sized(shape, width * height, multiple));
    const size = all.find((one) => distance(shape, one) < CLOSE) ?? all.at(-1);
    if (!size || distance(shape, size) >= FAR) return [];
    // Two names for the same pixels would be no choice.
    const pixels = size.join('×');
    if (taken.has(pixels)) return [];
    taken.add(pixels);
    return [[name, size]];
  });
  const isAmong = sizes.some(([name]) => name === own);
  return Object.fromEntries(isAmong ? sizes : [[own, [width, height]], ...sizes]);
}

/**
 * Rounds the longer side down unless it is nearly reached, and the other to the nearest multiple,
 * so that the work hardly grows.
 */
function sized([across, down]: Size, pixels: number, multiple: number): Size {
  const long = Math.sqrt((pixels * Math.max(across, down)) / Math.min(across, down));
  const longer = Math.max(multiple, Math.floor(long / multiple + 0.25) * multiple);
  const shorter = Math.max(multiple, Math.round(pixels / long / multiple) * multiple);
  if (across === down) return [shorter, shorter];
  return across > down ? [longer, shorter] : [shorter, longer];
}

/** The name of the nearest shape, or the exact ratio in whole numbers. */
function nameOf([width, height]: Size): string {
  const to = (shape: Size) => distance(shape, [width, height]);
  const [nearest] = SHAPES.toSorted((one, other) => to(one) - to(other));
  if (nearest && to(nearest) < NEAR) return nearest.join(':');
  const common = greatestCommon(width, height);
  return `${width / common}:${height / common}`;
}

/** How much the ratios of two sizes differ. */
export function distance([width, height]: Size, [across, down]: Size): number {
  return Math.abs(Math.log(width / height) - Math.log(across / down));
}

function leastCommon(one: number, other: number): number {
  return (one * other) / greatestCommon(one, other);
}

function greatestCommon(one: number, other: number): number {
  return other === 0 ? one : greatestCommon(other, one % other);
}
