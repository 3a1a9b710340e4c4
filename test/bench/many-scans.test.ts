import sharp from 'sharp';
import { expect, it } from 'vitest';
import { manyScans, SCANS } from '../../bench/many-scans.ts';

const SOS = Buffer.from([0xff, 0xda]);

function count(bytes: Buffer, marker: Buffer): number {
  let found = 0;
  for (let at = bytes.indexOf(marker); at !== -1; at = bytes.indexOf(marker, at + 2)) found += 1;
  return found;
}

it('a picture of many scans is a JPEG that a strict decoder takes, and as large as asked for', async () => {
  const bytes = manyScans(16, 150_000);
  expect(bytes).toHaveLength(150_000);
  expect(count(bytes, SOS)).toBe(SCANS);
  const { info } = await sharp(bytes, { failOn: 'warning' })
    .raw()
    .toBuffer({ resolveWithObject: true });
  expect([info.width, info.height]).toEqual([16, 16]);
});
