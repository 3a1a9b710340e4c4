import { photo } from '../pictures.ts';
import { story } from '../story.ts';

story('A member withdraws consent, and what was made goes', async ({ ada, cleo, runpod }) => {
  const post = cleo.says('me at the sea', [photo('sea.png')]);
  await ada.picks('Use as start picture', post);
  await ada.presses('Open the form');
  await ada.fills('Use this picture', { prompt: 'a sailor' });
  const sailor = await cleo.presses('Yes, and everyone in it is me or has agreed');
  await runpod.finishes();
  await ada.presses('Upscale', { on: sailor });
  await cleo.runs('/privacy');
  await cleo.presses('Withdraw my consent');
  await ada.sees('withdrew their consent, so it was removed', { on: sailor });
});
