import { story } from '../story.ts';

story('The requester deletes a picture, and a moderator another', async (cast) => {
  const { ada, ben, cleo, bot, runpod } = cast;
  const fox = await ada.runs('/imagine', { prompt: 'a fox' });
  await runpod.finishes();
  await cleo.presses('More', { on: fox });
  await bot.stops();
  await bot.starts();
  await ada.presses('More', { on: fox });
  await ada.presses('Delete');
  await ada.presses('Delete permanently');
  const owl = await cleo.runs('/imagine', { prompt: 'an owl' });
  await runpod.finishes();
  await ben.presses('More', { on: owl });
  await ben.presses('Delete');
  await ben.presses('Delete permanently');
});
