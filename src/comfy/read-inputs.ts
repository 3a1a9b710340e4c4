import { isInputFile, MODEL_FILE, modelFolder } from './model-folders.ts';
import type { GrowingInput, NodeInput, OptionValue } from './node-table.ts';
import { isRecord } from './record.ts';

/** How deep inputs may lie in each other. ComfyUI's own reach three. */
const DEEPEST = 8;
/** What ComfyUI lets an input grow to at the most. */
const MOST_GROWN = 100;

/** Its list of options is written by whoever builds the graph, so it is empty elsewhere. */
const LISTS_OF_THE_GRAPH: ReadonlySet<string> = new Set(['CustomCombo.choice']);

/** An input that stands for others in a way that is not known here: nothing is asked of it. */
const UNKNOWN_DYNAMIC = /^COMFY_DYNAMIC\w*_V\d+$/;

type Options = Readonly<Record<string, unknown>>;

/** Reads a class's `{"required": {…}, "optional": {…}}`. What is no input is left out. */
export function readInputs(
  className: string,
  groups: unknown,
  depth = 0,
): Readonly<Record<string, NodeInput>> {
  if (!isRecord(groups) || depth > DEEPEST) return {};
  const inputs = ['required', 'optional'].flatMap((group) => {
    const described = groups[group];
    if (!isRecord(described)) return [];
    return Object.entries(described).flatMap(([name, value]) => {
      const input = readInput(className, name, value, group === 'required', depth);
      return input ? [[name, input] as const] : [];
    });
  });
  return Object.fromEntries(inputs);
}

function readInput(
  className: string,
  name: string,
  value: unknown,
  required: boolean,
  depth: number,
): NodeInput | undefined {
  if (!Array.isArray(value)) return undefined;
  const written: readonly unknown[] = value;
  const [type, given] = written;
  const more = isRecord(given) ? given : {};
  if (Array.isArray(type)) return readCombo(className, name, required, type, more);
  if (typeof type !== 'string') return undefined;
  switch (type) {
    case 'COMBO':
      return readCombo(className, name, required, more.options, more);
    case 'COMFY_DYNAMICCOMBO_V3':
      return readDynamicCombo(className, required, more, depth);
    case 'COMFY_AUTOGROW_V3':
      return readGrowing(className, required, more, depth);
    default:
      return UNKNOWN_DYNAMIC.test(type)
        ? { type: '*', required: false }
        : { type, required, ...limits(more) };
  }
}

function readCombo(
  className: string,
  name: string,
  required: boolean,
  listed: unknown,
  more: Options,
): NodeInput {
  const options = Array.isArray(listed) ? listed.filter(isOptionValue) : [];
  if (LISTS_OF_THE_GRAPH.has(`${className}.${name}`)) return { type: 'STRING', required };
  const files =
    options.length === 0 ||
    Object.keys(more).some((key) => key.endsWith('_upload') && more[key] === true) ||
    modelFolder(className, name) !== undefined ||
    isInputFile(className, name) ||
    options.some((option) => typeof option === 'string' && MODEL_FILE.test(option));
  return { type: 'COMBO', required, options, ...(files && { files }), ...limits(more) };
}

function readDynamicCombo(
  className: string,
  required: boolean,
  more: Options,
  depth: number,
): NodeInput {
  const brings = new Map<string, Readonly<Record<string, NodeInput>>>();
  for (const option of Array.isArray(more.options) ? more.options : []) {
    if (!isRecord(option) || typeof option.key !== 'string') continue;
    brings.set(option.key, readInputs(className, option.inputs, depth + 1));
  }
  return { type: 'COMFY_DYNAMICCOMBO_V3', required, options: [...brings.keys()], brings };
}

function readGrowing(
  className: string,
  required: boolean,
  more: Options,
  depth: number,
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
    return names.filter((name) => typeof name === 'string').slice(0, MOST_GROWN);
  }
  if (typeof prefix !== 'string' || typeof max !== 'number') return [];
  const length = Math.min(MOST_GROWN, Math.max(0, Math.trunc(max) || 0));
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
