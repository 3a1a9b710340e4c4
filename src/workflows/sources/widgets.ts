import { inputsFor, type NodeClass, type NodeInput } from '../../comfy/node-table.ts';
import { isRecord, own } from '../../engines/record.ts';
import type { EditorInput, EditorNode } from './editor-file.ts';

/*
 * The editor saves the values of a node's widgets as a list without names, in the order in which the node's
 * class declared them when it was saved. Some places belong to no input: the control after a seed, the
 * button after an upload. Newer versions save the names of widgets beside.
 */

/** The values of a node, by input. */
export interface Widgets {
  readonly values: ReadonlyMap<string, unknown>;
  /** The inputs of its class that have a widget. Undefined: the class is not known. */
  readonly inputs: ReadonlyMap<string, NodeInput | undefined>;
  /** Inputs without a saved value, which get their default. */
  readonly filled: readonly string[];
  /** Saved values that belong to no input of the class any more. */
  readonly surplus: number;
  /** Whether the values were saved in another order than the class declares now. */
  readonly isReordered: boolean;
  /** Why the values cannot be told apart. Without a capital and a full stop. */
  readonly says?: string;
}

/** Types with a widget in ComfyUI's editor. Values of other types come by a link. */
const WIDGET_TYPES: ReadonlySet<string> = new Set([
  'INT',
  'FLOAT',
  'STRING',
  'BOOLEAN',
  'COMBO',
  'COMFY_DYNAMICCOMBO_V3',
  'COLOR',
  'BOUNDING_BOX',
  'CURVE',
  'RANGE',
  'MARKDOWN',
  'TEXTAREA',
  'IMAGECOMPARE',
  'LOAD_3D',
  'WEBCAM',
  'AUDIO_RECORD',
]);

/** What may stand in the place of a control. */
const CONTROLS: ReadonlySet<unknown> = new Set([
  'fixed',
  'increment',
  'decrement',
  'randomize',
  'increment-wrap',
  true,
  false,
]);

/** Reads a node's values. `nodeClass`: its class, if it is known. */
export function readWidgets(node: EditorNode, nodeClass: NodeClass | undefined): Widgets {
  const { values } = node;
  if (!isList(values)) return byName(values, nodeClass);
  if (node.type === 'CustomCombo') return ofCustomCombo(values);
  if (!nodeClass) return ofUnknown(node, values);
  const list = withoutLinkOnly(values, nodeClass);
  const declared = inOrder(nodeClass, list);
  const saved = inSavedOrder(node, nodeClass, list);
  const isReordered = saved !== undefined && !sameOrder(saved, declared);
  const entries = isReordered ? saved : declared.entries;
  const wrong = entries.find(({ input, value }) => value !== undefined && !isOfKind(input, value));
  const base = {
    values: new Map(
      entries.map(
        ({ name, input, value }) => [name, renamed(name, value) ?? defaultOf(input)] as const,
      ),
    ),
    inputs: new Map(entries.map(({ name, input }) => [name, input])),
    filled: entries.filter(({ value }) => value === undefined).map(({ name }) => name),
    surplus: isReordered ? 0 : list.length - declared.used,
    isReordered,
  };
  if (!wrong) return base;
  const says = `was saved by another version: its values do not fit its inputs (${wrong.name} would be ${JSON.stringify(wrong.value)})`;
  return { ...base, says };
}

/** A node's inputs in the editor's order: sockets, then widgets, then those that its class does not declare. */
export function socketsOf(
  { inputs, type }: EditorNode,
  nodeClass: NodeClass | undefined,
  widgets: Widgets,
): readonly EditorInput[] {
  if (!nodeClass || type === 'CustomCombo') return inputs;
  const saved = new Map(inputs.map((one) => [one.name, one]));
  const declared = inputsFor(nodeClass, Object.fromEntries(widgets.values));
  const found = [...declared].flatMap(([name, input]): readonly EditorInput[] => {
    if (input.grows) return [];
    const widget = widgets.inputs.has(name) ? name : undefined;
    const link = saved.get(name)?.link;
    // A growing input that nothing leads to has no socket.
    const isSocket = saved.has(name) || Object.hasOwn(nodeClass.inputs, name);
    const kind = input.type.startsWith('COMFY_') ? (saved.get(name)?.type ?? '*') : input.type;
    return isSocket ? [{ name, type: kind, link, widget }] : [];
  });
  // The editor drops an input for a widget that is no more.
  const others = inputs.filter(({ name, widget }) => !declared.has(name) && widget === undefined);
  const sockets = found.filter(({ widget }) => widget === undefined);
  return [...sockets, ...found.filter(({ widget }) => widget !== undefined), ...others];
}

interface Entry {
  readonly name: string;
  readonly input: NodeInput;
  /** Undefined: not saved. */
  readonly value: unknown;
}

interface InOrder {
  readonly entries: readonly Entry[];
  /** How many values have a place. */
  readonly used: number;
}

/** Gives values to the widgets of a class in the order of their declaration. */
function inOrder({ inputs }: NodeClass, values: readonly unknown[]): InOrder {
  const entries: Entry[] = [];
  let at = 0;
  const take = (): unknown => values[at++] ?? undefined;
  const read = (declared: Readonly<Record<string, NodeInput>>, prefix: string): void => {
    const all = Object.entries(declared);
    const isUpload = all.some(([, input]) => input.required && isUploaded(input));
    const upload = () => {
      if (isUpload && prefix === '') at += 1;
    };
    let isAfterRequired = false;
    for (const [short, input] of all) {
      if (!input.required && !isAfterRequired) {
        isAfterRequired = true;
        upload();
      }
      if (!hasWidget(input)) continue;
      const name = prefix + short;
      const value = input.type === 'IMAGECOMPARE' ? undefined : take();
      entries.push({ name, input, value });
      at += partsAfter(input, values, at);
      const chosen = value ?? defaultOf(input);
      const brought = typeof chosen === 'string' ? input.brings?.get(chosen) : undefined;
      if (brought) read(brought, `${name}.`);
    }
    if (!isAfterRequired) upload();
  };
  read(inputs, '');
  return { entries, used: Math.min(at, values.length) };
}

/** How many values after one are no inputs: its control, or the four sides of an area. */
export function partsAfter(input: NodeInput, values: readonly unknown[], at: number): number {
  if (input.type === 'BOUNDING_BOX') {
    const sides = values.slice(at, at + 4);
    return sides.length === 4 && sides.every((side) => typeof side === 'number') ? 4 : 0;
  }
  if (input.control !== true || !CONTROLS.has(values[at])) return 0;
  // A choice has a filter for its names besides.
  return input.type === 'COMBO' && typeof values[at + 1] === 'string' ? 2 : 1;
}

/** Gives values to the widgets that the node was saved with, if these are all of them. */
function inSavedOrder(
  node: EditorNode,
  nodeClass: NodeClass,
  values: readonly unknown[],
): readonly Entry[] | undefined {
  const names = savedNames(node);
  if (names.length === 0) return undefined;
  const entries: Entry[] = [];
  let at = 0;
  for (const name of names) {
    const input =
      own(nodeClass.inputs, name) ??
      // One that an option before it brings.
      inputsFor(nodeClass, Object.fromEntries(entries.map((one) => [one.name, one.value]))).get(
        name,
      );
    if (!input || !hasWidget(input) || at >= values.length) return undefined;
    entries.push({ name, input, value: values[at++] ?? undefined });
    at += partsAfter(input, values, at);
  }
  const isUpload = entries.some(({ input }) => isUploaded(input));
  return at + (isUpload ? 1 : 0) >= values.length ? entries : undefined;
}

function sameOrder(saved: readonly Entry[], { entries }: InOrder): boolean {
  return saved.every(({ name }, index) => name === entries[index]?.name);
}

/** The names of the widgets that a node was saved with. Older versions name only those that became sockets. */
function savedNames({ inputs }: EditorNode): readonly string[] {
  return inputs.flatMap(({ widget }) => widget ?? []);
}

/** Before 1.16 the editor also saved a value for inputs that can only be linked. */
function withoutLinkOnly(values: readonly unknown[], { inputs }: NodeClass): readonly unknown[] {
  const places = Object.values(inputs).flatMap((input) => {
    if (!WIDGET_TYPES.has(input.type)) return [];
    const isLinkOnly = input.linkOnly === true;
    return input.control === true ? [isLinkOnly, false] : [isLinkOnly];
  });
  if (!places.includes(true) || places.length !== values.length) return values;
  return values.filter((_, index) => places[index] !== true);
}

/** A few extensions save values by name. */
function byName(
  values: Readonly<Record<string, unknown>>,
  nodeClass: NodeClass | undefined,
): Widgets {
  const known = nodeClass && inputsFor(nodeClass, values);
  const widgets = known && new Map([...known].filter(([, input]) => hasWidget(input)));
  const given = Object.entries(values).filter(([name, value]) =>
    // The state of a preview is no input.
    widgets ? widgets.has(name) : !(isRecord(value) && 'paused' in value),
  );
  const read = new Map(given);
  const filled = [...(widgets ?? [])].filter(([name]) => !read.has(name));
  for (const [name, input] of filled) read.set(name, defaultOf(input));
  return {
    values: read,
    inputs: widgets ?? new Map(given.map(([name]) => [name, undefined])),
    filled: filled.map(([name]) => name),
    surplus: 0,
    isReordered: false,
  };
}

/** Each choice of a custom combo becomes an input. */
const MOST_CHOICES = 1_000;

/** The node whose choices its author writes into it. */
function ofCustomCombo([choice, , ...options]: readonly unknown[]): Widgets {
  const index = options.indexOf(choice);
  const values = new Map<string, unknown>([
    ['choice', choice ?? ''],
    ['index', index],
    ...options.map((option, place) => [`option${place + 1}`, option] as const),
  ]);
  const inputs = new Map([...values.keys()].map((name) => [name, undefined]));
  const base = { values, inputs, filled: [], surplus: 0, isReordered: false };
  return options.length > MOST_CHOICES ? { ...base, says: TOO_MANY_CHOICES } : base;
}

const TOO_MANY_CHOICES = `has more than ${MOST_CHOICES} choices: remove some`;

/** Only a node that was saved with the names of all its widgets can be read without its class. */
function ofUnknown(node: EditorNode, values: readonly unknown[]): Widgets {
  const names = savedNames(node);
  const given = withoutControls(values, names.length);
  const base = {
    values: new Map(names.map((name, index) => [name, given?.[index]] as const)),
    inputs: new Map(names.map((name) => [name, undefined])),
    filled: [],
    surplus: 0,
    isReordered: false,
  };
  if (given) return base;
  const says =
    'has a class that the bot does not know, and the file does not name its inputs: take --object-info from a ComfyUI that has it, a PNG made with this workflow, or Export (API)';
  return { ...base, says };
}

/** The values without those that belong to no input. Undefined if it is not certain which these are. */
function withoutControls(
  values: readonly unknown[],
  wanted: number,
): readonly unknown[] | undefined {
  if (values.length === wanted) return values;
  const kept = values.filter(
    // `true` and `false` may be an input that the file does not name.
    (value, index) =>
      typeof value === 'boolean' || !CONTROLS.has(value) || !isNumeric(String(values[index - 1])),
  );
  // What the button of an upload saves.
  if (kept.length === wanted + 1 && kept.at(-1) === 'image') return kept.slice(0, -1);
  return kept.length === wanted ? kept : undefined;
}

/** Whether the editor shows a widget for an input. */
export function hasWidget({ type, linkOnly }: NodeInput): boolean {
  return WIDGET_TYPES.has(type) && linkOnly !== true;
}

/** Whether the editor shows a button for uploads after an input. */
export function isUploaded({ type, picture }: NodeInput): boolean {
  return type === 'COMBO' && picture === true;
}

/** Whether a value may belong to an input. A choice may be an old one, or a file of another computer. */
function isOfKind({ type, options = [], files }: NodeInput, value: unknown): boolean {
  switch (type) {
    case 'INT':
    case 'FLOAT':
      return typeof value === 'number' || (typeof value === 'string' && isNumeric(value));
    case 'BOOLEAN':
      return typeof value === 'boolean';
    case 'STRING':
      return typeof value === 'string';
    case 'COMBO':
    case 'COMFY_DYNAMICCOMBO_V3':
      if (files === true || options.length === 0) return typeof value === 'string';
      return options.some((option) => typeof option === typeof value);
    default:
      return true;
  }
}

function isNumeric(text: string): boolean {
  return text.trim() !== '' && Number.isFinite(Number(text));
}

/** The first versions of ComfyUI called samplers `sample_euler`, and the editor still knows that. */
function renamed(name: string, value: unknown): unknown {
  const isOld = name === 'sampler_name' && typeof value === 'string' && value.startsWith('sample_');
  return isOld ? value.slice('sample_'.length) : value;
}

/** The value that the editor gives to a new node. */
function defaultOf(input: NodeInput): unknown {
  const { type, options = [], default: otherwise } = input;
  switch (type) {
    case 'INT':
    case 'FLOAT':
      return otherwise ?? 0;
    case 'STRING':
      return otherwise ?? '';
    case 'BOOLEAN':
      return otherwise ?? false;
    case 'COMBO':
    case 'COMFY_DYNAMICCOMBO_V3':
      return otherwise === undefined || otherwise === '' ? options[0] : otherwise;
    case 'COLOR':
      return '#000000';
    case 'BOUNDING_BOX':
      return { x: 0, y: 0, width: 512, height: 512 };
    case 'IMAGECOMPARE':
      return ['', ''];
    default:
      return undefined;
  }
}

/**
 * A value as the editor sends it: a list within an object, since ComfyUI takes a list for a link; a prompt
 * without comments, and with one of each `{a|b}`, which is the first here.
 */
export function sentValue(value: unknown, input: NodeInput | undefined): unknown {
  if (Array.isArray(value)) return { __value__: value };
  const isPrompt = typeof value === 'string' && input?.dynamicPrompts === true;
  return isPrompt ? withFirstChoices(withoutComments(value)) : value;
}

/** Without `//` to the end of a line, and without C's comments. */
function withoutComments(text: string): string {
  let kept = '';
  let at = 0;
  let lastEnd = text.lastIndexOf('*/');
  for (;;) {
    const start = text.indexOf('/', at);
    if (start === -1) return kept + text.slice(at);
    const next = text[start + 1];
    if (next === '/') {
      const end = /[\n\r\u2028\u2029]/.exec(text.slice(start))?.index ?? -1;
      kept += text.slice(at, start);
      if (end === -1) return kept;
      at = start + end;
    } else if (next === '*' && lastEnd >= start + 2) {
      kept += text.slice(at, start);
      at = text.indexOf('*/', start + 2) + 2;
    } else {
      kept += text.slice(at, start + 1);
      at = start + 1;
    }
    if (lastEnd < at) lastEnd = -1;
  }
}

function withFirstChoices(text: string): string {
  let kept = '';
  /** For each open brace: whether the text belongs to its first choice. */
  const open: boolean[] = [];
  /** How many of these are past it. */
  let past = 0;
  for (let at = 0; at < text.length; at++) {
    const char = text[at];
    if (char === '\\' && at + 1 < text.length) {
      const next = text[at + 1] ?? '';
      if (past === 0) kept += '{}|'.includes(next) ? next : char + next;
      at += 1;
    } else if (char === '{') {
      open.push(true);
    } else if (char === '}' && open.length > 0) {
      if (open.pop() === false) past -= 1;
    } else if (char === '|' && open.length > 0) {
      if (open.at(-1) === true) {
        open[open.length - 1] = false;
        past += 1;
      }
    } else if (past === 0) {
      kept += char ?? '';
    }
  }
  return kept;
}

function isList(value: EditorNode['values']): value is readonly unknown[] {
  return Array.isArray(value);
}
