import { photo } from '../pictures.ts';
import { story } from '../story.ts';

story('A member makes a picture from a photo, and agrees to its use', async ({ ada, runpod }) => {
  await ada.runs('/imagine', {
    prompt: 'a sailor',
    face: photo('me.png'),
    face_weight: 0.8,
    faceid_weight: 1.2,
    steps: 30,
    aspect_ratio: '3:4',
  });
  await ada.presses('I am this person, or have their permission');
  await runpod.receives();
  await runpod.finishes();
});
