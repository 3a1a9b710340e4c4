import { story } from '../story.ts';

story('The operator blocks a member, and lifts that', async ({ ada, operator, runpod }) => {
  await ada.runs('/imagine', { prompt: 'a fox' });
  await runpod.receives();
  await operator.runs('block', 'person', ada, '--reason', 'spam');
  await ada.runs('/imagine', { prompt: 'an owl' });
  await operator.runs('block', 'lift', 'person', ada);
  await ada.runs('/imagine', { prompt: 'a toad' });
  await runpod.finishes();
  await runpod.finishes();
});
