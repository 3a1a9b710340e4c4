import { story } from '../story.ts';

story('Discord refuses the edit that shows a result', async ({ ada, discord, runpod }) => {
  await ada.runs('/imagine', { prompt: 'a fox' });
  await runpod.starts();
  discord.answers(429, { to: 'PATCH /messages', retryAfter: 1 });
  discord.answers(503, { to: 'PATCH /messages' });
  await runpod.finishes();
});
