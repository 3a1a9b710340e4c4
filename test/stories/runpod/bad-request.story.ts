import { story } from '../story.ts';

story('RunPod refuses a request as wrong', async ({ ada, runpod }) => {
  runpod.answers(400, { to: 'POST /run' });
  await ada.runs('/imagine', { prompt: 'a fox' });
  await ada.sees('Try again');
  await ada.presses('Try again');
  await runpod.finishes();
});
