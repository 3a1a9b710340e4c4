import { isRecord } from '../engines/record.ts';

/** Fields that hold what went wrong, in order of worth. Tracebacks, inputs and host names do not. */
const MESSAGE_FIELDS = ['exception_message', 'error_message', 'error', 'message', 'errors'];

/** How the contract's worker begins what it says of ComfyUI. A list follows, as JSON or in Python's notation. */
const COMFY_ERROR = /^ComfyUI error:/;

/** Limits how deep nested errors are followed. */
const DEEPEST = 5;
const LONGEST_LIST = 20;

/**
 * Extracts the message from whatever the worker or RunPod wrapped it in: plain text (long ones may be bytes),
 * an object, a list, a JSON-encoded object, or ComfyUI's messages in Python notation. `undefined` if there is
 * none. May still contain base64, paths and the like.
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

/** Joins distinct messages into one text. `undefined` if all are empty. */
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
  const parsed = parseJson(text.trimStart().replace(COMFY_ERROR, ''));
  if (isRecord(parsed) || Array.isArray(parsed)) return errorMessage(parsed, depth - 1);
  const message =
    quotedValue(text, /["']exception_message["'] ?: ?(["'])/) ??
    quotedValue(text, /["']error_message["'] ?: ?(["'])/);
  if (message === undefined) return text.trim() || undefined;
  const type =
    quotedValue(text, /["']exception_type["'] ?: ?(["'])/) ??
    quotedValue(text, /["']error_type["'] ?: ?(["'])/);
  return join([className(type), message.trim()], ': ');
}

/** `undefined` if it is neither an object nor a list. */
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

/** Reads only this much of a long text. The message is near its start. */
const LONGEST_BYTES = 256 * 1024;

/** A text, or the start of a long one that comes as UTF-8 bytes. `undefined` for anything else. */
export function textIn(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  if (!(value instanceof Uint8Array)) return undefined;
  return new TextDecoder().decode(value.subarray(0, LONGEST_BYTES));
}

/**
 * Treats 48 or more characters of base64's alphabet as data, as the log does: wrapped data often has 64
 * characters a line, and a key may look like a long hash. Matches long runs in pieces, since an unbounded
 * pattern may overflow its stack.
 */
const DATA = /[\w+/=-]{48,65536}/g;
/** The remainder of the last piece. */
const REST_OF_DATA = /…+[\w+/=-]{0,47}/g;

const LONGEST_TEXT = 300;
/** How much of a message is processed. */
const SCANNED_CHARACTERS = 2000;

/** What must not reach the operator's log, and its replacement. */
const REDACTIONS: readonly (readonly [RegExp, string])[] = [
  [/\bdata:[\w.+-]{1,127}\/[\w.+-][^\s'"]*/gi, '…'],
  [/\b[a-z][a-z\d+.-]{1,20}:\/\/[^\s'"<>)]*/gi, '…'],
  [/\bhost(?:name)?='[\w.:-]+'/gi, 'host=…'],
  [/\bhost(?:name)?="[\w.:-]+"/gi, 'host=…'],
  [/\bhost(?:name)?=[\w.:-]+/gi, 'host=…'],
  [/\b\d{1,3}(?:\.\d{1,3}){3}(?::\d+)?/g, '…'],
  // A name has at most 63 characters between its dots.
  [/\b(?:[a-z\d-]{1,63}\.){1,8}(?:ai|cloud|com|dev|internal|io|local|net|org)\b/gi, '…'],
];

/** The last line of wrapped data is shorter than the others. */
const LAST_LINE = /(…[\s\\]+)[\w+/=-]{16,47}/g;

/** Removes runs of base64, in one pass whatever the length. */
export function withoutBase64(text: string): string {
  return text.replace(DATA, '…').replace(REST_OF_DATA, '…').replace(LAST_LINE, '$1…');
}

/**
 * A worker's message for the operator's log: one line of at most 300 characters without tracebacks, paths,
 * addresses, base64, or objects that could hold a prompt. Of ComfyUI's validation errors, which are such
 * objects, keeps the first one's details.
 */
export function logText(message: string): string {
  const details = quotedValue(message, /["']details["'] ?: ?(["'])/) ?? '';
  const said = [withoutTraceback(message), withoutTraceback(details)]
    .map((part) => withoutObjects(part).slice(0, SCANNED_CHARACTERS))
    .join(' ');
  const redacted = REDACTIONS.reduce(
    (text, [pattern, instead]) => text.replace(pattern, instead),
    withoutBase64(said),
  );
  const line = withoutPaths(redacted)
    .replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ')
    .trim();
  return line.length > LONGEST_TEXT ? `${line.slice(0, LONGEST_TEXT - 1)}…` : line;
}

/** Keeps the last line of a Python traceback, which names the exception. */
function withoutTraceback(text: string): string {
  const at = text.indexOf('Traceback (most recent call last)');
  if (at === -1) return text;
  const traceback = text.slice(at).trimEnd();
  const lastLine = /\n(\S.*)$/.exec(traceback.slice(traceback.lastIndexOf('\n')))?.[1] ?? '';
  return `${text.slice(0, at)}${lastLine}`;
}

/** Cuts where an object or a list of texts begins, in JSON or Python notation. */
function withoutObjects(text: string): string {
  const at = text.search(/[[{]\s*[[{'"]/);
  return at === -1 ? text : `${text.slice(0, at)}…`;
}

/** The drive letter of a path. */
const DRIVE = /(?<![\w.\\/])[a-z]:(?=[\\/]+[^\s'"\\/:;,()<>[\]])/gi;

/**
 * Path candidates: anything between spaces, quotes, brackets and the like. Each is matched as a whole and
 * read once, however many slashes it has.
 */
const PATH_LIKE = /[^\s'":;,()<>[\]]+/g;

/** The start of an obvious path: root, home, `.` or `..`. */
const BEGINNING = /(?<![\w.])(?:~|\.{1,2})?[\\/]/;

/**
 * Reduces each path in a text to its last name. Two names with one slash between them are kept, since they
 * may name a model.
 */
export function withoutPaths(text: string): string {
  return text.replace(DRIVE, '').replace(PATH_LIKE, (whole) => {
    let end = whole.length;
    while (isSlash(whole[end - 1])) end -= 1;
    const path = whole.slice(0, end);
    const start = path.search(BEGINNING);
    const left = start === -1 ? path : path.slice(0, start) + lastName(path);
    const isPath = left.split(/[\\/]+/).length > 2;
    return (isPath ? lastName(left) : left) + whole.slice(end);
  });
}

function isSlash(character: string | undefined): boolean {
  return character === '/' || character === '\\';
}

function lastName(path: string): string {
  return path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
}

/** Longer strings are cut. Some hold a whole picture. */
const LONGEST = 2000;

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' };

/**
 * Reads the string after `start` (key, colon and opening quote) in JSON or Python notation, up to 2000
 * characters. Hand-written, since the text may be truncated and of any size, and Python's notation is not
 * JSON. `undefined` if the key is missing or its value is not a string.
 */
function quotedValue(text: string, start: RegExp): string | undefined {
  const found = start.exec(text);
  if (found === null) return undefined;
  const quote = found[1];
  let value = '';
  for (let at = found.index + found[0].length; at < text.length; at++) {
    const character = text.charAt(at);
    if (character === quote || value.length === LONGEST) break;
    if (character === '\\') {
      at++;
      value += ESCAPES[text.charAt(at)] ?? text.charAt(at);
    } else {
      value += character;
    }
  }
  return value;
}
