import { story } from '../story.ts';

story('A member whose Discord is in Japanese', async ({ ada, ben, runpod }) => {
  ada.speaks('Japanese');
  await ada.runs('/settings');
  await ben.runs('/moderation language', { language: 'ja' });
  await ada.runs('/imagine', { prompt: '狐', count: 2 });
  await runpod.starts();
  await runpod.finishes();
  await ada.runs('/jobs');
});
