import { story } from '../story.ts';

story(
  'A manager misspells a budget, then allows no spending',
  {
    env: { GPU_SECOND_PRICE_USD: '0.001' },
  },
  async ({ ada, ben }) => {
    await ben.runs('/limits server');
    await ben.chooses('Set or remove a limit', 'US dollars a day');
    await ben.fills('Set a limit', { 'US dollars a day': 'a lot' });
    await ben.chooses('Set or remove a limit', 'US dollars a day');
    await ben.fills('Set a limit', { 'US dollars a day': '0' });
    await ada.runs('/imagine', { prompt: 'a fox' });
    await ada.runs('/quota');
  },
);
