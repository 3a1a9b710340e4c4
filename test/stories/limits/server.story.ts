import { story } from '../story.ts';

story('A manager limits pictures a request for the whole server', async ({ ada, ben, runpod }) => {
  await ben.runs('/limits server');
  await ben.chooses('Set or remove a limit', 'Pictures a request');
  await ben.fills('Set a limit', { 'Pictures a request': '2' });
  await ada.runs('/imagine', { prompt: 'a fox', count: 3 });
  await ben.runs('/imagine', { prompt: 'a fox', count: 3 });
  await ada.runs('/imagine', { prompt: 'a fox', count: 2 });
  await runpod.finishes();
  await ben.runs('/limits list');
  await ben.runs('/limits history');
});
