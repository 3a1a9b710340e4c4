import { story } from '../story.ts';

story('A member keeps pictures private by default, but shows one', async ({ ada, runpod }) => {
  await ada.runs('/settings');
  await ada.presses('Private');
  await ada.runs('/imagine', { prompt: 'a fox' });
  await runpod.finishes();
  await ada.runs('/imagine', { prompt: 'an owl', private: false });
  await runpod.finishes();
});
