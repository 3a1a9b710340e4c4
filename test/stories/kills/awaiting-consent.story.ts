import { photo } from '../pictures.ts';
import { story } from '../story.ts';

story('The bot is killed while it waits for consent', async ({ ada, bot, runpod }) => {
  await ada.runs('/imagine', { prompt: 'a sailor', face: photo('me.png') });
  await ada.sees('New here?');
  await bot.isKilled();
  await bot.starts();
  await ada.presses('I am this person, or have their permission');
  await runpod.finishes();
});
