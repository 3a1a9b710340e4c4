import { type NumberOption, type ShownSetting, snakeCase } from '../../recipes/option.ts';
import { RANDOM_SEED } from '../../recipes/recipe.ts';
import { plainDenoise } from '../../recipes/text.ts';
import { isLongNumber } from '../api-graph.ts';
import type { EntryOf } from '../manifest.ts';
import { type EntryAt, takesInstead, type Target, toAll, type WorkflowInput } from '../reading.ts';

type NumberType =
  | 'seed'
  | 'steps'
  | 'cfg'
  | 'denoise'
  | 'width'
  | 'height'
  | 'count'
  | 'strength'
  | 'integer'
  | 'number';

type NumberEntry = EntryOf<NumberType>;

interface Usual {
  readonly kind: 'whole' | 'number';
  /** The usual input names. */
  readonly keys: readonly string[];
  /** The default range, as far as the node allows it. */
  readonly min?: number;
  readonly max?: number;
}

/** Input names and ranges by type. */
export const USUAL_NUMBERS: Readonly<Record<NumberType, Usual>> = {
  seed: { kind: 'whole', keys: ['seed', 'noise_seed'], min: 0, max: Number.MAX_SAFE_INTEGER },
  steps: { kind: 'whole', keys: ['steps', 'num_inference_steps'], min: 1, max: 50 },
  cfg: { kind: 'number', keys: ['cfg', 'guidance', 'guidance_scale'], min: 0, max: 30 },
  denoise: { kind: 'number', keys: ['denoise'], min: 0, max: 1 },
  width: { kind: 'whole', keys: ['width'], min: 256, max: 2_048 },
  height: { kind: 'whole', keys: ['height'], min: 256, max: 2_048 },
  count: { kind: 'whole', keys: ['batch_size', 'amount', 'num_images'], min: 1, max: 4 },
  strength: { kind: 'number', keys: ['strength_model', 'strength', 'weight'], min: 0, max: 2 },
  integer: { kind: 'whole', keys: [] },
  number: { kind: 'number', keys: [] },
};

/** Discord's layout of one message fits no more pictures. */
const MAX_COUNT = 4;

/** A number option within its node's range. */
export function numberInput(
  name: string,
  entry: NumberEntry,
  { reading, index }: EntryAt,
): WorkflowInput {
  const usual = USUAL_NUMBERS[entry.type];
  const targets = reading.targets(entry, usual.keys, index);
  const isSeed = entry.type === 'seed';
  const allowed = allowedBy(targets);
  const min = entry.min ?? Math.max(usual.min ?? allowed.min, allowed.min);
  const max = entry.max ?? Math.min(usual.max ?? allowed.max, allowed.max);
  const fallback = isSeed ? RANDOM_SEED : (entry.default ?? numberOf(targets) ?? min);
  const others = targets.filter((target) => !takesNumber(target, usual));
  for (const target of others) {
    const says = `${takesInstead(target)}, not ${usual.kind === 'whole' ? 'whole numbers' : 'numbers'}`;
    reading.target(target, says, index);
  }
  // Without inputs that take numbers, no range can be right.
  const wrong =
    targets.length > 0 && others.length === 0
      ? rangeProblem(entry.type, { min, max, fallback, allowed, targets })
      : undefined;
  if (wrong !== undefined) reading.manifest(wrong, index);
  const option: NumberOption = {
    kind: usual.kind,
    // If 0 is out of range, leaving the option out is the only way to request a random seed.
    min: isSeed && min <= 0 ? Math.min(RANDOM_SEED, min) : min,
    max,
    default: fallback,
    ...(entry.description !== undefined && { description: entry.description }),
    shown: (value) => shown(name, entry.type, value, fallback),
  };
  return {
    name,
    option,
    targets,
    write: (value) => {
      if (typeof value !== 'number') return [];
      return toAll(targets, entry.type === 'denoise' ? plainDenoise(value) : value);
    },
  };
}

interface Range {
  readonly min: number;
  readonly max: number;
}

/** The first problem of a range. Others follow from it. */
function rangeProblem(
  type: NumberType,
  {
    min,
    max,
    fallback,
    allowed,
    targets,
  }: Range & {
    readonly fallback: number;
    readonly allowed: Range;
    readonly targets: readonly Target[];
  },
): string | undefined {
  const isSeed = type === 'seed';
  if (min === -Infinity || max === Infinity) {
    return 'needs a min and a max, as it is not known what its node takes';
  }
  if (USUAL_NUMBERS[type].kind === 'whole') {
    const odd = [min, max, ...(isSeed ? [] : [fallback])].find((one) => !Number.isSafeInteger(one));
    if (odd !== undefined) return `has ${odd} as min, max or default: write a whole number`;
  }
  if (min > max) return `its min ${min} is above its max ${max}: swap them`;
  if (min < allowed.min || max > allowed.max) {
    const nodes = [...new Set(targets.map((target) => `${target.node} (${target.className})`))];
    return `goes from ${min} to ${max}, and node ${nodes.join(', ')} takes ${allowed.min} to ${allowed.max}: narrow min and max`;
  }
  if (type === 'count' && (min < 1 || max > MAX_COUNT)) {
    return `goes from ${min} to ${max}, and a message holds 1 to ${MAX_COUNT} pictures: narrow min and max`;
  }
  if (isSeed && max < 0) {
    return `its max ${max} is below 0, and seeds are drawn from 0 on: raise it`;
  }
  if (isSeed || (fallback >= min && fallback <= max)) return undefined;
  return `its default ${fallback} is not within ${min} to ${max}: give another default, or widen min and max`;
}

function takesNumber({ takes, now }: Target, { kind }: Usual): boolean {
  if (!takes) return now === undefined || typeof now === 'number' || isLongNumber(now);
  return takes.type === 'FLOAT' || (takes.type === 'INT' && kind === 'whole');
}

/** The range that all target nodes accept, within what Discord and JavaScript represent exactly. */
function allowedBy(targets: readonly Target[]): Range {
  const exact = (bound: number) =>
    Math.max(Number.MIN_SAFE_INTEGER, Math.min(bound, Number.MAX_SAFE_INTEGER));
  const mins = targets.flatMap(({ takes }) => (takes?.min === undefined ? [] : exact(takes.min)));
  const maxs = targets.flatMap(({ takes }) => (takes?.max === undefined ? [] : exact(takes.max)));
  return { min: Math.max(-Infinity, ...mins), max: Math.min(Infinity, ...maxs) };
}

function numberOf([target]: readonly Target[]): number | undefined {
  return typeof target?.now === 'number' ? plainNumber(target.now) : undefined;
}

/** A number for people: `0.7000000000000001` is 0.7, as it was typed. */
export function plainNumber(value: number): number {
  return Number.isInteger(value) ? value : Number(value.toPrecision(15));
}

function shown(
  name: string,
  type: NumberType,
  value: number,
  usual: number,
): ShownSetting | undefined {
  if (type !== 'seed' && type !== 'steps' && value === usual) return undefined;
  return `${snakeCase(name)} ${value}`;
}
