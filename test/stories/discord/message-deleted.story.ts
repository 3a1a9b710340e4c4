import { story } from '../story.ts';

story('The message of a job is gone when its picture is ready', async (cast) => {
  const { ada, discord, runpod } = cast;
  await ada.runs('/imagine', { prompt: 'a fox' });
  await runpod.starts();
  discord.answers(404, { to: 'PATCH /messages', code: 10_008, times: Infinity });
  await runpod.finishes();
});
