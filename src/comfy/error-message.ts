import { quotedValue } from './quoted-value.ts';
import { isRecord } from './record.ts';
import { textIn } from './text-in.ts';

/** Fields that hold what went wrong, in order of worth. Tracebacks, inputs and host names do not. */
const MESSAGE_FIELDS = ['exception_message', 'error_message', 'error', 'message', 'errors'];

/** How the contract's worker begins what it says of ComfyUI. A list follows, as JSON or in Python's notation. */
const COMFY_ERROR = /^\s*ComfyUI error:\s*/;

/** Errors are wrapped in each other, but not without end. */
const DEEPEST = 5;
const LONGEST_LIST = 20;

/**
 * What an error says, dug out of whatever the worker or RunPod wrapped it in: a plain text (a long
 * one may come as bytes), an object, a list, a JSON-encoded object, or ComfyUI's messages in Python's notation. Undefined
 * where it says nothing. May still hold base64, paths and the like.
 */
export function errorMessage(value: unknown, depth = DEEPEST): string | undefined {
  if (depth === 0) return undefined;
  const text = textIn(value);
  if (text !== undefined) return messageInText(text, depth);
  if (Array.isArray(value)) {
    return join(
      value.slice(0, LONGEST_LIST).map((item) => errorMessage(item, depth - 1)),
      '; ',
    );
  }
  return isRecord(value) ? messageInRecord(value, depth) : undefined;
}

/** The parts that say something, each once, in one text. Undefined where none does. */
export function join(
  parts: readonly (string | undefined)[],
  separator: string,
): string | undefined {
  const said = new Set(parts.filter((part) => part !== undefined && part !== ''));
  return said.size === 0 ? undefined : Array.from(said).join(separator);
}

function messageInRecord(
  record: Readonly<Record<string, unknown>>,
  depth: number,
): string | undefined {
  const message = MESSAGE_FIELDS.map((field) => errorMessage(record[field], depth - 1)).find(
    (found) => found !== undefined,
  );
  const type = record.exception_type ?? record.error_type;
  return join([className(type), message, errorMessage(record.details, depth - 1)], ': ');
}

function messageInText(text: string, depth: number): string | undefined {
  const parsed = parseJson(text.replace(COMFY_ERROR, ''));
  if (isRecord(parsed) || Array.isArray(parsed)) return errorMessage(parsed, depth - 1);
  const message = quotedValue(text, 'exception_message') ?? quotedValue(text, 'error_message');
  if (message === undefined) return text.trim() || undefined;
  const type = quotedValue(text, 'exception_type') ?? quotedValue(text, 'error_type');
  return join([className(type), message.trim()], ': ');
}

/** Undefined where it is neither an object nor a list. */
function parseJson(text: string): unknown {
  if (!/^\s*[{[]/.test(text)) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** `<class 'torch.OutOfMemoryError'>`, as RunPod's SDK writes it, or the bare name. */
function className(type: unknown): string | undefined {
  return typeof type === 'string'
    ? /[A-Za-z_][\w.]+(?='?>?$)/.exec(type.slice(-100))?.[0]
    : undefined;
}
