import { pictures } from '../pictures.ts';
import { story } from '../story.ts';

story('Workers give no picture, too few, and what is no picture', async ({ ada, runpod }) => {
  await ada.runs('/imagine', { prompt: 'a fox' });
  await runpod.finishes({ images: [] });
  await ada.runs('/imagine', { prompt: 'two owls', count: 2 });
  await runpod.finishes({ images: pictures(1) });
  const text = Buffer.from('not a picture').toString('base64');
  await ada.runs('/imagine', { prompt: 'a toad' });
  await runpod.finishes({ images: [{ filename: 'a.png', data: text, type: 'image/png' }] });
});
