import { story } from '../story.ts';

story('A worker fails, and the member tries again', async ({ ada, runpod }) => {
  await ada.runs('/imagine', { prompt: 'a fox' });
  await runpod.starts();
  await runpod.fails('ComfyUI error: [["10", "CUDA out of memory"]]');
  await ada.presses('Try again');
  await runpod.finishes();
});
