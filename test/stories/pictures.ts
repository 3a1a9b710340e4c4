import { crc32, deflateSync } from 'node:zlib';
import type { PersonsFile } from '../../packages/stand-ins/discord/option-value.ts';

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const TRUECOLOUR_8_BIT = [8, 2, 0, 0, 0];

/** A plain PNG of one shade. */
export function png(width: number, height: number, shade: number): Buffer {
  const size = Buffer.alloc(8);
  size.writeUInt32BE(width, 0);
  size.writeUInt32BE(height, 4);
  const row = Buffer.concat([Buffer.from([0]), Buffer.alloc(width * 3, shade)]);
  const rows = Buffer.concat(Array.from({ length: height }, () => row));
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', Buffer.concat([size, Buffer.from(TRUECOLOUR_8_BIT)])),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Buffer): Buffer {
  const head = Buffer.alloc(4);
  head.writeUInt32BE(data.length);
  const body = Buffer.concat([Buffer.from(type), data]);
  const check = Buffer.alloc(4);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([head, body, check]);
}

/** A photo that a member picks from their device. */
export function photo(name = 'photo.png', { width = 96, height = 64 } = {}): PersonsFile {
  return { name, bytes: png(width, height, 120) };
}

/** So many pictures as the contract's worker gives them. */
export function pictures(count: number): { filename: string; data: string; type: string }[] {
  return Array.from({ length: count }, (_, place) => ({
    filename: `ComfyUI_${place + 1}.png`,
    data: png(64, 64, 40 + place).toString('base64'),
    type: 'image/png',
  }));
}
