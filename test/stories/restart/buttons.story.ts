import { story } from '../story.ts';

story('The buttons of a result work after a restart', async ({ ada, ben, bot, runpod }) => {
  const fox = await ada.runs('/imagine', { prompt: 'a fox', seed: 7 });
  await runpod.finishes();
  await bot.stops();
  await bot.starts();
  await ben.presses('Again', { on: fox });
  await runpod.finishes();
  await ada.presses('Edit', { on: fox });
  await ada.fills('Edit and make again', { prompt: 'a red fox' });
  await runpod.finishes();
  await ada.presses('More', { on: fox });
});
