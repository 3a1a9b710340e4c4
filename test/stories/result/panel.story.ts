import { story } from '../story.ts';

story(
  'A member sees the details of a picture, and gets its file',
  async ({ ada, cleo, runpod }) => {
    const fox = await ada.runs('/imagine', { prompt: 'a fox', seed: 7 });
    await runpod.finishes();
    await cleo.presses('More', { on: fox });
    await cleo.presses('Details');
    await cleo.presses('File');
    await cleo.presses('Save');
    await cleo.presses('Options');
  },
);
