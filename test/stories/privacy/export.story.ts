import { story } from '../story.ts';

story('A member exports what is stored about them', async ({ ada, runpod }) => {
  await ada.runs('/privacy');
  await ada.runs('/imagine', { prompt: 'a fox' });
  await runpod.finishes();
  const privacy = await ada.runs('/privacy');
  await ada.presses('Export my data', { on: privacy });
});
