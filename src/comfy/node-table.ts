import { isRecord, own } from '../engines/record.ts';
import { isInputFile, MODEL_FILE, modelFolder } from './model-folders.ts';

/** A constant that an input may have as one of its options. */
export type OptionValue = string | number | boolean;

/** What one input of a node class accepts. */
export interface NodeInput {
  /**
   * `INT`, `FLOAT`, `STRING`, `BOOLEAN`, `COMBO`, or the output type to link: `MODEL`, `IMAGE,MASK`, `*` for
   * any.
   */
  readonly type: string;
  readonly required: boolean;
  /** The values of a `COMBO`. With `files`: those of the ComfyUI that was queried. */
  readonly options?: readonly OptionValue[];
  /** A `COMBO` of files. These differ between workers, so `options` is no restriction. */
  readonly files?: true;
  /** An uploaded picture (`image_upload`). */
  readonly picture?: true;
  readonly min?: number;
  readonly max?: number;
  readonly step?: number;
  readonly default?: OptionValue;
  readonly multiline?: boolean;
  /** The editor shows a control after it: what happens to the value after each run. It is not sent. */
  readonly control?: true;
  /** A value's type that can only be linked (`forceInput`). */
  readonly linkOnly?: true;
  /** The editor removes comments from its text and picks one of `{a|b}` (`dynamicPrompts`). */
  readonly dynamicPrompts?: true;
  /** Further inputs by the option that adds them (`COMFY_DYNAMICCOMBO_V3`). */
  readonly brings?: ReadonlyMap<string, Readonly<Record<string, NodeInput>>>;
  /** A template for a variable number of inputs (`COMFY_AUTOGROW_V3`). Has no value itself. */
  readonly grows?: GrowingInput;
}

/** Inputs `images.image0`, `images.image1` and so on, all of the same kind. */
interface GrowingInput {
  /** The names after the dot, in order. */
  readonly names: readonly string[];
  readonly input: NodeInput;
  /** How many of the first ones are required. */
  readonly atLeast: number;
}

/** ComfyUI's description of a node class. */
export interface NodeClass {
  readonly inputs: Readonly<Record<string, NodeInput>>;
  /** Types by output slot. */
  readonly outputs: readonly string[];
  /** Whether it is an output node. Nodes that lead to no output node do not run. */
  readonly isOutput: boolean;
  /** The Python module that defines it: `nodes`, `comfy_extras.nodes_flux`, `custom_nodes.…`. */
  readonly module: string;
}

/** The node classes of one ComfyUI, by name. */
export type NodeTable = ReadonlyMap<string, NodeClass>;

/** The text is not a response to `GET /object_info`. */
export class NoNodeTableError extends Error {
  override readonly name = 'NoNodeTableError';
}

/**
 * Reads the parsed response to `GET /object_info`: classes by name, each input as `["INT", {…}]`, `[["euler",
 * …], {…}]` or `["COMBO", {"options": […]}]`. Skips what it does not understand of a class or an input.
 *
 * @throws NoNodeTableError if it contains no node class at all.
 */
export function readNodeTable(objectInfo: unknown): NodeTable {
  if (!isRecord(objectInfo)) {
    throw new NoNodeTableError('It is no answer of ComfyUI to GET /object_info: no JSON object.');
  }
  const table = new Map<string, NodeClass>();
  for (const [name, info] of Object.entries(objectInfo)) {
    if (isRecord(info) && isRecord(info.input)) table.set(name, readClass(name, info));
  }
  if (table.size === 0) {
    throw new NoNodeTableError(
      'It is no answer of ComfyUI to GET /object_info: no node class with an "input" is in it.',
    );
  }
  return table;
}

function readClass(name: string, info: Readonly<Record<string, unknown>>): NodeClass {
  const { input, output, output_node: isOutput, python_module: module } = info;
  return {
    inputs: readInputs(name, input),
    // In an old notation, an output of several possible values is the list of these.
    outputs: Array.isArray(output)
      ? output.map((type) => (typeof type === 'string' ? type : 'COMBO'))
      : [],
    isOutput: isOutput === true,
    module: typeof module === 'string' ? module : '',
  };
}

/** Whether a class ships with ComfyUI itself, so that every worker of that version has it. */
export function isCore({ module }: NodeClass): boolean {
  return module === 'nodes' || module.startsWith('comfy_extras.');
}

/** How deep inputs may be nested. ComfyUI's own use three levels. */
const DEEPEST = 8;
/** ComfyUI's limit on growing inputs. */
const MAX_GROWN = 100;

/** The author of the graph writes its options, so the list is empty elsewhere. */
const LISTS_OF_THE_GRAPH: ReadonlySet<string> = new Set(['CustomCombo.choice']);

/** An unknown kind of dynamic input. It is not checked. */
const UNKNOWN_DYNAMIC = /^COMFY_DYNAMIC\w*_V\d+$/;

type Options = Readonly<Record<string, unknown>>;

/** Reads a class's `{"required": {…}, "optional": {…}}`. Skips invalid inputs. */
function readInputs(
  className: string,
  groups: unknown,
  depth = 0,
): Readonly<Record<string, NodeInput>> {
  if (!isRecord(groups) || depth > DEEPEST) return {};
  const inputs = ['required', 'optional'].flatMap((group) => {
    const described = groups[group];
    if (!isRecord(described)) return [];
    return Object.entries(described).flatMap(([name, value]) => {
      const input = readInput({ className, name, required: group === 'required', depth }, value);
      return input ? [[name, input] as const] : [];
    });
  });
  return Object.fromEntries(inputs);
}

/** An input of a class, and how deep it is nested. */
interface InputAt {
  readonly className: string;
  readonly name: string;
  readonly required: boolean;
  readonly depth: number;
}

function readInput(at: InputAt, value: unknown): NodeInput | undefined {
  if (!Array.isArray(value)) return undefined;
  const written: readonly unknown[] = value;
  const [type, given] = written;
  const more = isRecord(given) ? given : {};
  if (Array.isArray(type)) return readCombo(at, type, more);
  if (typeof type !== 'string') return undefined;
  switch (type) {
    case 'COMBO':
      return readCombo(at, more.options, more);
    case 'COMFY_DYNAMICCOMBO_V3':
      return readDynamicCombo(at, more);
    case 'COMFY_AUTOGROW_V3':
      return readGrowing(at, more);
    default:
      return UNKNOWN_DYNAMIC.test(type)
        ? { type: '*', required: false }
        : { type, required: at.required, ...limits(more), ...editorFacts(at, type, more) };
  }
}

/** The names of numbers that the editor takes for seeds. */
const SEEDS: ReadonlySet<string> = new Set(['seed', 'noise_seed']);

/** What only the editor does with an input. */
function editorFacts({ name, depth }: InputAt, type: string, more: Options) {
  const { control_after_generate: control = type === 'INT' && depth === 0 && SEEDS.has(name) } =
    more;
  return {
    ...(control !== false && { control: true as const }),
    ...(more.forceInput === true && { linkOnly: true as const }),
    ...(more.dynamicPrompts === true && { dynamicPrompts: true as const }),
  };
}

function readCombo(at: InputAt, listed: unknown, more: Options): NodeInput {
  const { className, name, required } = at;
  const options = Array.isArray(listed) ? listed.filter(isOptionValue) : [];
  if (LISTS_OF_THE_GRAPH.has(`${className}.${name}`)) return { type: 'STRING', required };
  const files =
    options.length === 0 ||
    Object.keys(more).some((key) => key.endsWith('_upload') && more[key] === true) ||
    modelFolder(className, name) !== undefined ||
    isInputFile(className, name) ||
    options.some((option) => typeof option === 'string' && MODEL_FILE.test(option));
  return {
    type: 'COMBO',
    required,
    options,
    ...(files && { files }),
    ...limits(more),
    ...editorFacts(at, 'COMBO', more),
  };
}

function readDynamicCombo({ className, required, depth }: InputAt, more: Options): NodeInput {
  const brings = new Map<string, Readonly<Record<string, NodeInput>>>();
  for (const option of Array.isArray(more.options) ? more.options : []) {
    if (!isRecord(option) || typeof option.key !== 'string') continue;
    brings.set(option.key, readInputs(className, option.inputs, depth + 1));
  }
  return { type: 'COMFY_DYNAMICCOMBO_V3', required, options: [...brings.keys()], brings };
}

function readGrowing(
  { className, required, depth }: InputAt,
  more: Options,
): NodeInput | undefined {
  const template = isRecord(more.template) ? more.template : {};
  const [input] = Object.values(readInputs(className, template.input, depth + 1));
  if (!input) return undefined;
  const atLeast = typeof template.min === 'number' && input.required ? template.min : 0;
  const grows: GrowingInput = { names: namesOf(template), input, atLeast };
  return { type: 'COMFY_AUTOGROW_V3', required, grows };
}

function namesOf({ names, prefix, max }: Options): readonly string[] {
  if (Array.isArray(names)) {
    return names.filter((name) => typeof name === 'string').slice(0, MAX_GROWN);
  }
  if (typeof prefix !== 'string' || typeof max !== 'number') return [];
  const length = Math.min(MAX_GROWN, Math.max(0, Math.trunc(max) || 0));
  return Array.from({ length }, (_, place) => `${prefix}${place}`);
}

function limits({ min, max, step, default: otherwise, multiline, image_upload }: Options) {
  return {
    ...(image_upload === true && { picture: true as const }),
    ...(typeof min === 'number' && { min }),
    ...(typeof max === 'number' && { max }),
    ...(typeof step === 'number' && { step }),
    ...(isOptionValue(otherwise) && { default: otherwise }),
    ...(typeof multiline === 'boolean' && { multiline }),
  };
}

function isOptionValue(value: unknown): value is OptionValue {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}

/**
 * A node's inputs for these values, named as in a graph: an option adds its inputs as `option.input`, and a
 * growing input appears as `images.image0`, `images.image1` and so on, up to its limit.
 */
export function inputsFor(
  { inputs }: Pick<NodeClass, 'inputs'>,
  values: Readonly<Record<string, unknown>>,
  prefix = '',
): ReadonlyMap<string, NodeInput> {
  const found = new Map<string, NodeInput>();
  for (const [short, input] of Object.entries(inputs)) {
    const name = prefix + short;
    const { grows, brings } = input;
    if (grows) {
      for (const [place, end] of grows.names.entries()) {
        found.set(`${name}.${end}`, { ...grows.input, required: place < grows.atLeast });
      }
      continue;
    }
    found.set(name, input);
    const chosen = own(values, name);
    const brought = typeof chosen === 'string' ? brings?.get(chosen) : undefined;
    if (!brought) continue;
    for (const [inner, one] of inputsFor({ inputs: brought }, values, `${name}.`)) {
      found.set(inner, one);
    }
  }
  return found;
}

/** Types that match any other: the wildcard, and the one that a node takes over from its neighbour. */
const ANY: ReadonlySet<string> = new Set(['*', 'COMFY_MATCHTYPE_V3']);

/**
 * Whether ComfyUI accepts a link from this output to this input. Either may list several types, such as
 * `IMAGE,MASK`.
 */
export function typesFit(output: string, input: string): boolean {
  if (output === input) return true;
  const [given, taken] = [typesIn(output), typesIn(input)];
  return (
    [...given, ...taken].some((type) => ANY.has(type)) || given.some((type) => taken.includes(type))
  );
}

function typesIn(type: string): readonly string[] {
  return type.split(',').map((one) => one.trim());
}
