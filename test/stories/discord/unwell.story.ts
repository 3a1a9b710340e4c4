import { story } from '../story.ts';

story('Discord is unwell while a result is shown', async ({ ada, discord, runpod }) => {
  await ada.runs('/imagine', { prompt: 'a fox' });
  await runpod.starts();
  discord.answers(500, { to: 'PATCH /messages' });
  discord.answers(502, { to: 'PATCH /messages' });
  discord.answers('reset', { to: 'PATCH /messages' });
  await runpod.finishes();
});
