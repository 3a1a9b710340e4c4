import { story } from '../story.ts';

story("A manager limits a member's pictures a day", async ({ ada, ben, cleo, runpod }) => {
  await ben.runs('/limits member', { person: ada });
  await ben.chooses('Set or remove a limit', 'Pictures a day');
  await ben.fills('Set a limit', { 'Pictures a day': '1' });
  await ada.runs('/imagine', { prompt: 'a fox' });
  await runpod.finishes();
  await ada.runs('/imagine', { prompt: 'an owl' });
  await ada.runs('/quota');
  await cleo.runs('/imagine', { prompt: 'an owl' });
  await runpod.finishes();
});
