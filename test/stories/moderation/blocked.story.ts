import { story } from '../story.ts';

story('A moderator blocks a member, and unblocks them', async ({ ada, ben, runpod }) => {
  const fox = await ada.runs('/imagine', { prompt: 'a fox' });
  await runpod.finishes();
  await ben.runs('/moderation block', { person: ada });
  await ben.runs('/moderation blocks');
  await ada.runs('/imagine', { prompt: 'an owl' });
  await ada.presses('Again', { on: fox });
  await ben.runs('/moderation unblock', { person: ada });
  await ada.presses('Again', { on: fox });
  await runpod.finishes();
});
