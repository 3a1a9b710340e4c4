import { describe, expect, it } from 'vitest';
import { GOALS, LONGEST_STALL_MS } from '../../bench/goals.ts';
import { SCENARIOS } from '../../bench/scenarios/index.ts';
import { numbersIn } from './markdown.ts';
import { readText, tableUnder } from './pages.ts';

const PAGE = 'docs/performance.md';
const page = readText(PAGE);

describe('docs/performance.md', () => {
  const { rows } = tableUnder('Performance', PAGE);

  it('names situations of the bench in its commands', () => {
    const named = [...page.matchAll(/npm run bench -- ([a-z][a-z -]*)/g)].flatMap(
      ([, names = '']) => names.split(' '),
    );
    expect(named.length).toBeGreaterThan(0);
    const there: readonly string[] = SCENARIOS.map(({ name }) => name);
    expect(named.filter((name) => !there.includes(name))).toEqual([]);
  });

  it('is what the README goes by', () => {
    const [stream = []] = rows;
    const seconds = stream.slice(1).map((cell) => {
      const ms = Number(numbersIn(cell)[0]?.replaceAll(',', ''));
      return (ms / 1_000).toFixed(1);
    });
    const told = readText('README.md')
      .split('\n\n')
      .find((one) => one.includes('(docs/performance.md)') && one.includes('PUBLIC_URL'));
    expect(numbersIn(told ?? '')).toEqual(expect.arrayContaining(seconds));
  });

  it('names the goals as they are', () => {
    const text = page.replaceAll('\n', ' ');
    const goals = [
      `${LONGEST_STALL_MS} ms`,
      `${GOALS['rest.memory'].atMost} MB`,
      `${GOALS['flight.memory'].atMost} MB`,
      `${GOALS['paced.memory'].atMost} MB`,
      `${GOALS['wide.p95'].atMost / 1_000} s`,
      `${GOALS['wide.known-p95'].atMost / 1_000} s`,
      ...(['stream.requests', 'wide.requests', 'webhooks.requests'] as const).map(
        (key) => `${GOALS[key].atMost} status requests`,
      ),
      ...(
        ['rest.memory', 'stream.p50', 'stream.p95', 'stream.known-p50', 'stream.cpu'] as const
      ).map((key) => `${GOALS[key].timesPlain} times`),
      ...(['wide.cpu', 'webhooks.p50'] as const).map((key) => `${GOALS[key].timesPlain} times`),
      `${GOALS['machines.times'].atLeast} times as many jobs a second`,
      `${GOALS['paced.requests'].atMost.toLocaleString('en')} times`,
      `${GOALS['paced.at-once'].atMost} at once`,
    ];
    for (const goal of goals) expect(text).toContain(` ${goal}`);
  });
});
