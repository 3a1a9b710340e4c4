import { story } from '../story.ts';

story('A member sets default options for a command, and clears them', async (cast) => {
  const { ada, runpod } = cast;
  await ada.runs('/settings');
  await ada.chooses('Default options for a command', '/imagine');
  await ada.chooses('Choose up to five options', ['steps', 'aspect_ratio']);
  await ada.fills('Defaults for /imagine', { steps: '30', aspect_ratio: '16:9' });
  await ada.runs('/imagine', { prompt: 'a fox' });
  await runpod.finishes();
  await ada.runs('/imagine', { prompt: 'a fox', steps: 15 });
  await runpod.finishes();
  await ada.presses('Clear these');
  await ada.runs('/imagine', { prompt: 'a fox' });
  await runpod.finishes();
});
