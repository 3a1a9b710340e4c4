import { story } from '../story.ts';

story('The bot is asked to stop with jobs under way', async ({ ada, ben, cleo, bot, runpod }) => {
  await ada.runs('/imagine', { prompt: 'a fox' });
  await ben.runs('/imagine', { prompt: 'an owl' });
  await cleo.runs('/imagine', { prompt: 'a toad' });
  await runpod.receives();
  await runpod.receives();
  await runpod.receives();
  await runpod.starts();
  await bot.stops();
  await runpod.finishes();
  await bot.starts();
  await runpod.finishes();
  await runpod.finishes();
});
