import { story } from '../story.ts';

story('A member who takes no direct messages saves a picture', async ({ ada, runpod }) => {
  const fox = await ada.runs('/imagine', { prompt: 'a fox' });
  await runpod.finishes();
  ada.closesDirectMessages();
  await ada.presses('More', { on: fox });
  await ada.presses('Save');
});
