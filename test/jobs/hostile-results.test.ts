import { deflateSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { pngChunks } from '../../src/images/png.ts';
import type { Message } from '../../packages/stand-ins/discord/message.ts';
import { base64 } from '../comfy/pictures.ts';
import { pngChunk } from '../images/png-with-texts.ts';
import { imagine, openStudio, shown, smallPng, tellsOf, text } from '../support/imagine.ts';

/** A PNG that says it has so many pixels a side. */
async function claiming(side: number): Promise<Buffer> {
  const png = await smallPng();
  const head = Buffer.from(png.subarray(16, 29));
  head.writeUInt32BE(side, 0);
  head.writeUInt32BE(side, 4);
  return Buffer.concat([png.subarray(0, 8), pngChunk('IHDR', head), png.subarray(33)]);
}

/** A PNG with a text of 100 MB. */
async function textBomb(): Promise<Buffer> {
  const png = await smallPng();
  const packed = deflateSync(Buffer.alloc(100_000_000), { level: 1 });
  const text = pngChunk('zTXt', Buffer.concat([Buffer.from('workflow\0\0'), packed]));
  return Buffer.concat([png.subarray(0, 33), text, png.subarray(33)]);
}

/** What Ada's message says in the end, when a worker sends these pictures. */
async function endOf(
  pictures: readonly Buffer[],
  isEnd: (message: Message) => boolean,
): Promise<{ readonly message: Message; readonly posted: readonly Buffer[] }> {
  const studio = await openStudio();
  studio.runpod.script({ output: { images: pictures.map((one) => ({ data: base64(one) })) } });
  await imagine(studio);
  const message = await studio.discord.waitFor(isEnd);
  const posted = await Promise.all(
    message.files.map(async ({ url }) => Buffer.from(await (await fetch(url)).arrayBuffer())),
  );
  return { message, posted };
}

it.each([2 ** 32 - 1, 30_000])(
  'a PNG that claims %d pixels a side is an error, and is not posted',
  async (side) => {
    const { message, posted } = await endOf(
      [await claiming(side)],
      tellsOf('result_too_many_pixels'),
    );
    expect([posted, text(message)]).toEqual([[], expect.stringContaining('16,384 pixels')]);
  },
);

it('a PNG with 100 MB of packed text is posted without it', async () => {
  const { posted } = await endOf([await textBomb()], shown);
  const types = posted.map((file) => pngChunks(file)?.map(({ type }) => type));
  expect(types).toEqual([['IHDR', 'iTXt', 'pHYs', 'IDAT', 'IEND']]);
});

it('the pictures beside one that claims too much are posted', async () => {
  const { posted } = await endOf(
    [await smallPng(), await claiming(30_000), await smallPng()],
    shown,
  );
  expect(posted.map((file) => file.readUInt32BE(16))).toEqual([40, 40]);
});
