import { story } from '../story.ts';

story('A member whose Discord is in Brazilian Portuguese', async ({ ada, ben, runpod }) => {
  ada.speaks('PortugueseBR');
  await ada.runs('/settings');
  await ben.runs('/moderation language', { language: 'pt-BR' });
  await ada.runs('/imagine', { prompt: 'uma raposa', count: 2 });
  await runpod.starts();
  await runpod.finishes();
  await ada.runs('/jobs');
});
