import { story } from '../story.ts';

story('A member reports a picture from its menu', async ({ ada, ben, cleo, runpod }) => {
  await ben.runs('/moderation channel', { channel: ben.channel('restricted') });
  const fox = await ada.runs('/imagine', { prompt: 'a fox' });
  await runpod.finishes();
  if (fox) await cleo.picks('Report picture', fox);
});
