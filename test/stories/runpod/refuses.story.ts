import { story } from '../story.ts';

story('RunPod refuses, breaks off and answers with garbage', async ({ ada, runpod }) => {
  runpod.answers(429, { to: 'POST /run' });
  await ada.runs('/imagine', { prompt: 'a fox' });
  await runpod.receives();
  runpod.answers('garbage', { to: 'GET /status' });
  await runpod.starts();
  runpod.answers('reset', { to: 'GET /status' });
  await runpod.finishes();
});
