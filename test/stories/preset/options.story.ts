import { story } from '../story.ts';

story('A member chooses the options of a preset, and an option wins over it', async (cast) => {
  const { ada, runpod } = cast;
  await ada.runs('/preset save', { name: 'tall', after: ', at dusk' });
  await ada.chooses('Choose options for a command', '/imagine');
  await ada.chooses('Choose up to five options', ['steps', 'aspect_ratio']);
  await ada.fills('Options in tall', { steps: '40', aspect_ratio: '9:16' });
  await ada.runs('/imagine', { prompt: 'a {fox|fox}', preset: 'tall', steps: 15 });
  await runpod.finishes();
});
