import { modelFolder } from '../comfy/model-folders.ts';
import type { ChoiceOption } from '../comfy/option.ts';
import type { EntryOf } from './manifest.ts';
import { MANIFEST_FILE, type Reading, type Target } from './reading.ts';
import { toAll, type WorkflowInput } from './workflow-input.ts';

type ChoiceType = 'sampler' | 'scheduler' | 'model' | 'lora' | 'choice';
type ChoiceEntry = EntryOf<ChoiceType>;

const KEYS: Readonly<Record<ChoiceType, readonly string[]>> = {
  sampler: ['sampler_name', 'sampler'],
  scheduler: ['scheduler'],
  model: ['ckpt_name', 'unet_name', 'model_name', 'unet'],
  lora: ['lora_name'],
  choice: [],
};

/** Discord's bound for a choice's name and for its value. */
const LONGEST_CHOICE = 100;

/** A value as the graph has it, and what people read in its place. */
interface Choice {
  readonly label: string;
  readonly value: string | number;
}

/** One of several values. Where `open`, files that nobody named may be chosen as well. */
export function choiceInput(
  name: string,
  entry: ChoiceEntry,
  {
    reading,
    index,
    open,
  }: { readonly reading: Reading; readonly index: number; readonly open: boolean },
): WorkflowInput {
  const keys = entry.key === undefined ? KEYS[entry.type] : [entry.key];
  const targets = reading.targets(entry, keys, index);
  const problem = (says: string) => {
    if (targets.length > 0) reading.manifest(`${entry.type}: ${says}`, index);
  };
  const anyOf = entry.choices === undefined && open ? folderOf(targets) : undefined;
  const choices = choicesOf(entry, targets);
  if (choices.length === 0 && anyOf === undefined) {
    problem(whyNone(entry.type, open));
  }
  const values = choices.map(({ value }) => String(value));
  if (new Set(values).size < values.length) problem('has a choice twice');
  for (const { label, value } of choices) {
    if (label.length > LONGEST_CHOICE || String(value).length > LONGEST_CHOICE) {
      problem(`the choice ${label.slice(0, 40)}… has more than ${LONGEST_CHOICE} characters`);
    }
  }
  for (const target of targets) requireTaken(target, choices, { entry, reading });
  const fallback = String(entry.default ?? defaultOf(targets, values));
  if (anyOf === undefined && choices.length > 0 && !values.includes(fallback)) {
    problem(`its default ${fallback} is none of its choices`);
  }
  const byValue = new Map(choices.map((choice) => [String(choice.value), choice]));
  const label = (value: string) => byValue.get(value)?.label ?? value;
  const option: ChoiceOption = {
    kind: 'choice',
    names: values,
    default: fallback,
    label,
    ...(anyOf !== undefined && { anyOf }),
    ...(entry.description !== undefined && { description: entry.description }),
    shown: (value) => (value === fallback ? undefined : label(value)),
  };
  return {
    name,
    option,
    targets,
    write: (value) =>
      typeof value === 'string' ? toAll(targets, byValue.get(value)?.value ?? value) : [],
  };
}

/** Those that the manifest names; for samplers and schedulers else those that the node has. */
function choicesOf(entry: ChoiceEntry, targets: readonly Target[]): readonly Choice[] {
  if (entry.choices) {
    return entry.choices.map((choice) =>
      typeof choice === 'string'
        ? { label: choice, value: choice }
        : { label: choice.name, value: choice.value },
    );
  }
  const takes = targets[0]?.takes;
  if (!takes?.options || takes.files) return [];
  const options = takes.options.filter((option) => typeof option !== 'boolean');
  return options.length > MOST_CHOICES
    ? []
    : options.map((value) => ({ label: String(value), value }));
}

/** As many as Discord offers. */
const MOST_CHOICES = 25;

function whyNone(type: ChoiceType, open: boolean): string {
  if (type === 'model' || type === 'lora') {
    return open
      ? 'its node is not known here: name its choices'
      : 'name its choices one by one, as the rating is general or a person’s picture goes in';
  }
  return `name its choices: its node has none that are known, or more than ${MOST_CHOICES}`;
}

function folderOf([target]: readonly Target[]): string | undefined {
  return target && modelFolder(target.className, target.input);
}

/** What stands in the graph, where it is one of them. */
function defaultOf([target]: readonly Target[], values: readonly string[]): string | number {
  const now = target?.now;
  if (typeof now === 'string' || typeof now === 'number') return now;
  return values[0] ?? '';
}

function requireTaken(
  target: Target,
  choices: readonly Choice[],
  { entry, reading }: { readonly entry: ChoiceEntry; readonly reading: Reading },
): void {
  const { takes } = target;
  if (!takes) return;
  const isNumber = takes.type === 'INT' || takes.type === 'FLOAT';
  if (takes.type !== 'COMBO' && takes.type !== 'STRING' && !isNumber) {
    reading.target(target, `takes ${takes.type}, not one of several: give it another type`);
    return;
  }
  const { options, files, min = -Infinity, max = Infinity } = takes;
  for (const { value } of choices) {
    const fits = isNumber
      ? typeof value === 'number' && value >= min && value <= max
      : files === true || options === undefined || options.includes(value);
    if (fits) continue;
    const says = `does not take ${String(value)}, a choice of ${entry.type} in ${MANIFEST_FILE}`;
    reading.target(target, says);
  }
}
