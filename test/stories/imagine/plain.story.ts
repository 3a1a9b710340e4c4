import { story } from '../story.ts';

story('A member makes a picture', async ({ ada, runpod }) => {
  await ada.runs('/imagine', { prompt: 'a fox' });
  await runpod.receives();
  await runpod.starts();
  await runpod.finishes();
});
