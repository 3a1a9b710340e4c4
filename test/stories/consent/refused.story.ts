import { photo } from '../pictures.ts';
import { story } from '../story.ts';

story('A member does not confirm that they may use a photo', async ({ ada, cleo }) => {
  const asked = await ada.runs('/imagine', { prompt: 'a sailor', face: photo('me.png') });
  await ada.presses('Cancel', { on: asked });
  await cleo.runs('/image', { prompt: 'a sailor', image: photo('boat.png') });
  await cleo.presses('Cancel');
});
