import { story } from '../story.ts';

story('A manager sees what the server makes', async ({ ada, ben, runpod }) => {
  await ada.runs('/imagine', { prompt: 'a fox', count: 2 });
  await runpod.finishes();
  await ben.runs('/usage', { show: 'pictures', by: 'member', days: 7 });
});
