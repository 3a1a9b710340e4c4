/** Longer strings are cut: some hold a whole picture. */
const LONGEST = 2000;

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' };

/**
 * The first string that stands under `key` in a text of JSON or of Python's notation, of at most
 * 2000 characters. It is read by hand since such a text need not be whole, may have any
 * size, and Python's is no JSON. Undefined where the key is missing or its value is no string.
 */
export function quotedValue(text: string, key: string): string | undefined {
  const start = new RegExp(`["']${key}["']\\s*:\\s*(["'])`).exec(text);
  if (start === null) return undefined;
  const quote = start[1];
  let value = '';
  for (let at = start.index + start[0].length; at < text.length; at++) {
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
