import type { NumberOption, ShownSetting } from '../comfy/option.ts';
import { snakeCase } from '../comfy/option-names.ts';
import { RANDOM_SEED } from '../comfy/seed.ts';
import type { EntryOf } from './manifest.ts';
import type { Reading, Target } from './reading.ts';
import { toAll, type WorkflowInput } from './workflow-input.ts';

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
  /** What such an input is called. */
  readonly keys: readonly string[];
  /** What people may ask for where the manifest does not say, as far as the node allows it. */
  readonly min?: number;
  readonly max?: number;
}

const USUAL: Readonly<Record<NumberType, Usual>> = {
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

/** More pictures than this do not fit into one message as Discord lays them out. */
const MOST_PICTURES = 4;

/** A number that people fill in, within what its node takes. */
export function numberInput(
  name: string,
  entry: NumberEntry,
  { reading, index }: { readonly reading: Reading; readonly index: number },
): WorkflowInput {
  const usual = USUAL[entry.type];
  const keys = entry.key === undefined ? usual.keys : [entry.key];
  const targets = reading.targets(entry, keys, index);
  for (const target of targets) requireNumber(target, usual, reading);
  const problem = (says: string) => {
    // Without a node to set, that is what is wrong.
    if (targets.length > 0) reading.manifest(`${entry.type}: ${says}`, index);
  };
  const allowed = allowedBy(targets);
  const min = entry.min ?? Math.max(usual.min ?? allowed.min, allowed.min);
  const max = entry.max ?? Math.min(usual.max ?? allowed.max, allowed.max);
  if (min === -Infinity || max === Infinity) {
    problem('says no min and max, and its node sets none');
  } else if (min > max) {
    problem(`its min ${min} is above its max ${max}`);
  }
  if (min < allowed.min || max > allowed.max) {
    problem(`goes from ${min} to ${max}, and its node takes ${allowed.min} to ${allowed.max}`);
  }
  if (entry.type === 'count' && (min < 1 || max > MOST_PICTURES)) {
    problem(`must be within 1 to ${MOST_PICTURES}`);
  }
  const isSeed = entry.type === 'seed';
  const fallback = isSeed ? RANDOM_SEED : (entry.default ?? numberOf(targets) ?? min);
  if (!isSeed && (fallback < min || fallback > max)) {
    problem(`its default ${fallback} is not within ${min} to ${max}: give a default`);
  }
  if (usual.kind === 'whole' && ![min, max, fallback].every(Number.isSafeInteger)) {
    problem('its min, max and default must be whole numbers');
  }
  const option: NumberOption = {
    kind: usual.kind,
    min: isSeed ? Math.min(RANDOM_SEED, min) : min,
    max,
    default: fallback,
    ...(entry.description !== undefined && { description: entry.description }),
    shown: (value) => shown(name, entry.type, value, fallback),
  };
  return {
    name,
    option,
    targets,
    write: (value) => (typeof value === 'number' ? toAll(targets, value) : []),
  };
}

function requireNumber(target: Target, { kind }: Usual, reading: Reading): void {
  const { takes, now } = target;
  const fits =
    takes === undefined
      ? now === undefined || typeof now === 'number'
      : takes.type === 'FLOAT' || (takes.type === 'INT' && kind === 'whole');
  if (fits) return;
  reading.target(target, `takes ${takes?.type ?? typeof now}: give it another type`);
}

/** What all of its nodes take, within what Discord and JavaScript can say exactly. */
function allowedBy(targets: readonly Target[]): { readonly min: number; readonly max: number } {
  const mins = targets.flatMap(({ takes }) => takes?.min ?? []);
  const maxs = targets.flatMap(({ takes }) => takes?.max ?? []);
  return { min: Math.max(-Infinity, ...mins), max: Math.min(Infinity, ...maxs) };
}

function numberOf([target]: readonly Target[]): number | undefined {
  return typeof target?.now === 'number' ? target.now : undefined;
}

function shown(
  name: string,
  type: NumberType,
  value: number,
  usual: number,
): ShownSetting | undefined {
  if (type === 'steps') return { steps: value };
  if (type !== 'seed' && value === usual) return undefined;
  return `${snakeCase(name)} ${value}`;
}
