import { MAX_PICTURES } from '../../workers/output.ts';
import { distinctPlaces, type Exported, type Place } from './exported.ts';
import { notesOf } from '../problem.ts';
import { type Role, usualRange } from './role.ts';
import { type Sampler, sigmasOf } from './samplers.ts';
import { numberToSet, settableNumber } from './settable.ts';

/** Steps and cfg, including those of later samplers if they equal the first one's. */
export function samplingRoles(
  exported: Exported,
  base: Sampler,
  later: readonly Sampler[],
): readonly Role[] {
  const steps = sharesSteps(exported, [base, ...later])
    ? []
    : sameRole(exported, 'steps', base, later);
  const cfg = sameRole(exported, 'cfg', base, later);
  // At 1 a model runs without cfg.
  return [...steps, ...cfg.filter(({ places: [first] }) => first && exported.value(first) !== 1)];
}

/** Whether samplers divide the steps among them, so that another number would not fit. */
export function sharesSteps(exported: Exported, samplers: readonly Sampler[]): boolean {
  return samplers.some(({ id }) => {
    const { start_at_step: start, end_at_step: end, steps } = exported.inputsOf(id);
    if (typeof start === 'number' && start > 0) return true;
    if (typeof end === 'number' && typeof steps === 'number' && end < steps) return true;
    const sigmas = sigmasOf(exported, id);
    if (sigmas === undefined || !exported.className(sigmas).startsWith('SplitSigmas')) return false;
    // At step 0 the second part has all of them.
    return exported.inputsOf(sigmas).step !== 0;
  });
}

/** Why the steps cannot be set if samplers divide them. */
export function whyNoSteps(exported: Exported, samplers: readonly Sampler[]): string {
  const [one, other] = samplers;
  if (!one || other)
    return 'Several samplers share the steps, so these stay as they were exported.';
  const node = sigmasOf(exported, one.id) ?? one.id;
  return `Node ${exported.named(node)} takes some of the steps only, so these stay as they were exported.`;
}

/** How much a picture changes, if sampling starts from one. */
export function denoiseRole(exported: Exported, base: Sampler): readonly Role[] {
  const { place, now = 1 } = numberToSet(exported, base.denoise) ?? {};
  if (!place || now >= 1) return [];
  const description = 'How much of the picture changes: 0 nothing, 1 everything';
  const range = usualRange('denoise', now, [exported.takes(place)]);
  return [{ entry: { type: 'denoise', description, ...range }, places: [place] }];
}

/** Nodes that pick pictures out of a batch, by index. */
export const PICKS = /from\s?batch|select_?images/i;

/** Why `count` is not offered though it could be set. */
export function whyNoCount(
  exported: Exported,
  counts: readonly Place[],
  nodes: readonly string[],
): string | undefined {
  const stays = 'how many pictures are made stays as it was exported';
  const picks = nodes.find((node) => PICKS.test(exported.className(node)));
  if (counts.length > 0 && picks !== undefined) {
    return `Node ${exported.named(picks)} takes pictures out of a batch, so ${stays}.`;
  }
  if (counts.length < 2) return undefined;
  const all = exported.names(counts.map(({ node }) => node));
  return `Several nodes multiply the pictures, so ${stays}: ${all.join(', ')}.`;
}

/**
 * How many pictures to make at once. Each saver makes that many, and all must fit into a message.
 */
export function countRole(
  exported: Exported,
  from: Place | undefined,
  savers: number,
): readonly Role[] {
  const { place, now = 1 } = numberToSet(exported, from) ?? {};
  if (!place) return [];
  const range = usualRange('count', now, [exported.takes(place)]);
  const max = Math.max(range.min, Math.min(range.max, Math.floor(MAX_PICTURES / savers)));
  if (max === range.min && now === max) return [];
  const otherwise = now > max ? { default: max } : {};
  return [{ entry: { type: 'count', ...range, max, ...otherwise }, places: [place] }];
}

/** The seeds of all samplers, so that one number stands for the picture. */
export function seedRole(exported: Exported, samplers: readonly Sampler[]): readonly Role[] {
  const places = samplers.flatMap(({ seed }) => (seed && settableNumber(exported, seed)) ?? []);
  return places.length > 0 ? [{ entry: { type: 'seed' }, places: distinctPlaces(places) }] : [];
}

function sameRole(
  exported: Exported,
  kind: 'steps' | 'cfg',
  base: Sampler,
  later: readonly Sampler[],
): readonly Role[] {
  const [first, ...others] = [base, ...later].map((one) => numberToSet(exported, one[kind]));
  if (!first) return [];
  const same = [first, ...others.filter((one) => one?.now === first.now)];
  const places = distinctPlaces(same.flatMap((one) => one?.place ?? []));
  const takes = places.map((place) => exported.takes(place));
  return [{ entry: { type: kind, ...usualRange(kind, first.now, takes) }, places }];
}

/** Inputs with the number of frames of an animation. */
const FRAMES = [
  'length',
  'num_frames',
  'video_frames',
  'frames_number',
  'video_length',
  'frame_count',
];
const COUNTS = ['batch_size', 'amount'];

/** Savers that write all pictures of a batch into one file. */
const ANIMATED = /animat|video|webm|gif/i;
/** Nodes that make the pictures of a batch a sequence. */
const MOTION = /^ADE_|animate_?diff/i;

/** A workflow whose pictures are frames of one animation. */
export interface Animation {
  /** The place of the number of frames, if found. */
  readonly frames: Place | undefined;
  /** In sentences. */
  readonly notes: readonly string[];
}

/**
 * Finds whether the pictures of a batch are frames. Their number is then no `count`, and several batches
 * would be several clips, so neither is offered. `latents`: the nodes that the sampler's noise comes through.
 */
export function findAnimation(
  exported: Exported,
  { nodes, outputs, latents }: Readonly<Record<'nodes' | 'outputs' | 'latents', readonly string[]>>,
): Animation | undefined {
  const own = placeAmong(exported, latents, FRAMES);
  const isOne = own !== undefined && exported.value(exported.through(own)) === 1;
  const isSaved = outputs.some((id) => ANIMATED.test(exported.className(id)));
  const arePicked = nodes.some((id) => PICKS.test(exported.className(id)));
  const moves = nodes.some((id) => MOTION.test(exported.className(id)));
  if (!isSaved && !moves && (own === undefined || isOne)) return undefined;
  const counts = placeAmong(exported, latents, COUNTS);
  const all = [own, counts, placeAmong(exported, nodes, FRAMES)].filter(
    (place) => place !== undefined,
  );
  // One frame makes no animation.
  const frames = all.find((place) => exported.value(exported.through(place)) !== 1);
  const areFew = isSaved || arePicked || (all.length > 0 && frames === undefined);
  return { frames, notes: animationNotes(exported, frames, areFew) };
}

/** Reports if each frame of a video is saved as a separate picture, and nothing samples. */
export function framesOfVideo(
  exported: Exported,
  { nodes, outputs }: Readonly<Record<'nodes' | 'outputs', readonly string[]>>,
): readonly string[] {
  if (outputs.every((id) => ANIMATED.test(exported.className(id)))) return [];
  if (nodes.some((id) => PICKS.test(exported.className(id)))) return [];
  return nodes
    .filter((id) => LOADS_VIDEO.test(exported.className(id)))
    .map((id) => `Node ${exported.named(id)} brings a video. ${EACH_FRAME}`);
}

const LOADS_VIDEO = /load.*video|video.*load/i;

function placeAmong(
  exported: Exported,
  nodes: readonly string[],
  inputs: readonly string[],
): Place | undefined {
  return nodes
    .flatMap((node) => inputs.map((input) => ({ node, input })))
    .find((place) => exported.value(place) !== undefined);
}

const EACH_FRAME = `Each frame is saved as a picture of its own, and a message holds ${MAX_PICTURES}: SaveAnimatedWEBP makes one of them.`;

/** `areFew`: not every frame becomes a separate picture, or there is only one. */
function animationNotes(
  exported: Exported,
  frames: Place | undefined,
  areFew: boolean,
): readonly string[] {
  const value = frames && exported.value(exported.through(frames));
  const many = typeof value === 'number' ? `${value} frames` : 'the frames';
  return notesOf(
    frames
      ? `Node ${exported.named(frames.node)} makes ${many} of an animation (${frames.input}): how many stays as it was exported.`
      : 'It makes an animation: how many frames it has, and how many are made at once, stays as it was exported.',
    !areFew && (typeof value !== 'number' || value > MAX_PICTURES) && EACH_FRAME,
  );
}
