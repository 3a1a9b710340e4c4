import { crc32 } from 'node:zlib';
import { isUsualPackedProfile, pngSizes, requireViewable } from './picture-sizes.ts';

const PNG_SIGNATURE = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');

/** libpng writes pixels in chunks of 8 kB, so this allows 80 MB of them. */
const MAX_CHUNKS = 10_000;

export interface PngChunk {
  /** Four letters. */
  readonly type: string;
  readonly content: Buffer;
  /** The whole chunk with length, type and checksum. */
  readonly bytes: Buffer;
}

/**
 * The chunks of a PNG from head to end, at most ten thousand. Ignores bytes after the end. `undefined` if it
 * is not a complete PNG. Checksums are not verified.
 */
export function pngChunks(bytes: Buffer): readonly PngChunk[] | undefined {
  if (!bytes.subarray(0, 8).equals(PNG_SIGNATURE)) return undefined;
  const chunks: PngChunk[] = [];
  // A chunk is a length, a type, that many bytes and a checksum. The other three have four bytes each.
  for (let at = 8; at + 12 <= bytes.length;) {
    const type = bytes.toString('latin1', at + 4, at + 8);
    const end = at + 12 + bytes.readUInt32BE(at);
    if (end > bytes.length || chunks.length === MAX_CHUNKS) return undefined;
    chunks.push({
      type,
      content: bytes.subarray(at + 8, end - 4),
      bytes: bytes.subarray(at, end),
    });
    if (type === 'IEND') return isPicture(chunks) ? chunks : undefined;
    at = end;
  }
  return undefined;
}

function isPicture(chunks: readonly PngChunk[]): boolean {
  return chunks[0]?.type === 'IHDR' && chunks.some(({ type }) => type === 'IDAT');
}

/** The most chunks read. A picture has a handful before its pixels. */
const MAX_TEXT_CHUNKS = 1_000;

/** Longer texts are skipped. Bytes. */
const LONGEST_TEXT = 512 * 1024;

/** The longest name of a text, by PNG's specification. */
const LONGEST_NAME = 79;

/**
 * The texts before a PNG's pixels, the first of each name. Needs only the head of the file. Skips compressed
 * and unreadable ones. Empty if it is not a PNG.
 */
export function pngTexts(head: Buffer): ReadonlyMap<string, string> {
  const texts = new Map<string, string>();
  if (!head.subarray(0, PNG_SIGNATURE.length).equals(PNG_SIGNATURE)) return texts;
  let at = PNG_SIGNATURE.length;
  for (let count = 0; count < MAX_TEXT_CHUNKS && at + 8 <= head.length; count += 1) {
    const length = head.readUInt32BE(at);
    const type = head.toString('latin1', at + 4, at + 8);
    const end = at + 8 + length;
    if (type === 'IDAT' || type === 'IEND' || end > head.length) break;
    const found = length > LONGEST_TEXT ? undefined : pngText(type, head.subarray(at + 8, end));
    if (found && !found.isPacked && !texts.has(found.name)) {
      texts.set(found.name, found.text.toString(found.encoding));
    }
    at = end + 4;
  }
  return texts;
}

/** A text in a chunk. */
export interface PngText {
  readonly name: string;
  readonly text: Buffer;
  /** By PNG's specification. ComfyUI and others write UTF-8 anyway. */
  readonly encoding: 'latin1' | 'utf8';
  /** Whether the text is compressed by zlib. */
  readonly isPacked: boolean;
}

/** The text in a chunk's content. `undefined` for a chunk of another type, or one that is damaged. */
export function pngText(type: string, content: Buffer): PngText | undefined {
  const nameEnd = content.subarray(0, LONGEST_NAME + 1).indexOf(0);
  if (nameEnd <= 0) return undefined;
  const name = content.toString('latin1', 0, nameEnd);
  const rest = content.subarray(nameEnd + 1);
  switch (type) {
    case 'tEXt':
      return { name, text: rest, encoding: 'latin1', isPacked: false };
    case 'zTXt':
      // Compression method.
      return { name, text: rest.subarray(1), encoding: 'latin1', isPacked: true };
    case 'iTXt': {
      // Compression flag and method, language, and the translated name.
      const languageEnd = rest.indexOf(0, 2);
      const namedEnd = languageEnd === -1 ? -1 : rest.indexOf(0, languageEnd + 1);
      if (namedEnd === -1) return undefined;
      const text = rest.subarray(namedEnd + 1);
      return { name, text, encoding: 'utf8', isPacked: rest[0] !== 0 };
    }
    default:
      return undefined;
  }
}

/** Chunks that affect how pixels look (PNG 3rd edition, section 11). All others are dropped. */
const KEPT = new Set(
  'IHDR PLTE IDAT IEND tRNS cHRM gAMA iCCP sBIT sRGB cICP bKGD pHYs acTL fcTL fdAT'.split(' '),
);

/** Copies a PNG without its text, EXIF and time. `undefined` if it is not a complete PNG. */
export function stripPng(bytes: Buffer): Buffer | undefined {
  const kept = pngChunks(bytes)?.filter(({ type }) => KEPT.has(type));
  return kept && Buffer.concat([bytes.subarray(0, 8), ...kept.map((chunk) => chunk.bytes)]);
}

/** The text chunk types, and the names under which they hold XMP: the standard one and ImageMagick's. */
const TEXTS = new Set(['tEXt', 'zTXt', 'iTXt']);
const XMP = 'XML:com.adobe.xmp\0';
const NAMES = [XMP, 'Raw profile type xmp\0'].map((name) => Buffer.from(name));

/**
 * Copies a PNG with this XMP packet after its head as the only one, without compressed texts and large colour
 * profiles. `undefined` if it is not a complete PNG.
 *
 * @throws BotError as {@link requireViewable} does.
 */
export function markPng(bytes: Buffer, packet: string): Buffer | undefined {
  const chunks = pngChunks(bytes);
  if (!chunks) return undefined;
  requireViewable(pngSizes(chunks));
  const profile = chunks.find(({ type }) => type === 'iCCP');
  const isProfileKept = profile !== undefined && isUsualPackedProfile(afterName(profile, 1));
  const [head, ...others] = chunks.filter((chunk) => {
    if (chunk.type === 'iCCP') return chunk === profile && isProfileKept;
    return !isPacked(chunk) && !isXmp(chunk);
  });
  if (!head) return undefined;
  const rest = others.map((chunk) => chunk.bytes);
  return Buffer.concat([bytes.subarray(0, 8), head.bytes, xmpChunk(packet), ...rest]);
}

/** Whether a chunk is a compressed text, which may expand to any length. */
function isPacked(chunk: PngChunk): boolean {
  return chunk.type === 'zTXt' || (chunk.type === 'iTXt' && afterName(chunk, 0)[0] !== 0);
}

/** The bytes after a chunk's name and this many more. */
function afterName({ content }: PngChunk, more: number): Buffer {
  const end = content.subarray(0, LONGEST_NAME + 1).indexOf(0);
  return end <= 0 ? Buffer.alloc(0) : content.subarray(end + 1 + more);
}

function isXmp({ type, content }: PngChunk): boolean {
  return TEXTS.has(type) && NAMES.some((name) => content.subarray(0, name.length).equals(name));
}

/** UTF-8 text, uncompressed, without language and translated name. */
function xmpChunk(packet: string): Buffer {
  const body = Buffer.from(`iTXt${XMP}\0\0\0\0${packet}`);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(body.length - 4);
  const checksum = Buffer.alloc(4);
  checksum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, checksum]);
}
