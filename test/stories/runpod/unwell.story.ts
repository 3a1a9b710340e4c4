import { story } from '../story.ts';

story('RunPod is unwell for a request, then takes the job', async ({ ada, runpod }) => {
  runpod.answers(503, { to: 'POST /run' });
  await ada.runs('/imagine', { prompt: 'a fox' });
  await runpod.finishes();
});
