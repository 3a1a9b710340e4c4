import { story } from '../story.ts';

story('The bot is killed while a job is queued, and goes on with it', async (cast) => {
  const { ada, bot, runpod } = cast;
  await ada.runs('/imagine', { prompt: 'a fox' });
  await ada.sees('New here?');
  await runpod.receives();
  await bot.isKilled();
  await bot.starts();
  await runpod.finishes();
});
