import { story } from '../story.ts';

story('A picture is ready after Discord ended the token', async ({ ada, discord, runpod }) => {
  await ada.runs('/imagine', { prompt: 'a fox' });
  await runpod.starts();
  discord.endsTokens();
  await runpod.finishes();
  await ada.presses('Again');
  await runpod.finishes();
});
