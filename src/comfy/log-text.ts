import { quotedValue } from './quoted-value.ts';
import { withoutPaths } from './without-paths.ts';

/**
 * A run of 48 or more characters of base64's alphabet is taken for data, as the log itself does in
 * every line: wrapped data often has 64 characters a line, and a key may look like a long hash.
 * Longer ones are taken in pieces, since an unbounded pattern may overflow its stack.
 */
const DATA = /[\w+/=-]{48,65536}/g;
/** What the last piece left over. */
const REST_OF_DATA = /…+[\w+/=-]{0,47}/g;

const LONGEST_TEXT = 300;
/** As much as is looked at. */
const LOOKED_AT = 2000;

/** What an operator's log has no business with, and what stands there instead. */
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

/** The last line of data that was wrapped is shorter than the others. */
const LAST_LINE = /(…[\s\\]+)[\w+/=-]{16,47}/g;

/** Cuts out runs of base64, in one pass whatever the length of the text. */
export function withoutBase64(text: string): string {
  return text.replace(DATA, '…').replace(REST_OF_DATA, '…').replace(LAST_LINE, '$1…');
}

/**
 * A worker's message as it may stand in an operator's log: one line of at most 300 characters,
 * without tracebacks, paths, addresses, base64, or objects that could hold a person's words.
 * Of ComfyUI's validation errors, which come as such objects, the first one's details are kept.
 */
export function logText(message: string): string {
  const details = quotedValue(message, 'details') ?? '';
  const said = [withoutTraceback(message), withoutTraceback(details)]
    .map((part) => withoutObjects(part).slice(0, LOOKED_AT))
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

/** Python's traceback ends with the line that names the exception: that one is kept. */
function withoutTraceback(text: string): string {
  const at = text.indexOf('Traceback (most recent call last)');
  if (at === -1) return text;
  const traceback = text.slice(at).trimEnd();
  const lastLine = /\n(\S.*)$/.exec(traceback.slice(traceback.lastIndexOf('\n')))?.[1] ?? '';
  return `${text.slice(0, at)}${lastLine}`;
}

/** Cuts where JSON or Python's notation of an object or of a list of texts begins. */
function withoutObjects(text: string): string {
  const at = text.search(/[[{]\s*[[{'"]/);
  return at === -1 ? text : `${text.slice(0, at)}…`;
}
