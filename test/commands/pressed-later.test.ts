import { describe, expect, it } from 'vitest';
import { finishThree, inkStudio } from './finish-three.ts';
import { pressAll } from './press-all.ts';

describe('every button of a picture that was made before the bot was started', () => {
  it('does what it is for', async () => {
    const studio = await inkStudio();
    const finished = await finishThree(studio, { name: 'imagine', options: { prompt: 'a fox' } });
    await studio.stopBot();
    await studio.startBot();
    expect(await pressAll(studio, finished)).toEqual(
      ['again', 'vary', 'upscale', 'edit', 'more'].concat(
        ['again', 'vary', 'upscale', 'edit', 'start'],
        ['details', 'original', 'save', 'edit', 'delete', 'report'],
      ),
    );
  });

  it('does so for the one of several pictures that is chosen', async () => {
    const studio = await inkStudio();
    const use = { name: 'ink', options: { prompt: 'two foxes', count: 2 }, count: 2 };
    const finished = await finishThree(studio, use);
    await studio.stopBot();
    await studio.startBot();
    expect(await pressAll(studio, finished)).toEqual(expect.arrayContaining(['next', 'more']));
  });
});
