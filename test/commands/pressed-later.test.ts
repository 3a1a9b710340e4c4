import { expect, it } from 'vitest';
import { finishThree, inkStudio, TWO_IN_INK } from './finish-three.ts';
import { pressAll } from './press-all.ts';

it('every button of pictures that were made before the bot was started does what it is for', async () => {
  const studio = await inkStudio();
  const finished = await finishThree(studio, TWO_IN_INK);
  await studio.stopBot();
  await studio.startBot();
  expect(await pressAll(studio, finished)).toEqual([
    ...['upscale', 'upscale', 'again', 'vary', 'vary', 'more'],
    // The picture and a step are chosen in the panel, and then come its buttons.
    ...['more', 'step'],
    ...['edit', 'start', 'edit', 'details'],
    ...['original', 'save', 'delete', 'report'],
  ]);
});
