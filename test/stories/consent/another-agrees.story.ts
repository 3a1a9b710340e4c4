import { photo } from '../pictures.ts';
import { story } from '../story.ts';

story('A member asks to use the picture of another, who agrees', async ({ ada, cleo, runpod }) => {
  const post = cleo.says('me at the sea', [photo('sea.png')]);
  await ada.picks('Use as face', post);
  await ada.presses('Open the form');
  await ada.fills('Use this picture', { prompt: 'a sailor' });
  await ada.presses('Yes, and everyone in it is me or has agreed');
  await cleo.presses('Yes, and everyone in it is me or has agreed');
  await runpod.finishes();
});
