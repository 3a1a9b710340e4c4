import { crc32 } from 'node:zlib';

/** A chunk of a PNG, with its length and checksum. */
export function pngChunk(type: string, content: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), content]);
  const ends = Buffer.alloc(8);
  ends.writeUInt32BE(content.length, 0);
  ends.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([ends.subarray(0, 4), body, ends.subarray(4)]);
}

/** A PNG's signature with chunks after it. */
export function pngOf(chunks: readonly Buffer[]): Buffer {
  return Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), ...chunks]);
}

/** A whole PNG with texts after its head, as ComfyUI and the web UI write them. */
export function pngWithTexts(png: Buffer, texts: Readonly<Record<string, string>>): Buffer {
  // The signature and the head: 8 bytes, and 13 with twelve around them.
  const head = 33;
  const chunks = Object.entries(texts).map(([name, text]) =>
    pngChunk('tEXt', Buffer.from(`${name}\0${text}`, 'latin1')),
  );
  return Buffer.concat([png.subarray(0, head), ...chunks, png.subarray(head)]);
}
