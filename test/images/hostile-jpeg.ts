/** In blocks of 8 × 8 pixels: as many as eleven times the longest run of blocks that JPEG can name. */
const [ACROSS, DOWN] = [217, 1661];
const LONGEST_RUN = 32_767;

/** Pixels. Together 23 million. */
export const HOSTILE_SIZE = { width: ACROSS * 8, height: DOWN * 8 } as const;

const EOI = Buffer.from([0xff, 0xd9]);

export function jpegSegment(marker: number, ...content: readonly (number | Buffer)[]): Buffer {
  const body = Buffer.concat(
    content.map((one) => (Buffer.isBuffer(one) ? one : Buffer.from([one]))),
  );
  const head = Buffer.from([0xff, marker, 0, 0]);
  head.writeUInt16BE(body.length + 2, 2);
  return Buffer.concat([head, body]);
}

/**
 * A whole progressive JPEG without a fault: grey, or of three components, with that many scans, of
 * which each after the first few says in forty bytes that nothing changes in 360,000 blocks.
 */
export function hostileJpeg({
  scans,
  components = 1,
}: {
  readonly scans: number;
  readonly components?: 1 | 3;
}): Buffer {
  const ids = Array.from({ length: components }, (_, index) => index + 1);
  const frame = Buffer.alloc(6);
  frame.writeUInt8(8, 0);
  frame.writeUInt16BE(HOSTILE_SIZE.height, 1);
  frame.writeUInt16BE(HOSTILE_SIZE.width, 3);
  frame.writeUInt8(components, 5);
  const dcScans = ids.map((id) => Buffer.concat([jpegSegment(0xda, 1, id, 0, 0, 0, 0), NO_CHANGE]));
  const acScan = Buffer.concat([jpegSegment(0xda, 1, 1, 0, 1, 63, 0), NOTHING_IN_RUNS]);
  return Buffer.concat([
    Buffer.from([0xff, 0xd8]),
    jpegSegment(0xdb, 0, Buffer.alloc(64, 1)),
    jpegSegment(0xc2, frame, ...ids.map((id) => Buffer.from([id, 0x11, 0]))),
    // One code of one bit: no difference. And for runs: 2^14 blocks and more.
    huffmanTable(0x00, 0x00),
    huffmanTable(0x10, 0xe0),
    ...dcScans,
    ...Array<Buffer>(Math.max(0, scans - components)).fill(acScan),
    EOI,
  ]);
}

/** A table whose only code is a single bit of 0, for this symbol. */
function huffmanTable(place: number, symbol: number): Buffer {
  return jpegSegment(0xc4, place, 1, Buffer.alloc(15), symbol);
}

/** For each block a bit of 0. */
const NO_CHANGE = Buffer.alloc(Math.ceil((ACROSS * DOWN) / 8));

/** For each run of blocks a bit of 0, and fourteen bits that make it as long as can be. */
const NOTHING_IN_RUNS = coded(('0' + '1'.repeat(14)).repeat((ACROSS * DOWN) / LONGEST_RUN));

/** Bits as bytes, filled up with ones, with a 0 behind each byte of ones. */
function coded(bits: string): Buffer {
  const bytes = bits.match(/.{1,8}/g) ?? [];
  return Buffer.from(
    bytes.flatMap((byte) => {
      const value = Number.parseInt(byte.padEnd(8, '1'), 2);
      return value === 0xff ? [value, 0] : [value];
    }),
  );
}
