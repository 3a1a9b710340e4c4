import { story } from '../story.ts';

story('Only the requester and moderators can cancel', async ({ ada, ben, cleo, runpod }) => {
  const fox = await ada.runs('/imagine', { prompt: 'a fox' });
  await runpod.receives();
  await cleo.presses('Cancel', { on: fox });
  await ada.presses('Cancel', { on: fox });
  const owl = await ada.runs('/imagine', { prompt: 'an owl' });
  await runpod.starts();
  await ben.presses('Cancel', { on: owl });
});
