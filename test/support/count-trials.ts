import { afterEach } from 'vitest';
import { takeTrials } from './trials.ts';

/* Set up for every test file. */

afterEach(({ task }) => {
  task.meta.trials = takeTrials();
});
