import { story } from '../story.ts';

story('A moderator shares a preset with the server, which a member cannot', async (cast) => {
  const { ada, ben, runpod } = cast;
  await ada.runs('/preset save', { name: 'house', before: 'ink drawing,', for_server: true });
  await ben.runs('/preset save', { name: 'house', before: 'watercolour,', for_server: true });
  await ada.runs('/preset list');
  await ada.types('/imagine', 'preset', 'ho');
  await ada.runs('/imagine', { prompt: 'a fox', preset: 'house' });
  await runpod.finishes();
  await ada.runs('/preset save', { name: 'house', before: 'charcoal,' });
  await ada.runs('/imagine', { prompt: 'a fox', preset: 'house' });
  await runpod.finishes();
});
