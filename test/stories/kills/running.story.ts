import { story } from '../story.ts';

story('The bot is killed while a GPU works, and is back when it is done', async (cast) => {
  const { ada, bot, runpod } = cast;
  await ada.runs('/imagine', { prompt: 'a fox' });
  await ada.sees('New here?');
  await runpod.starts();
  await bot.isKilled();
  await runpod.finishes();
  await bot.starts();
  await ada.sees('Again');
});
