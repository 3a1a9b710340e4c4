import { story } from '../story.ts';

story('A member switches off pings, questions and their name in charts', async ({ ada }) => {
  await ada.runs('/settings');
  await ada.presses('No pings');
  await ada.presses('No questions');
  await ada.presses('No name in charts');
  await ada.presses('Ping me');
});
