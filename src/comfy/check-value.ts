import { isRecord } from './record.ts';
import type { NodeInput } from './node-table.ts';

/** What speaks against a constant, and what it was taken for. */
export type ValueProblem =
  | { readonly problem: 'no_number' | 'not_in_list'; readonly value: unknown }
  | { readonly problem: 'too_small' | 'too_large'; readonly value: number };

/**
 * Checks a constant against an input as ComfyUI does, which converts before it looks: `"20"` and
 * `20.9` are the whole number 20, anything at all is a text or a yes or no, and steps are nobody's
 * business. Undefined where nothing speaks against it.
 */
export function checkValue(
  takes: NodeInput,
  given: unknown,
  hasFile: (file: string) => boolean,
): ValueProblem | undefined {
  const value = unwrapped(given);
  const { type, options, files, min, max } = takes;
  if (type === 'INT' || type === 'FLOAT') {
    const number = toNumber(type, value);
    if (number === undefined) return { problem: 'no_number', value };
    if (min !== undefined && number < min) return { problem: 'too_small', value: number };
    if (max !== undefined && number > max) return { problem: 'too_large', value: number };
    return undefined;
  }
  if (options === undefined) return undefined;
  if (options.some((option) => option === value)) return undefined;
  if (files && typeof value === 'string' && hasFile(value)) return undefined;
  return { problem: 'not_in_list', value };
}

/** A list that is no link is sent as `{"__value__": […]}`. */
function unwrapped(value: unknown): unknown {
  return isRecord(value) && Object.hasOwn(value, '__value__') ? value.__value__ : value;
}

/** What Python's `int()` and `float()` make of a value; undefined where they refuse it. */
export function toNumber(type: 'INT' | 'FLOAT', value: unknown): number | undefined {
  if (typeof value === 'boolean') return Number(value);
  if (typeof value === 'number') return type === 'INT' ? Math.trunc(value) : value;
  if (typeof value !== 'string') return undefined;
  const form = type === 'INT' ? /^[+-]?\d+$/ : /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
  const text = value.trim();
  return form.test(text) ? Number(text) : undefined;
}
