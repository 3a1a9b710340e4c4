import { photo } from '../pictures.ts';
import { story } from '../story.ts';

story('A member asks to use the picture of another, who declines', async ({ ada, cleo }) => {
  const post = cleo.says('me at the sea', [photo('sea.png')]);
  await ada.picks('Use as face', post);
  await ada.presses('Open the form');
  await ada.fills('Use this picture', { prompt: 'a sailor' });
  await cleo.presses('Show prompt');
  await cleo.presses('No');
  await ada.picks('Use as face', post);
});
