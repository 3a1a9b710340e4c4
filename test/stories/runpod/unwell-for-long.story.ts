import { story } from '../story.ts';

story('RunPod is unwell for two requests, either of which it may have taken', async (cast) => {
  const { ada, runpod } = cast;
  runpod.answers(503, { to: 'POST /run', times: 2 });
  await ada.runs('/imagine', { prompt: 'a fox' });
  await ada.sees('Try again');
  await ada.presses('Try again');
  await runpod.finishes();
});
