import { story } from '../story.ts';

story('A member asks how busy the bot is', async ({ ada, cleo, runpod }) => {
  await cleo.runs('/status');
  await ada.runs('/imagine', { prompt: 'a fox' });
  await runpod.starts();
  await runpod.finishes();
  await cleo.runs('/status');
});
