import { story } from '../story.ts';

story('The operator cancels a job in the console of RunPod', async ({ ada, runpod }) => {
  await ada.runs('/imagine', { prompt: 'a fox' });
  await runpod.starts();
  await runpod.ends({ status: 'CANCELLED' });
});
