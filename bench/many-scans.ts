const [SOI, SOF2, DHT, SOS, DQT, COM, EOI] = [0xd8, 0xc2, 0xc4, 0xda, 0xdb, 0xfe, 0xd9];

/** An 8 × 8 block has 63 coefficients besides its mean. */
const COEFFICIENTS = 63;
/** Bits of a coefficient that scans can bring one by one. */
const BITS = 14;
const COMPONENTS = [1, 2, 3];
const LONGEST_COMMENT = 65_533;

/** How many scans a picture of {@link manyScans} has. */
export const SCANS = 1 + COMPONENTS.length * COEFFICIENTS * BITS;

/** A marker and its payload, with the length between them. */
function segment(marker: number, payload: Buffer): Buffer {
  const head = Buffer.from([0xff, marker, 0, 0]);
  head.writeUInt16BE(payload.length + 2, 2);
  return Buffer.concat([head, payload]);
}

/** A table in which the code of every symbol is four bits: its place in the list. */
function huffmanTable(kind: 'dc' | 'ac', symbols: readonly number[]): Buffer {
  const counts = Array.from({ length: 16 }, (_, index) => (index === 3 ? symbols.length : 0));
  return segment(DHT, Buffer.from([kind === 'dc' ? 0x00 : 0x10, ...counts, ...symbols]));
}

/** Bits as bytes: the last byte padded with ones, and a 0 after every ff. */
function entropyCoded(bits: string): Buffer {
  const bytes = (bits.match(/.{1,8}/g) ?? []).map((byte) => parseInt(byte.padEnd(8, '1'), 2));
  return Buffer.from(bytes.flatMap((byte) => (byte === 0xff ? [0xff, 0] : [byte])));
}

function scan(
  components: readonly number[],
  { from, to, high, low }: { from: number; to: number; high: number; low: number },
  data: Buffer,
): Buffer {
  const selectors = components.flatMap((id) => [id, 0x00]);
  const head = [components.length, ...selectors, from, to, (high << 4) | low];
  return Buffer.concat([segment(SOS, Buffer.from(head)), data]);
}

/** That many blocks in which nothing more comes, in runs of up to 32,767. */
function emptyBlocks(blocks: number): string {
  let [left, bits] = [blocks, ''];
  while (left > 0) {
    const size = Math.min(14, Math.floor(Math.log2(left)));
    const run = Math.min(left, 2 ** (size + 1) - 1);
    bits += size.toString(2).padStart(4, '0');
    if (size > 0) bits += (run - 2 ** size).toString(2).padStart(size, '0');
    left -= run;
  }
  return bits;
}

/**
 * A grey progressive JPEG, valid to the letter, in which every bit of every coefficient comes in a
 * scan of its own: for each of them a decoder goes over the whole picture once.
 *
 * @param side Width and height in pixels, divisible by 8.
 * @param size Bytes that the file has at least; a comment fills it up.
 */
export function manyScans(side: number, size = 0): Buffer {
  const blocks = (side / 8) ** 2;
  const frame = Buffer.from([8, 0, 0, 0, 0, COMPONENTS.length]);
  frame.writeUInt16BE(side, 1);
  frame.writeUInt16BE(side, 3);
  const components = COMPONENTS.flatMap((id) => [id, 0x11, 0]);
  // All that is ever said of a mean is "no difference from the block before".
  const means = entropyCoded('0000'.repeat(blocks * COMPONENTS.length));
  const nothing = entropyCoded(emptyBlocks(blocks));
  const scans: Buffer[] = [scan(COMPONENTS, { from: 0, to: 0, high: 0, low: 0 }, means)];
  for (const id of COMPONENTS) {
    for (let coefficient = 1; coefficient <= COEFFICIENTS; coefficient += 1) {
      for (let low = BITS - 1; low >= 0; low -= 1) {
        const high = low === BITS - 1 ? 0 : low + 1;
        scans.push(scan([id], { from: coefficient, to: coefficient, high, low }, nothing));
      }
    }
  }
  const parts = [
    Buffer.from([0xff, SOI]),
    segment(DQT, Buffer.from([0, ...Array.from({ length: 64 }, () => 1)])),
    segment(SOF2, Buffer.concat([frame, Buffer.from(components)])),
    huffmanTable('dc', [0]),
    huffmanTable(
      'ac',
      Array.from({ length: 15 }, (_, runSize) => runSize << 4),
    ),
    ...scans,
    Buffer.from([0xff, EOI]),
  ];
  return Buffer.concat(filledUp(parts, size));
}

/** Comments before the last part, as many as are needed. */
function filledUp(parts: readonly Buffer[], size: number): Buffer[] {
  const [last = Buffer.alloc(0), ...others] = parts.toReversed();
  let missing = size - parts.reduce((sum, part) => sum + part.length, 0);
  const comments: Buffer[] = [];
  while (missing > 0) {
    const length = Math.min(Math.max(0, missing - 4), LONGEST_COMMENT);
    comments.push(segment(COM, Buffer.alloc(length, 0x20)));
    missing -= length + 4;
  }
  return [...others.toReversed(), ...comments, last];
}
