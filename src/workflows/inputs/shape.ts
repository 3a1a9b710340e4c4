import { own } from '../../engines/record.ts';
import type { ChoiceOption } from '../../recipes/option.ts';
import type { EntryOf } from '../manifest.ts';
import {
  type EntryAt,
  takesInstead,
  type Target,
  toAll,
  twiceIn,
  type WorkflowInput,
} from '../reading.ts';

type Entry = EntryOf<'choice'>;

/** The choices of an entry that set several inputs each. */
type Settings = Extract<NonNullable<Entry['choices']>[number], { readonly values: unknown }>;

/** The choices of an entry if they set several inputs each, `undefined` if they are plain values. */
export function settingsOf({ choices }: Entry): readonly Settings[] | undefined {
  const found = choices?.filter((one) => typeof one === 'object' && 'values' in one);
  return found && found.length > 0 ? found : undefined;
}

/** Sets several inputs by the name of a choice. */
export function settingsInput(
  name: string,
  entry: Entry,
  { reading, index, settings }: EntryAt & { readonly settings: readonly Settings[] },
): WorkflowInput {
  const problem = settingsProblem(entry, settings, reading.isFlat);
  if (problem !== undefined) reading.manifest(problem, index);
  const names = settings.map((one) => one.name);
  const [first] = settings;
  const targets = first && problem === undefined ? targetsOf(first, { reading, index }) : [];
  for (const target of targets) {
    const says = settings.map((one) => misfit(target, one)).find((one) => one !== undefined);
    if (says !== undefined) reading.target(target, says, index);
  }
  const fallback =
    entry.default ??
    settings.find((one) => targets.every((target) => valueAt(one, target) === target.now))?.name ??
    names[0] ??
    '';
  if (problem === undefined && !names.some((one) => one === fallback)) {
    reading.manifest(`its default ${fallback} is none of its choices: name one of them`, index);
  }
  const option: ChoiceOption = {
    kind: 'choice',
    names,
    default: String(fallback),
    shown: (value) => value,
    ...(entry.description !== undefined && { description: entry.description }),
  };
  return {
    name,
    option,
    targets,
    write: (value) => {
      const chosen = settings.find((one) => one.name === value);
      return targets.flatMap(({ node, input }) => {
        const set = chosen && valueAt(chosen, { node, input });
        return set === undefined ? [] : [{ node, input, value: set }];
      });
    },
  };
}

/** The first problem of such choices themselves. */
function settingsProblem(
  { choices = [], key, node_ids: ids }: Entry,
  settings: readonly Settings[],
  isFlat: boolean,
): string | undefined {
  if (isFlat)
    return 'has choices with values, and a public endpoint has no nodes: give each a value';
  if (settings.length < choices.length) {
    return 'has choices with values and others without: give values to each of them';
  }
  if (key !== undefined || ids !== undefined) {
    return 'has choices with values, which name nodes and inputs: leave key and node_ids out';
  }
  const twice = twiceIn(settings.map((one) => one.name));
  if (twice !== undefined) return `has two choices called ${twice}: name one otherwise`;
  const [first, ...others] = settings.map(({ name, values }) => ({ name, keys: keysOf(values) }));
  if (first?.keys.length === 0) return `its choice ${first.name} sets nothing: give it values`;
  const odd = others.find(({ keys }) => keys.join() !== first?.keys.join());
  return (
    odd &&
    `its choice ${odd.name} sets other inputs than ${first?.name ?? ''}: set the same ones in each of them`
  );
}

/** All inputs that these values set, in one order. */
function keysOf(values: Settings['values']): readonly string[] {
  return Object.entries(values)
    .flatMap(([node, inputs]) => Object.keys(inputs).map((input) => JSON.stringify([node, input])))
    .sort();
}

function targetsOf({ values }: Settings, { reading, index }: EntryAt): readonly Target[] {
  return Object.entries(values).flatMap(([node, inputs]) =>
    Object.keys(inputs).flatMap((key) => reading.targets({ node_ids: [node], key }, [], index)),
  );
}

function valueAt(
  { values }: Settings,
  { node, input }: Pick<Target, 'node' | 'input'>,
): number | boolean | undefined {
  const inputs = own(values, node);
  return inputs && own(inputs, input);
}

/** Why an input does not accept what a choice sets. */
function misfit(target: Target, choice: Settings): string | undefined {
  const { takes, now } = target;
  const value = valueAt(choice, target);
  const type = takes?.type ?? (now === undefined ? undefined : typeof now);
  const isNumber = type === 'INT' || type === 'FLOAT' || type === 'number';
  if (typeof value === 'boolean' || !isNumber) {
    const fits = type === undefined || (typeof value === 'boolean' && /^boolean$/i.test(type));
    return fits ? undefined : `${takesInstead(target)}, not ${String(value)} (${choice.name})`;
  }
  if (value === undefined) return undefined;
  const { min = -Infinity, max = Infinity } = takes ?? {};
  if (value < min || value > max) {
    return `takes ${min} to ${max}, and the choice ${choice.name} has ${value}: give it another value`;
  }
  return type === 'INT' && !Number.isSafeInteger(value)
    ? `takes whole numbers, and the choice ${choice.name} has ${value}: give it another value`
    : undefined;
}

/** Sets width and height by the name of an aspect ratio. */
export function shapeInput(
  name: string,
  entry: EntryOf<'aspect_ratio'>,
  at: EntryAt,
): WorkflowInput {
  const { reading, index } = at;
  const { sizes, description } = entry;
  const widths = reading.targets(entry, ['width'], index);
  // A node without a width is a single problem.
  const heights = widths.length === 0 ? [] : reading.targets(entry, ['height'], index);
  const names = Object.keys(sizes);
  for (const [shape, [width, height]] of Object.entries(sizes)) {
    requireTaken(widths, width, shape, at);
    requireTaken(heights, height, shape, at);
  }
  const fallback = entry.default ?? currentShape(entry, widths[0], heights[0]) ?? names[0] ?? '';
  if (!names.includes(fallback)) {
    reading.manifest(`its default ${fallback} is none of its sizes: name one of them`, index);
  }
  const pixels = (shape: string) => {
    const size = own(sizes, shape);
    return size ? `${size[0]}×${size[1]}` : shape;
  };
  const option: ChoiceOption = {
    kind: 'choice',
    names,
    default: fallback,
    label: (shape) => `${shape} (${pixels(shape)})`,
    shown: pixels,
    ...(description !== undefined && { description }),
  };
  return {
    name,
    option,
    targets: [...widths, ...heights],
    write: (value) => {
      const size = typeof value === 'string' ? own(sizes, value) : undefined;
      return size ? [...toAll(widths, size[0]), ...toAll(heights, size[1])] : [];
    },
  };
}

/** The graph's aspect ratio as exported. */
function currentShape(
  { sizes }: EntryOf<'aspect_ratio'>,
  width: Target | undefined,
  height: Target | undefined,
): string | undefined {
  const found = Object.entries(sizes).find(
    ([, size]) => size[0] === width?.now && size[1] === height?.now,
  );
  return found?.[0];
}

function requireTaken(
  targets: readonly Target[],
  value: number,
  shape: string,
  { reading, index }: EntryAt,
): void {
  for (const target of targets) {
    const { min = -Infinity, max = Infinity } = target.takes ?? {};
    if (value >= min && value <= max) continue;
    const says = `takes ${min} to ${max}, and the size ${shape} has ${value}: name another size`;
    reading.target(target, says, index);
  }
}
