import { story } from '../story.ts';

story('A member posts pictures as spoilers, until they reset it', async ({ ada, runpod }) => {
  const settings = await ada.runs('/settings');
  await ada.presses('Spoilers');
  await ada.runs('/imagine', { prompt: 'a fox' });
  await runpod.finishes();
  await ada.presses('Reset', { on: settings });
  await ada.presses('Reset everything');
  await ada.runs('/imagine', { prompt: 'an owl' });
  await runpod.finishes();
});
