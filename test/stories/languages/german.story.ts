import { story } from '../story.ts';

story('A member whose Discord is in German', async ({ ada, ben, runpod }) => {
  ada.speaks('German');
  await ada.runs('/settings');
  await ben.runs('/moderation language', { language: 'de' });
  await ada.runs('/imagine', { prompt: 'ein Fuchs', count: 2 });
  await runpod.starts();
  await runpod.finishes();
  await ada.runs('/jobs');
});
