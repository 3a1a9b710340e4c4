import { gunzipSync } from 'node:zlib';
import { expect, it, vi } from 'vitest';
import type { OutgoingFile } from '../../../src/discord/rest/message-payload.ts';
import { exportFile, type ExportSlice } from '../../../commands/privacy.ts';

function bytesOf(data: OutgoingFile['data']): Buffer {
  if (!(data instanceof Buffer)) throw new TypeError('it is not all in memory');
  return data;
}

const HEAD = { exportedAt: 'today' };

async function* slicesOf(...slices: readonly ExportSlice[]) {
  await Promise.resolve();
  yield* slices;
}

it('is JSON with a list for each table, whatever slices its rows come in', async () => {
  const slices = slicesOf(
    { table: 'jobs', rows: [] },
    { table: 'jobs', rows: [{ id: 1 }, { id: 2 }] },
    { table: 'jobs', rows: [{ id: 3 }] },
    { table: 'consents', rows: [] },
  );
  const { name, data } = await exportFile(HEAD, slices);
  expect(name).toBe('darkroom-data.json');
  expect(JSON.parse(bytesOf(data).toString())).toEqual({
    ...HEAD,
    jobs: [{ id: 1 }, { id: 2 }, { id: 3 }],
    consents: [],
  });
});

it('is packed slice by slice where it is too large, and never put together unpacked', async () => {
  const joined = vi.spyOn(Buffer, 'concat');
  const rows = Array.from({ length: 15 }, (_, n) => ({ n, text: 'x'.repeat(1024 * 1024) }));
  const slices = slicesOf(...rows.map((row) => ({ table: 'jobs', rows: [row] })));
  const { name, data } = await exportFile(HEAD, slices);
  const lengths = joined.mock.results.map(({ value }) =>
    Buffer.isBuffer(value) ? value.length : 0,
  );
  joined.mockRestore();
  expect(name).toBe('darkroom-data.json.gz');
  expect(JSON.parse(gunzipSync(bytesOf(data)).toString())).toEqual({ ...HEAD, jobs: rows });
  expect(Math.max(0, ...lengths)).toBeLessThan(10 * 1024 * 1024);
});
