import { story } from '../story.ts';

story('A member erases everything, at the second asking', async ({ ada, cleo, runpod }) => {
  const fox = await ada.runs('/imagine', { prompt: 'a fox' });
  await runpod.finishes();
  await cleo.presses('Again', { on: fox });
  await runpod.finishes();
  await ada.runs('/privacy');
  await ada.presses('Erase everything');
  await ada.presses('Keep it');
  await ada.runs('/privacy');
  await ada.presses('Erase everything');
  await ada.presses('Erase everything now');
  await ada.sees('Erased: 1 request');
  await ada.runs('/jobs');
});
