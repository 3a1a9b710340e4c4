import { story } from '../story.ts';

story('A job takes longer than RunPod lets it', async ({ ada, runpod }) => {
  await ada.runs('/imagine', { prompt: 'a fox' });
  await runpod.starts();
  await runpod.ends({ status: 'TIMED_OUT' });
});
