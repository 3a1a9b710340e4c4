import { describe, expect, it } from 'vitest';
import type { Studio } from '../support/studio.ts';
import { portrait } from './portrait.ts';
import { answerShowing, imagine, jobOf, openStudio, quietAnswer, textOf } from './scene.ts';

describe('a photo that cannot be used', () => {
  async function failure(studio: Studio, bytes: Buffer, name = 'me.png'): Promise<string> {
    const interaction = await imagine(studio, { face: { name, bytes }, face_consent: true });
    const message = await answerShowing(studio, interaction, '**');
    expect((await jobOf(studio, interaction)).state).toBe('failed');
    expect(studio.runpod.submissions()).toBe(0);
    return textOf(message);
  }

  it('because it is no picture ends the job in its own message', async () => {
    const studio = await openStudio();
    expect(await failure(studio, Buffer.from('%PDF-1.7 my holiday'))).toContain(
      "**I can't read that file as a picture.**\nSend a JPEG, PNG or WebP of up to 10 MiB.",
    );
  });

  it('because it is a drawing in SVG is no picture either', async () => {
    const studio = await openStudio();
    const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"/>';
    expect(await failure(studio, Buffer.from(svg))).toContain(
      "I can't read that file as a picture",
    );
  });

  it('because it is larger than 10 MiB is refused at once, quietly, and not fetched', async () => {
    const studio = await openStudio();
    const face = { name: 'me.png', bytes: Buffer.alloc(10 * 1024 * 1024 + 1) };
    const interaction = await imagine(studio, { face, face_consent: true });
    expect(await quietAnswer(interaction)).toContain('That picture is larger than 10 MiB.');
    expect(studio.discord.cdn.requests).toEqual([]);
  });

  it.each([
    ['is gone', { answer: { status: 404 } }, 'Discord no longer has that picture.'],
    [
      'lies somewhere else',
      { answer: { status: 302, headers: { location: 'http://127.0.0.1:9/' } } },
      'I only accept pictures uploaded to Discord.',
    ],
    [
      'cannot be had for now',
      { answer: { status: 503 }, times: 2 },
      "I couldn't download that picture from Discord.",
    ],
    ['never ends', { answer: 'endless' }, 'That picture is larger than 10 MiB.'],
  ] as const)('because it %s ends the job in its own message', async (_, fault, sentence) => {
    const studio = await openStudio();
    studio.discord.cdn.fault({ path: /./, ...fault });
    expect(await failure(studio, await portrait())).toContain(`**${sentence}**`);
  });
});
