import { story } from '../story.ts';

story('A new member reads the help', async ({ ada }) => {
  const help = await ada.runs('/help');
  await ada.presses('Commands', { on: help });
  await ada.presses('This channel', { on: help });
  await ada.presses('Limits', { on: help });
  await ada.presses('Photos', { on: help });
});
