import { story } from '../story.ts';

story('The bot is killed before it knows that RunPod has a job', async (cast) => {
  const { ada, bot, runpod } = cast;
  runpod.answers('hang', { to: 'POST /run', after: true });
  await ada.runs('/imagine', { prompt: 'a fox' });
  await ada.sees('New here?');
  await runpod.has(1);
  await bot.isKilled();
  await bot.starts();
  await runpod.has(2);
  await runpod.finishes();
});
