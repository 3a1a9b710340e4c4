import { story } from '../story.ts';

story('A manager pauses pictures: one in progress finishes', async ({ ada, ben, runpod }) => {
  await ada.runs('/imagine', { prompt: 'a fox' });
  await runpod.starts();
  await ben.runs('/limits pause');
  await ada.runs('/imagine', { prompt: 'an owl' });
  await runpod.finishes();
  await ben.runs('/limits resume');
  await ada.runs('/imagine', { prompt: 'an owl' });
  await runpod.finishes();
});
