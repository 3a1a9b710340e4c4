import { randomUUID } from 'node:crypto';
import { setImmediate as turn } from 'node:timers/promises';
import { scanJson, type JsonFault } from './scan-json.ts';
import { unescapeText } from './unescape-text.ts';

/** How many values are looked at between two turns of the event loop. */
const VALUES_A_TURN = 20_000;

export type ParsedJson = { readonly value: unknown } | JsonFault;

/**
 * Parses an answer. Each text of more than 8 kB comes as the bytes of its UTF-8, a view of the body and
 * not a copy, since a text that long is a picture in base64; everything else is as JSON.parse has it.
 * What is parsed in one go thus stays small, whatever the size of the pictures, and the event loop gets
 * its turns meanwhile. The body may be changed, if a long text has escapes.
 */
export async function parseJson(body: Buffer): Promise<ParsedJson> {
  const longTexts = await scanJson(body);
  if (typeof longTexts === 'string') return longTexts;
  if (longTexts.length === 0) return parsed(body.toString());
  // A mark that no text of the answer can contain by itself.
  const mark = randomUUID();
  const texts = new Map<string, Buffer>();
  const rest: string[] = [];
  let from = 0;
  for (const { from: start, to: end, hasEscapes } of longTexts) {
    const name = `${mark}:${texts.size}`;
    rest.push(body.toString('utf8', from, start), name);
    from = end;
    const text = body.subarray(start, end);
    texts.set(name, hasEscapes ? await unescapeText(text) : text);
  }
  rest.push(body.toString('utf8', from));
  const json = parsed(rest.join(''));
  if (typeof json === 'object') await putBack(json, texts);
  return json;
}

function parsed(text: string): ParsedJson {
  try {
    return { value: JSON.parse(text) };
  } catch (error) {
    // Node's own error would quote the body, so it is not kept.
    if (error instanceof SyntaxError) return 'not JSON';
    throw error;
  }
}

/** Puts the texts in place of their names, however much there is around them. */
async function putBack(holder: object, texts: ReadonlyMap<string, Buffer>): Promise<void> {
  const open: object[] = [holder];
  let left = VALUES_A_TURN;
  for (let container = open.pop(); container; container = open.pop()) {
    const keys: Iterable<PropertyKey> = Array.isArray(container)
      ? container.keys()
      : Object.keys(container);
    for (const key of keys) {
      const value: unknown = Reflect.get(container, key);
      const text = typeof value === 'string' ? texts.get(value) : undefined;
      if (text) Reflect.set(container, key, text);
      else if (typeof value === 'object' && value !== null) open.push(value);
      left -= 1;
      if (left === 0) {
        left = VALUES_A_TURN;
        await turn();
      }
    }
  }
}
