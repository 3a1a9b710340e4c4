import { story } from '../story.ts';

story('A member finds a picture again by words; another member does not', async (cast) => {
  const { ada, ben, cleo, runpod } = cast;
  await ada.runs('/imagine', { prompt: 'a fox' });
  await runpod.finishes();
  await ada.types('/show', 'job', 'fox');
  await cleo.types('/show', 'job', 'fox');
  await ben.types('/show', 'job', 'fox');
  await ada.runs('/show', { job: 'fox' });
  await cleo.runs('/show', { job: 'fox' });
});
