import { isUtf8 } from 'node:buffer';
import { inflateSync } from 'node:zlib';
import { jpegSegments } from '../../images/jpeg.ts';
import { pngChunks, pngText } from '../../images/png.ts';
import { webpChunks } from '../../images/webp.ts';
import { isRecord, own } from '../../engines/record.ts';

/*
 * ComfyUI writes a workflow into what it makes, as two texts: `prompt` is the API format, `workflow` the
 * editor's. A PNG has them in text chunks, a WebP and a JPEG in EXIF as `prompt:{…}`, an MP4 in
 * `moov/udta/meta`, a WebM in its tags. VideoHelperSuite writes both into one comment.
 */

/** The texts in a picture or video, by their name in lower case. */
export type FileTexts = ReadonlyMap<string, string>;

/** The longest text read. Bytes. */
const LONGEST_TEXT = 16 * 1024 * 1024;
/** The most texts, boxes or tags read of one file. */
const MOST_PARTS = 10_000;

/** The only texts read, as others may be many and large. The last two may hold the first two. */
const NAMES: ReadonlySet<string> = new Set(['prompt', 'workflow', 'comment', 'description']);

/** A text in a file: its name, and a function that reads it, since it may have to be unpacked. */
type Part = readonly [name: string, text: () => string | undefined];

/**
 * Reads the texts of a picture or video that may hold a workflow: the first of each name. Undefined for any
 * other file, or one that is cut.
 */
export function textsIn(bytes: Buffer): FileTexts | undefined {
  const parts =
    pngParts(bytes) ?? webpParts(bytes) ?? jpegParts(bytes) ?? mp4Parts(bytes) ?? webmParts(bytes);
  if (!parts) return undefined;
  const found = new Map<string, string | undefined>();
  for (const [name, text] of parts) {
    const key = name.toLowerCase();
    if (NAMES.has(key) && !found.has(key)) found.set(key, text());
  }
  const texts = new Map<string, string>();
  for (const [name, text] of [...found].flatMap(withComment)) {
    if (text !== undefined && !texts.has(name)) texts.set(name, text);
  }
  return texts;
}

/** What a file starts with, if it is a picture or video: `PNG`, `WebP`, … */
export function mediaKind(bytes: Buffer): string | undefined {
  const head = bytes.toString('latin1', 0, 12);
  if (head.startsWith('\x89PNG')) return 'PNG';
  if (head.startsWith('RIFF') && head.endsWith('WEBP')) return 'WebP';
  if (head.startsWith('\xff\xd8')) return 'JPEG';
  if (head.slice(4, 8) === 'ftyp') return 'MP4';
  return head.startsWith('\x1aE\xdf\xa3') ? 'WebM' : undefined;
}

/** ComfyUI's own chunk, after the pixels of an animation. It holds a text as `tEXt` does. */
const COMFY = 'comf';

function pngParts(bytes: Buffer): readonly Part[] | undefined {
  return pngChunks(bytes)?.flatMap(({ type, content }): readonly Part[] => {
    const found = pngText(type === COMFY ? 'tEXt' : type, content);
    if (!found) return [];
    const { name, text, isPacked } = found;
    return part(name, () => (isPacked ? inflated(text) : text));
  });
}

function part(name: string, read: () => Buffer | undefined): readonly Part[] {
  const decoded = () => {
    const text = read();
    if (!text || text.length > LONGEST_TEXT) return undefined;
    // A PNG's plain texts are Latin-1 by its rules.
    return text.toString(isUtf8(text) ? 'utf8' : 'latin1');
  };
  return [[name, decoded]];
}

function inflated(packed: Buffer): Buffer | undefined {
  try {
    return inflateSync(packed, { maxOutputLength: LONGEST_TEXT });
  } catch {
    return undefined;
  }
}

function webpParts(bytes: Buffer): readonly Part[] | undefined {
  return webpChunks(bytes)?.flatMap(({ type, content }) =>
    type === 'EXIF' ? exifParts(content) : [],
  );
}

/** The marker of a JPEG's EXIF. */
const APP1 = 0xe1;

function jpegParts(bytes: Buffer): readonly Part[] | undefined {
  return jpegSegments(bytes)?.flatMap(({ marker, content }) =>
    marker === APP1 ? exifParts(content) : [],
  );
}

const EXIF_HEAD = Buffer.from('Exif\0\0', 'latin1');
const ASCII = 2;

/** The texts `name:text` of EXIF's first directory. */
function exifParts(content: Buffer): readonly Part[] {
  const hasHead = content.subarray(0, EXIF_HEAD.length).equals(EXIF_HEAD);
  const tiff = hasHead ? content.subarray(EXIF_HEAD.length) : content;
  const order = tiff.toString('latin1', 0, 2);
  if (tiff.length < 8 || (order !== 'II' && order !== 'MM')) return [];
  const short = (at: number) => (order === 'II' ? tiff.readUInt16LE(at) : tiff.readUInt16BE(at));
  const long = (at: number) => (order === 'II' ? tiff.readUInt32LE(at) : tiff.readUInt32BE(at));
  const first = long(4);
  if (first + 2 > tiff.length) return [];
  const parts: Part[] = [];
  for (let entry = 0; entry < short(first); entry++) {
    const at = first + 2 + entry * 12;
    if (at + 12 > tiff.length) break;
    const length = long(at + 4);
    const start = long(at + 8);
    if (short(at + 2) !== ASCII || length <= 4 || start + length > tiff.length) continue;
    const text = tiff.subarray(start, start + length);
    const colon = text.subarray(0, 80).indexOf(':');
    if (colon <= 0) continue;
    const end = text.indexOf(0, colon);
    const value = text.subarray(colon + 1, end === -1 ? undefined : end);
    parts.push(...part(text.toString('latin1', 0, colon), () => value));
  }
  return parts;
}

/** A box of an MP4: four letters and what is inside. */
interface Box {
  readonly type: string;
  readonly content: Buffer;
}

function boxes(bytes: Buffer): readonly Box[] {
  const found: Box[] = [];
  for (let at = 0; at + 8 <= bytes.length && found.length < MOST_PARTS;) {
    const type = bytes.toString('latin1', at + 4, at + 8);
    let size = bytes.readUInt32BE(at);
    let head = 8;
    if (size === 1 && at + 16 <= bytes.length) {
      size = Number(bytes.readBigUInt64BE(at + 8));
      head = 16;
    }
    // The last box may reach to the end of the file.
    if (size === 0) size = bytes.length - at;
    if (size < head || at + size > bytes.length) break;
    found.push({ type, content: bytes.subarray(at + head, at + size) });
    at += size;
  }
  return found;
}

function inside(box: Buffer, type: string): Buffer | undefined {
  return boxes(box).find((one) => one.type === type)?.content;
}

function mp4Parts(bytes: Buffer): readonly Part[] | undefined {
  if (bytes.toString('latin1', 4, 8) !== 'ftyp') return undefined;
  const movie = inside(bytes, 'moov');
  const user = movie && inside(movie, 'udta');
  const metas = [user, movie].flatMap((box) => (box ? (inside(box, 'meta') ?? []) : []));
  return metas.flatMap((meta) => {
    // A version stands before the boxes, but not in QuickTime's files.
    const body = inside(meta, 'hdlr') ? meta : meta.subarray(4);
    const names = keysIn(inside(body, 'keys'));
    return boxes(inside(body, 'ilst') ?? Buffer.alloc(0)).flatMap(({ type, content }) => {
      const index = Buffer.from(type, 'latin1').readUInt32BE();
      const name = type === '\xa9cmt' ? 'comment' : names[index - 1];
      // A kind and a language stand before the text.
      return name === undefined ? [] : part(name, () => inside(content, 'data')?.subarray(8));
    });
  });
}

/** The names of an MP4's texts, which refer to them by their place. */
function keysIn(content: Buffer | undefined): readonly string[] {
  return content ? boxes(content.subarray(8)).map((box) => box.content.toString('utf8')) : [];
}

/** Ids of a WebM's elements. All but the last two hold others. */
const SEGMENT = 0x18538067;
const TAGS = 0x1254c367;
const TAG = 0x7373;
const SIMPLE_TAG = 0x67c8;
const TAG_NAME = 0x45a3;
const TAG_TEXT = 0x4487;

function webmParts(bytes: Buffer): readonly Part[] | undefined {
  if (bytes.length < 4 || bytes.readUInt32BE() !== 0x1a45dfa3) return undefined;
  const inner = (all: readonly Element[], id: number) =>
    all.flatMap((one) => (one.id === id ? elements(one.content) : []));
  const tags = inner(inner(elements(bytes), SEGMENT), TAGS);
  return tags
    .flatMap((tag) => (tag.id === TAG ? elements(tag.content) : []))
    .flatMap((simple) => {
      if (simple.id !== SIMPLE_TAG) return [];
      const fields = elements(simple.content);
      const name = fields.find(({ id }) => id === TAG_NAME)?.content.toString('utf8');
      const text = fields.find(({ id }) => id === TAG_TEXT)?.content;
      return name === undefined ? [] : part(name, () => text);
    });
}

interface Element {
  readonly id: number;
  readonly content: Buffer;
}

function elements(bytes: Buffer): readonly Element[] {
  const found: Element[] = [];
  for (let at = 0; at < bytes.length && found.length < MOST_PARTS;) {
    const id = variable(bytes, at, true);
    const size = id && variable(bytes, id.end, false);
    if (!size) break;
    // A size of all ones is not known, and reaches to the end.
    const end = size.isUnknown ? bytes.length : size.end + size.value;
    if (end > bytes.length) break;
    found.push({ id: id.value, content: bytes.subarray(size.end, end) });
    at = end;
  }
  return found;
}

/** A number whose first byte says by its leading zeros how many follow. */
function variable(bytes: Buffer, at: number, keepsMarker: boolean) {
  const first = bytes[at] ?? 0;
  const length = Math.clz32(first) - 23;
  if (first === 0 || length > 8 || at + length > bytes.length) return undefined;
  let value = keepsMarker ? first : first & (0xff >> length);
  let isUnknown = value === 0xff >> length;
  for (const byte of bytes.subarray(at + 1, at + length)) {
    value = value * 256 + byte;
    isUnknown &&= byte === 0xff;
  }
  return { value, end: at + length, isUnknown };
}

/** A comment that is an object of texts, as VideoHelperSuite writes it, holds these. */
function withComment([name, text]: readonly [string, string | undefined]): readonly (readonly [
  string,
  string | undefined,
])[] {
  if (name === 'prompt' || name === 'workflow') return [[name, text]];
  if (text?.trimStart().startsWith('{') !== true) return [];
  try {
    const held: unknown = JSON.parse(text);
    if (!isRecord(held)) return [];
    return ['prompt', 'workflow'].flatMap((key) => {
      const value = own(held, key);
      if (value === undefined) return [];
      return [[key, typeof value === 'string' ? value : JSON.stringify(value)] as const];
    });
  } catch {
    return [];
  }
}
