import { story } from '../story.ts';

story('A member whose Discord is in Spanish', async ({ ada, ben, runpod }) => {
  ada.speaks('SpanishES');
  await ada.runs('/settings');
  await ben.runs('/moderation language', { language: 'es-ES' });
  await ada.runs('/imagine', { prompt: 'un zorro', count: 2 });
  await runpod.starts();
  await runpod.finishes();
  await ada.runs('/jobs');
});
