import { story } from '../story.ts';

story('A member whose Discord is in French', async ({ ada, ben, runpod }) => {
  ada.speaks('French');
  await ada.runs('/help');
  await ben.runs('/moderation language', { language: 'fr' });
  await ada.runs('/imagine', { prompt: 'un renard' });
  await runpod.starts();
  await runpod.finishes();
});
