import { story } from '../story.ts';

story('Members vary and enlarge a picture', async ({ ada, cleo, runpod }) => {
  const fox = await ada.runs('/imagine', { prompt: 'a fox', seed: 7 });
  await runpod.finishes();
  await ada.presses('Vary', { on: fox });
  await runpod.finishes();
  await cleo.presses('Upscale', { on: fox });
  await runpod.finishes();
});
