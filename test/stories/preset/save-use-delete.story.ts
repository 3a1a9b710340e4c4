import { story } from '../story.ts';

story('A member saves a preset, uses it and deletes it', async ({ ada, cleo, runpod }) => {
  await ada.runs('/preset save', {
    name: 'noir',
    before: 'film noir,',
    after: ', rain',
    negative_prompt: 'colour',
  });
  await ada.runs('/imagine', { prompt: 'a fox', preset: 'noir' });
  await runpod.finishes();
  await cleo.runs('/imagine', { prompt: 'a fox', preset: 'noir' });
  await ada.runs('/preset list');
  await ada.runs('/preset delete', { name: 'noir' });
  await ada.runs('/imagine', { prompt: 'a fox', preset: 'noir' });
});
