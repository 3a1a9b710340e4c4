import { MAX_PICTURES } from '../../workers/output.ts';
import type { Exported, Place } from './exported.ts';
import { PICKS } from './number-roles.ts';

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
  return { frames, notes: notesOn(exported, frames, areFew) };
}

function placeAmong(
  exported: Exported,
  nodes: readonly string[],
  inputs: readonly string[],
): Place | undefined {
  return nodes
    .flatMap((node) => inputs.map((input) => ({ node, input })))
    .find((place) => exported.value(place) !== undefined);
}

/** `areFew`: not each of the frames comes to be a picture of its own, or there is but one. */
function notesOn(
  exported: Exported,
  frames: Place | undefined,
  areFew: boolean,
): readonly string[] {
  const each = `Each frame is saved as a picture of its own, and a message holds ${MAX_PICTURES}: SaveAnimatedWEBP makes one of them.`;
  if (!frames)
    return [
      'It makes an animation: how many frames it has, and how many are made at once, stays as it was exported.',
      ...(areFew ? [] : [each]),
    ];
  const value = exported.value(exported.through(frames));
  const many = typeof value === 'number' ? `${value} frames` : 'the frames';
  const named = `Node ${frames.node} (${exported.className(frames.node)})`;
  return [
    `${named} makes ${many} of an animation (${frames.input}): how many stays as it was exported.`,
    ...(!areFew && (typeof value !== 'number' || value > MAX_PICTURES) ? [each] : []),
  ];
}
