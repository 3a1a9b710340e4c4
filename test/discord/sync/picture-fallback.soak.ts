import { randomBytes } from 'node:crypto';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { messageBody } from '../../../src/discord/rest/message-payload.ts';
import { pictureFiles } from '../../../src/discord/sync/picture-files.ts';
import { FolderPictures } from '../../../src/images/folder-pictures.ts';
import { ATTACHMENT_SIZE_LIMIT } from '../../../packages/stand-ins/discord/world.ts';
import {
  answerShowing,
  imagine,
  jobOf,
  openStudio,
  settled,
  textOf,
} from '../../commands/scene.ts';
import { completedMessage } from '../../support/job-message.ts';
import { PNG } from '../../comfy/pictures.ts';
import type { Studio } from '../../support/studio.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { runningJob, shownJob } from './bad-day.ts';
import { refusal } from '../rest/refusal.ts';

const SMALLER = 'Shown smaller: the original was too large for Discord.';
const STILL = 'Shown as a still: the animation was too large for Discord.';
const EDIT = { method: 'PATCH', path: /\/webhooks\// };

/** A PNG of more than Discord takes; as a JPEG it has a fraction of it. */
function largePng(): Promise<Buffer> {
  const raw = { width: 2000, height: 2000, channels: 3 } as const;
  return sharp(randomBytes(2000 * 2000 * 3), { raw })
    .png({ compressionLevel: 0 })
    .toBuffer();
}

/** An animated WebP of more than Discord takes. */
function largeAnimation(): Promise<Buffer> {
  const raw = { width: 1600, height: 3200, channels: 3, pageHeight: 1600 } as const;
  return sharp(randomBytes(1600 * 3200 * 3), { raw })
    .webp({ lossless: true, effort: 0, delay: [100, 100] })
    .toBuffer();
}

/** The job of a running worker comes to these pictures. */
async function finishWith(studio: Studio, pictures: readonly Buffer[]) {
  const images = pictures.map((bytes) => ({ data: bytes.toString('base64') }));
  studio.runpod.script({ output: { images } });
  return imagine(studio);
}

function uploads({ discord }: Studio): number {
  return discord.rest.requests.filter(({ method, headers }) => {
    return method === 'PATCH' && headers.get('content-type')?.startsWith('multipart/');
  }).length;
}

describe('a picture that Discord finds too large', () => {
  it('is shown smaller, as a JPEG that fits, and the message says so', async () => {
    const studio = await openStudio();
    const original = await largePng();
    expect(original.length).toBeGreaterThan(ATTACHMENT_SIZE_LIMIT);
    const interaction = await finishWith(studio, [original]);
    const message = await answerShowing(studio, interaction, SMALLER);
    expect(textOf(message)).toContain('a lighthouse at dawn');
    const [file, ...others] = message.files;
    expect(others).toEqual([]);
    if (!file) throw new Error('no file');
    const shown = studio.discord.file(message, file.filename);
    expect(file.filename).toMatch(/^\w+-1\.jpg$/);
    const { format, width, xmpAsString } = await sharp(shown).metadata();
    expect([format, width]).toEqual(['jpeg', 2000]);
    expect(xmpAsString).toContain('trainedAlgorithmicMedia');
    expect((await shownJob(studio, interaction)).state).toBe('completed');
    // As it was, it was not even sent.
    expect(uploads(studio)).toBe(1);
  });

  it('is said to be a still where it was an animation', async () => {
    const studio = await openStudio();
    const original = await largeAnimation();
    expect(original.length).toBeGreaterThan(ATTACHMENT_SIZE_LIMIT);
    const interaction = await finishWith(studio, [original]);
    const message = await answerShowing(studio, interaction, STILL);
    expect(message.files).toHaveLength(1);
    expect(textOf(message)).not.toContain(SMALLER);
  });

  it.each([
    ['its code', refusal(413, 40005)],
    ['a page of something in between', { status: 413, body: '<html>' }],
  ])('by %s, in every size, is left out, and the message says so', async (_, answer) => {
    const studio = await openStudio();
    const { interaction } = await runningJob(studio);
    studio.discord.rest.fault({ ...EDIT, times: 2, answer });
    studio.runpod.release();
    const message = await answerShowing(studio, interaction, "Discord didn't accept the picture.");
    expect(message.files).toEqual([]);
    expect(textOf(message)).toContain('a lighthouse at dawn');
    expect(textOf(message)).toContain(
      'The operator can still get it for a while: give them the ID below.',
    );
    expect((await shownJob(studio, interaction)).state).toBe('completed');
    expect(uploads(studio)).toBe(2);
  });
});

const picture = { bytes: PNG, format: 'png' } as const;

describe('pictures that are sent as they are', () => {
  async function kept(sizes: readonly number[]) {
    const folder = join(tempFolder(), 'pictures');
    const store = new FolderPictures(folder);
    const pictures = sizes.map(
      (size) => ({ bytes: Buffer.alloc(size, 1), format: 'png' }) as const,
    );
    const payload = { body: messageBody(), pictures: await store.save('a', pictures) };
    const shrinkPicture = () => Promise.reject(new Error('made smaller'));
    return { folder, payload, options: { pictures: store, shrinkPicture } };
  }
  const MIB = 1024 * 1024;

  it('are read only while they are sent', async () => {
    const { folder, payload, options } = await kept([300_000]);
    const [file] = await pictureFiles(payload, options);
    if (!file || !('pieces' in file.data)) throw new Error('it is in memory');
    expect([file.name, file.type, file.data.size]).toEqual(['a-1.png', 'image/png', 300_000]);
    const read = await buffer(file.data.pieces());
    expect(read.equals(Buffer.alloc(300_000, 1))).toBe(true);
    await rm(join(folder, 'a-1.png'));
    const again = buffer(file.data.pieces());
    await expect(again).rejects.toMatchObject({ failure: 'picture_gone' });
  });

  it('stay whole where their files are removed meanwhile', async () => {
    const { folder, payload, options } = await kept([300_000]);
    const [file] = await pictureFiles(payload, options);
    if (!file || !('pieces' in file.data)) throw new Error('it is in memory');
    let bytes = 0;
    for await (const { length } of file.data.pieces()) {
      if (bytes === 0) await rm(join(folder, 'a-1.png'));
      bytes += length;
    }
    expect(bytes).toBe(300_000);
  });

  it.each([
    ['one of 10 MiB', [10 * MIB], undefined, true],
    ['one of more', [10 * MIB + 1], undefined, false],
    ['one of as much as fits there', [20 * MIB], 20 * MIB, true],
    ['one of more than that', [20 * MIB + 1], 20 * MIB, false],
    ['several that fit one by one and not together', [9 * MIB, 9 * MIB, 9 * MIB], 50 * MIB, false],
    ['several that fit together', [9 * MIB, 9 * MIB, 2 * MIB], undefined, true],
  ])('are: %s', async (_, sizes, attachmentSizeLimit, isSent) => {
    const { payload, options } = await kept(sizes);
    const files = pictureFiles(payload, { ...options, attachmentSizeLimit });
    if (isSent) expect(await files).toHaveLength(sizes.length);
    else await expect(files).rejects.toMatchObject({ failure: 'too_large' });
  });
});

describe('pictures that are made smaller', () => {
  it.each([
    [undefined, 9.5 * 1024 * 1024],
    [4_000_000, 4_000_000],
    [50_000_000, 9.5 * 1024 * 1024],
  ])('fit into a place that takes %s bytes', async (attachmentSizeLimit, most) => {
    const store = new FolderPictures(join(tempFolder(), 'pictures'));
    const pictures = await store.save('a', [picture]);
    const room: number[] = [];
    const shrinkPicture = (read: () => Promise<Buffer>, mostBytes: number) => {
      room.push(mostBytes);
      return read();
    };
    const payload = { body: messageBody(), pictures, smaller: true } as const;
    await pictureFiles(payload, { pictures: store, shrinkPicture, attachmentSizeLimit });
    expect(room).toEqual([most]);
  });

  it('fit into one message together', async () => {
    const store = new FolderPictures(join(tempFolder(), 'pictures'));
    const pictures = await store.save('a', [picture, picture, picture]);
    const room: number[] = [];
    const shrinkPicture = (read: () => Promise<Buffer>, mostBytes: number) => {
      room.push(mostBytes);
      return read();
    };
    const payload = { body: messageBody(), pictures, smaller: true } as const;
    await pictureFiles(payload, { pictures: store, shrinkPicture });
    expect(room.reduce((sum, bytes) => sum + bytes)).toBeLessThan(25 * 1024 * 1024);
  });

  it('are gone where they cannot be read by then', async () => {
    const folder = join(tempFolder(), 'pictures');
    const store = new FolderPictures(folder);
    const pictures = await store.save('a', [picture]);
    const shrinkPicture = async (read: () => Promise<Buffer>) => {
      await rm(join(folder, 'a-1.png'));
      return read();
    };
    const payload = { body: messageBody(), pictures, smaller: true } as const;
    const files = pictureFiles(payload, { pictures: store, shrinkPicture });
    await expect(files).rejects.toMatchObject({ failure: 'picture_gone' });
  });

  it('are too large where that cannot be done', async () => {
    const store = new FolderPictures(join(tempFolder(), 'pictures'));
    const pictures = await store.save('a', [picture]);
    const shrinkPicture = () => Promise.reject(new Error('no picture'));
    const payload = { body: messageBody(), pictures, smaller: true } as const;
    const files = pictureFiles(payload, { pictures: store, shrinkPicture });
    await expect(files).rejects.toMatchObject({ failure: 'too_large' });
  });
});

describe('a picture whose file is no longer there', () => {
  async function withoutFile(lose: (path: string) => Promise<void>) {
    const studio = await openStudio();
    const { interaction } = await runningJob(studio);
    studio.discord.rest.fault({ ...EDIT, times: Infinity, answer: refusal(500, 0) });
    studio.runpod.release();
    await settled(studio, interaction);
    const { pictures } = await jobOf(studio, interaction);
    for (const { file } of pictures) await lose(`${studio.databasePath}.files/${file}`);
    return { studio, interaction };
  }

  /** Edits from here on that carry no file; one that was read before is sent again as it was. */
  function editsWithoutFile({ discord }: Studio): () => number {
    const before = discord.rest.requests.length;
    return () =>
      discord.rest.requests
        .slice(before)
        .filter(
          ({ method, headers }) =>
            method === 'PATCH' && headers.get('content-type')?.includes('json'),
        ).length;
  }

  it('is told so, once', async () => {
    const { studio, interaction } = await withoutFile((path) => rm(path));
    await expect.poll(editsWithoutFile(studio)).toBeGreaterThan(0);
    studio.discord.rest.clearFaults();
    const message = await answerShowing(studio, interaction, 'The picture is no longer stored.');
    expect(message.files).toEqual([]);
    const { state, undeliverableAt } = await shownJob(studio, interaction);
    expect([state, undeliverableAt]).toEqual(['completed', undefined]);
  });

  it('is shown all the same where its bytes are no picture any more', async () => {
    const { studio, interaction } = await withoutFile((path) => writeFile(path, 'no picture'));
    studio.discord.rest.clearFaults();
    const message = await completedMessage(studio, interaction);
    expect(message.files).toHaveLength(1);
    await shownJob(studio, interaction);
  });
});
