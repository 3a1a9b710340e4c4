import { pngChunks } from './png-chunks.ts';

/** Chunks that decide how pixels look (PNG 3rd edition, section 11). All others are dropped. */
const KEPT = new Set(
  'IHDR PLTE IDAT IEND tRNS cHRM gAMA iCCP sBIT sRGB cICP bKGD pHYs acTL fcTL fdAT'.split(' '),
);

/** Copies a PNG without its text, EXIF and time. Undefined if it is not a complete PNG. */
export function stripPng(bytes: Buffer): Buffer | undefined {
  const kept = pngChunks(bytes)?.filter(({ type }) => KEPT.has(type));
  return kept && Buffer.concat([bytes.subarray(0, 8), ...kept.map((chunk) => chunk.bytes)]);
}
