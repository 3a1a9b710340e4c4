import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { handlersFor } from '../../commands/index.ts';
import type { Message } from '../../packages/stand-ins/discord/message.ts';
import type { OptionValues } from '../../packages/stand-ins/discord/option-value.ts';
import { consentsIn } from './photo-of-job.ts';
import { portrait } from './portrait.ts';
import { graphSent, imagine, openStudio, quietAnswer, settled, textOf } from './scene.ts';
import { completedMessage } from '../support/job-message.ts';
import { result } from '../../src/say/en/result.ts';

type Studio = Awaited<ReturnType<typeof openStudio>>;

/** Ada sends a portrait and says that she may. */
async function send(studio: Studio, name: 'image' | 'upscale', options: OptionValues = {}) {
  const image = { name: 'me.png', bytes: await portrait() };
  const words = name === 'image' ? { prompt: 'a watercolour' } : {};
  return studio.discord.command({
    by: studio.discord.world.people.ada,
    in: studio.discord.world.channels.restricted,
    name,
    options: { image, consent: true, ...words, ...options },
  });
}

/** How large the pictures of a message are, in pixels. */
function sizesOf({ discord }: Studio, message: Message) {
  return Promise.all(
    message.files.map(({ filename }) => sharp(discord.file(message, filename)).metadata()),
  );
}

const nodesOf = (graph: unknown) => graph as Record<string, { inputs: Record<string, unknown> }>;

describe('/image', () => {
  it('makes one message of all pictures that are asked for', async () => {
    const studio = await openStudio();
    const message = await completedMessage(studio, await send(studio, 'image', { count: 4 }));
    expect(message.files).toHaveLength(4);
    expect(message.files.map(({ description }) => description)).toEqual(
      Array(4).fill('a watercolour'),
    );
    expect(message.embeds).toHaveLength(1);
    const sizes = await sizesOf(studio, message);
    const { width, height } = await sharp(await portrait()).metadata();
    for (const size of sizes) expect(size.width / size.height).toBeCloseTo(width / height, 2);
  });

  it('is made by the general checkpoint, from the picture as it was prepared', async () => {
    const studio = await openStudio();
    const interaction = await send(studio, 'image', { denoise: 0.4, seed: 11 });
    const graph = nodesOf(await graphSent(studio));
    expect(graph['1']?.inputs).toEqual({ ckpt_name: 'sd_xl_base_1.0.safetensors' });
    expect(graph['10']?.inputs).toMatchObject({ denoise: 0.4, seed: 11 });
    const start = Buffer.from(String(graph['6']?.inputs.image), 'base64');
    expect(await sharp(start).metadata()).toMatchObject({ format: 'jpeg' });
    expect(await settled(studio, interaction)).toMatchObject({ state: 'completed' });
    expect(await consentsIn(studio)).toMatchObject([{ given_by: 'option' }]);
  });

  it('asks for consent where none was given', async () => {
    const studio = await openStudio();
    const { message } = await (await send(studio, 'image', { consent: false })).answered;
    expect(message && textOf(message)).toContain('I download nothing until you answer');
  });

  it('asks for consent to a picture that the bot made, as to any other that somebody sends', async () => {
    const studio = await openStudio();
    const made = await completedMessage(studio, await imagine(studio));
    const [file] = made.files;
    if (!file) throw new Error('no picture was made');
    const image = { name: file.filename, bytes: studio.discord.file(made, file.filename) };
    const { message } = await (await send(studio, 'image', { image, consent: false })).answered;
    expect(message && textOf(message)).toContain('I download nothing until you answer');
    expect(studio.runpod.jobs).toHaveLength(1);
  });

  it('undresses nobody', async () => {
    const studio = await openStudio();
    const refused = await send(studio, 'image', { prompt: 'take off her clothes' });
    expect(await quietAnswer(refused)).toContain('of real people');
  });
});

describe('/upscale', () => {
  it('needs no words, and makes the picture larger', async () => {
    const studio = await openStudio();
    const message = await completedMessage(studio, await send(studio, 'upscale'));
    expect(textOf(message)).toMatch(new RegExp(`^-# ${result.took('')}`));
    const [after] = await sizesOf(studio, message);
    const { width } = await sharp(await portrait()).metadata();
    expect(after?.width).toBe(2 * width);
  });
});

it.each([true, false])('both are there where pictures of people may be sent: %s', (faces) => {
  const names = handlersFor({ faces }).commands.map(({ definition }) => definition.name);
  expect(['image', 'upscale'].map((name) => names.includes(name))).toEqual([faces, faces]);
});
