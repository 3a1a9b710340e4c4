import { story } from '../story.ts';

story('RunPod takes a job, but its answer cannot be read', async ({ ada, runpod }) => {
  runpod.answers('garbage', { to: 'POST /run', after: true });
  await ada.runs('/imagine', { prompt: 'a fox' });
  await runpod.has(2);
  await runpod.finishes();
});
