import { describe, expect, it } from 'vitest';
import { GOALS, LONGEST_STALL_MS, type Goal } from '../../bench/goals.ts';
import { SCENARIOS } from '../../bench/scenarios/index.ts';
import { readText, tableUnder } from './pages.ts';

const PAGE = 'docs/performance.md';

/** Words of the table by which a situation of the bench is known in it. */
const SAID: Readonly<Record<string, string>> = {
  stream: 'a stream of 100 jobs',
  burst: 'commands at once',
  prompts: 'longest stall of the event loop meanwhile',
  screening: 'an ordinary prompt',
  restart: 'restart with',
  commits: 'commits for one job',
  results: 'results of 2 MB together',
  photos: 'photos of 2,600 scans',
  remove: '*Remove*',
  rest: 'at rest',
  log: 'jobs in the log',
};

describe('docs/performance.md', () => {
  const { rows } = tableUnder('Performance', PAGE);

  it('has every situation of the bench', () => {
    expect(Object.keys(SAID).toSorted()).toEqual(SCENARIOS.map(({ name }) => name).toSorted());
    const situations = rows.map(([situation]) => situation).join('\n');
    for (const words of Object.values(SAID)) expect(situations).toContain(words);
  });

  it('names the goals as they are', () => {
    const goals: readonly Goal[] = Object.values(GOALS);
    const [times] = goals.flatMap(({ timesPlain }) => timesPlain ?? []);
    const words = ['no', 'one', 'two', 'three', 'four', 'five'][times ?? 0] ?? '';
    const text = readText(PAGE).replaceAll('\n', ' ');
    expect(text).toContain(
      `The aim is ${words} times the plain bot, ${LONGEST_STALL_MS} ms for the longest stall, and ${GOALS['rest.memory'].atMost} MB.`,
    );
  });
});
