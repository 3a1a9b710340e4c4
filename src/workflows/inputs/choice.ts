import { isInputFile, MODEL_FILE, modelFolder } from '../../comfy/model-folders.ts';
import { own } from '../../engines/record.ts';
import { MOST_CHOICES } from '../../recipes/command-definition.ts';
import { type BooleanOption, type ChoiceOption, snakeCase } from '../../recipes/option.ts';
import type { EntryOf } from '../manifest.ts';
import { listed } from '../problem.ts';
import {
  type EntryAt,
  takesInstead,
  type Target,
  toAll,
  twiceIn,
  type WorkflowInput,
} from '../reading.ts';
import { namesFile } from '../value-flow.ts';

/** Yes or no. */
export function booleanInput(
  name: string,
  entry: EntryOf<'boolean'>,
  { reading, index }: EntryAt,
): WorkflowInput {
  const targets = reading.targets(entry, [], index);
  for (const target of targets) {
    const { takes, now } = target;
    const fits = takes ? takes.type === 'BOOLEAN' : now === undefined || typeof now === 'boolean';
    if (!fits) reading.target(target, `${takesInstead(target)}, not yes or no`, index);
  }
  const fallback = entry.default ?? targets[0]?.now === true;
  const option: BooleanOption = {
    kind: 'boolean',
    default: fallback,
    ...(entry.description !== undefined && { description: entry.description }),
    shown: (value) => (value ? snakeCase(name) : { off: snakeCase(name) }),
  };
  return {
    name,
    option,
    targets,
    write: (value) => (typeof value === 'boolean' ? toAll(targets, value) : []),
  };
}

type ChoiceType = 'sampler' | 'scheduler' | 'model' | 'lora' | 'choice';
type ChoiceEntry = EntryOf<ChoiceType>;

/** The input names for these types. */
export const CHOICE_KEYS: Readonly<Record<ChoiceType, readonly string[]>> = {
  sampler: ['sampler_name', 'sampler'],
  scheduler: ['scheduler'],
  model: ['ckpt_name', 'unet_name', 'model_name', 'unet'],
  lora: ['lora_name'],
  choice: [],
};

/** A value as in the graph, and its label for members. */
interface Choice {
  readonly label: string;
  readonly value: string | number;
}

/** A choice of values. If `open`, unlisted files may be chosen too. */
export function choiceInput(
  name: string,
  entry: ChoiceEntry,
  { reading, index, open }: EntryAt & { readonly open: boolean },
): WorkflowInput {
  const targets = reading.targets(entry, CHOICE_KEYS[entry.type], index);
  const anyOf = entry.choices === undefined && open ? folderOf(targets) : undefined;
  const choices = choicesOf(entry, targets);
  const values = choices.map(({ value }) => String(value));
  const fallback = String(entry.default ?? defaultOf(targets, values));
  const misfits = targets.flatMap((target) => {
    const says = misfit(target, choices);
    return says === undefined ? [] : [{ target, says }];
  });
  for (const { target, says } of misfits) reading.target(target, says, index);
  // Other problems may follow from those, or from a missing node.
  if (misfits.length === 0 && targets.length > 0) {
    const says =
      choices.length > 0
        ? choicesProblem(choices, fallback)
        : anyOf === undefined
          ? whyNone(entry.type, open)
          : undefined;
    if (says !== undefined) reading.manifest(says, index);
  }
  const byValue = new Map(choices.map((choice) => [String(choice.value), choice]));
  const label = (value: string) => byValue.get(value)?.label ?? value;
  const option: ChoiceOption = {
    kind: 'choice',
    names: values,
    default: fallback,
    label,
    ...(anyOf !== undefined && { anyOf }),
    ...(targets.some(takesWords) && choices.some(isWords) && { words: true }),
    ...(entry.description !== undefined && { description: entry.description }),
    shown: label,
  };
  return {
    name,
    option,
    targets,
    write: (value) =>
      typeof value === 'string' ? toAll(targets, byValue.get(value)?.value ?? value) : [],
  };
}

/** The manifest's choices. For samplers and schedulers the default is the node's own. */
function choicesOf(entry: ChoiceEntry, targets: readonly Target[]): readonly Choice[] {
  if (entry.choices) {
    return entry.choices.flatMap((choice) => {
      if (typeof choice === 'string') return [{ label: choice, value: choice }];
      return 'value' in choice ? [{ label: choice.name, value: choice.value }] : [];
    });
  }
  const takes = targets[0]?.takes;
  if (!takes?.options || takes.files) return [];
  const options = takes.options.filter((option) => typeof option !== 'boolean');
  return options.length > MOST_CHOICES
    ? []
    : options.map((value) => ({ label: String(value), value }));
}

function whyNone(type: ChoiceType, open: boolean): string {
  if (type === 'model' || type === 'lora') {
    return open
      ? 'needs choices, as it is not known where its node takes files from: name them'
      : 'needs choices, as the rating is general: name the files one by one';
  }
  return `needs choices, as its node has none that are known, or more than ${MOST_CHOICES}: name them`;
}

/** The first problem of the choices themselves. */
function choicesProblem(choices: readonly Choice[], fallback: string): string | undefined {
  const twice = twiceIn(choices.map(({ value }) => String(value)));
  if (twice !== undefined) return `has the choice ${twice} twice: take one out`;
  const alike = twiceIn(choices.map(({ label }) => label));
  if (alike !== undefined) return `has two choices called ${alike}: name one otherwise`;
  if (choices.some(({ value }) => String(value) === fallback)) return undefined;
  return `its default ${fallback} is none of its choices: add it to them, or name another default`;
}

/** The common folder of the targets' files. */
function folderOf(targets: readonly Target[]): string | undefined {
  const folders = new Set(targets.map(({ className, input }) => modelFolder(className, input)));
  return folders.size === 1 ? [...folders][0] : undefined;
}

/** The graph's value, if it is among the choices. */
function defaultOf([target]: readonly Target[], values: readonly string[]): string | number {
  const now = target?.now;
  if (typeof now === 'string' || typeof now === 'number') return now;
  return values[0] ?? '';
}

/**
 * Whether the chosen value may become prompt text there: not a number, and not one of the node's own options.
 */
function takesWords(target: Target): boolean {
  const isAny = target.takes === undefined || target.takes.type === 'STRING';
  return isAny && namesFile(target) === undefined;
}

/** File names and sizes are not prompt text. */
function isWords({ value }: Choice): boolean {
  return /\p{L}/u.test(String(value)) && !MODEL_FILE.test(String(value));
}

/** Why a node does not accept one of these. */
function misfit(target: Target, choices: readonly Choice[]): string | undefined {
  const { takes, className, input } = target;
  if (!takes) return undefined;
  const isNumber = takes.type === 'INT' || takes.type === 'FLOAT';
  const isChoice = takes.type === 'COMBO' || takes.type === 'STRING' || isNumber;
  if (!isChoice || takes.picture === true || isInputFile(className, input))
    return `${takesInstead(target)}, not one of several`;
  const { options, files, min = -Infinity, max = Infinity } = takes;
  const odd = choices.find(({ value }) =>
    isNumber
      ? typeof value !== 'number' || value < min || value > max
      : files !== true && options?.includes(value) === false,
  );
  if (!odd) return undefined;
  const range = takes.type === 'INT' ? 'whole numbers' : 'numbers';
  const instead = isNumber ? `${range} from ${min} to ${max}` : listed(options ?? []);
  return `does not take the choice ${JSON.stringify(odd.value)}: it takes ${instead}`;
}

/** The choices of an entry that set several inputs each. */
type Settings = Extract<
  NonNullable<EntryOf<'choice'>['choices']>[number],
  { readonly values: unknown }
>;

/** The choices of an entry if they set several inputs each, `undefined` if they are plain values. */
export function settingsOf({ choices }: EntryOf<'choice'>): readonly Settings[] | undefined {
  const found = choices?.filter((one) => typeof one === 'object' && 'values' in one);
  return found && found.length > 0 ? found : undefined;
}

/** Sets several inputs by the name of a choice. */
export function settingsInput(
  name: string,
  entry: EntryOf<'choice'>,
  { reading, index, settings }: EntryAt & { readonly settings: readonly Settings[] },
): WorkflowInput {
  const problem = settingsProblem(entry, settings, reading.isFlat);
  if (problem !== undefined) reading.manifest(problem, index);
  const names = settings.map((one) => one.name);
  const [first] = settings;
  const targets = first && problem === undefined ? targetsOf(first, { reading, index }) : [];
  for (const target of targets) {
    const says = settings.map((one) => settingMisfit(target, one)).find((one) => one !== undefined);
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
  { choices = [], key, node_ids: ids }: EntryOf<'choice'>,
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
function settingMisfit(target: Target, choice: Settings): string | undefined {
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
