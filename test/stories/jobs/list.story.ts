import { story } from '../story.ts';

story(
  'A member lists their pictures, searches them and keeps what is in progress',
  async (cast) => {
    const { ada, runpod } = cast;
    await ada.runs('/jobs');
    await ada.runs('/imagine', { prompt: 'a fox' });
    await runpod.finishes();
    await ada.runs('/imagine', { prompt: 'an owl' });
    await runpod.receives();
    const list = await ada.runs('/jobs');
    await ada.presses('Search', { on: list });
    await ada.fills('Search your pictures', {
      'Words in the prompt, or a job ID; empty: all': 'fox',
    });
    await ada.presses('Cancel all', { on: list });
    await ada.presses('Keep');
  },
);
