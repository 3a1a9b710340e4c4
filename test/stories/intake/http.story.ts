import { story } from '../story.ts';

story('Discord posts interactions to the bot', { intake: 'http' }, async (cast) => {
  const { ada, bot, runpod } = cast;
  const fox = await ada.runs('/imagine', { prompt: 'a fox', seed: 7 });
  await ada.sees('New here?');
  await runpod.finishes();
  await bot.stops();
  await bot.starts();
  await ada.presses('Again', { on: fox });
  await runpod.finishes();
});
