import type { ComfyError } from './comfy-error.ts';
import type { InputSpec } from './node-table.ts';
import { pythonNotation } from './python-notation.ts';

/** A longer list of options is not sent back. */
const LONGEST_LIST = 20;

/** Whether a file of this name lies in ComfyUI's input folder. */
export type HasInputFile = (name: string) => boolean;

/** Checks a constant against its input, in ComfyUI's order and words. */
export function checkValue(
  name: string,
  spec: InputSpec,
  value: unknown,
  hasInputFile: HasInputFile,
): ComfyError | undefined {
  const config = inputConfig(spec);
  const complain = (type: string, message: string, details = name): ComfyError => ({
    type,
    message,
    details,
    extra_info: { input_name: name, input_config: config, received_value: value },
  });

  if (spec.type === 'INT' || spec.type === 'FLOAT') {
    const number = toNumber(spec.type, value);
    if (typeof number === 'string') {
      return complain(
        'invalid_input_type',
        `Failed to convert an input value to a ${spec.type} value`,
        `${name}, ${show(value)}, ${number}`,
      );
    }
    if (spec.min !== undefined && number < spec.min) {
      return complain('value_smaller_than_min', `Value ${number} smaller than min of ${spec.min}`);
    }
    if (spec.max !== undefined && number > spec.max) {
      return complain('value_bigger_than_max', `Value ${number} bigger than max of ${spec.max}`);
    }
  }
  if (spec.inputFile) {
    if (typeof value === 'string' && hasInputFile(value)) return undefined;
    return {
      type: 'custom_validation_failed',
      message: 'Custom validation failed for node',
      // The whole value is repeated, however long: ComfyUI does so too.
      details: `${name} - Invalid image file: ${show(value)}`,
      extra_info: { input_name: name },
    };
  }
  if (spec.options && !spec.options.some((option) => option === value)) {
    const list =
      spec.options.length > LONGEST_LIST
        ? `(list of length ${spec.options.length})`
        : pythonNotation(spec.options);
    return complain(
      'value_not_in_list',
      'Value not in list',
      `${name}: '${show(value)}' not in ${list}`,
    );
  }
  return undefined;
}

/** An input as ComfyUI describes it in its errors: its type or options, then its limits. */
export function inputConfig(spec: InputSpec): readonly unknown[] | null {
  if (spec.options && spec.options.length > LONGEST_LIST) return null;
  const { type, options, default: otherwise, min, max, step } = spec;
  // Keys without a value do not survive as JSON.
  return [options ?? type, { default: otherwise, min, max, step }];
}

/** What Python's `int()` and `float()` make of a value, or what they say against it. */
function toNumber(type: 'INT' | 'FLOAT', value: unknown): number | string {
  if (typeof value === 'boolean') return Number(value);
  if (typeof value === 'number') return type === 'INT' ? Math.trunc(value) : value;
  if (typeof value !== 'string') {
    return 'argument must be a string or a real number';
  }
  const text = value.trim();
  if (type === 'INT') {
    return /^[+-]?\d+$/.test(text)
      ? Number(text)
      : `invalid literal for int() with base 10: ${pythonNotation(value)}`;
  }
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text)
    ? Number(text)
    : `could not convert string to float: ${pythonNotation(value)}`;
}

function show(value: unknown): string {
  return typeof value === 'string' ? value : pythonNotation(value);
}
