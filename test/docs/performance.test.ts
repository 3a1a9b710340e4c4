import { describe, expect, it } from 'vitest';
import { GOALS, LONGEST_STALL_MS } from '../../bench/goals.ts';
import { SCENARIOS } from '../../bench/scenarios/index.ts';
import { readText, tableUnder } from './pages.ts';

const PAGE = 'docs/performance.md';

/** Words of the table by which a situation of the bench is known in it. */
const SAID: Readonly<Record<string, string>> = {
  asking: 'the policy for asking by itself',
  stream: 'a stream of 100 jobs',
  wide: 'run times that vary widely, 100 jobs in a minute',
  webhooks: 'the same, new, with webhooks',
  burst: 'commands at once',
  flood: 'types 48 letters a second',
  'busy-burst': 'while other programs take half of the cores',
  prompts: 'longest stall meanwhile',
  screening: 'an ordinary prompt',
  restart: 'restart with',
  commits: 'commits for one job',
  results: 'results of 2 MB together',
  flight: '500 jobs in flight',
  paced: '10,000 jobs in flight',
  photos: 'photos of 2,600 scans',
  inputs: '7 MB of pictures in each',
  remove: '*Remove*',
  scrapes: 'scrapes of `/metrics`',
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

  it('is what the README goes by', () => {
    const stream = rows.find(([situation]) => situation?.startsWith(SAID.stream ?? '?'));
    const [own, plain] = (stream ?? []).slice(1).map((cell) => {
      const ms = Number(/^[\d,]+/.exec(cell)?.[0].replaceAll(',', ''));
      return `${(ms / 1_000).toFixed(1)} s`;
    });
    expect(readText('README.md').replaceAll('\n', ' ')).toContain(
      `stays unseen for ${own} in the median, as against ${plain} in the simplest loop,`,
    );
    const bursts = rows.filter(([situation]) =>
      /commands at once, p99|a bot just started/.test(situation ?? ''),
    );
    expect(bursts).toHaveLength(2);
    for (const [, cell] of bursts) expect(cell).toContain('none late');
  });

  it('names the goals as they are', () => {
    const { [GOALS['burst.p99'].timesPlain]: times = '' } = ['no', 'one', 'two', 'three', 'four'];
    const text = readText(PAGE).replaceAll('\n', ' ');
    expect(text).toContain(
      `The aim is ${times} times the plain bot for the p99 of a burst's answers, ${LONGEST_STALL_MS} ms for the longest stall, and at rest ${GOALS['rest.memory'].atMost} MB and ${GOALS['rest.memory'].timesPlain} times the plain bot.`,
    );
    const [p50, p95, known, cpu] = (
      ['stream.p50', 'stream.p95', 'stream.known-p50', 'stream.cpu'] as const
    ).map((key) => `${GOALS[key].timesPlain} times`);
    expect(text).toContain(
      `a lag of ${p50} the plain loop's at p50 and ${p95} at p95, and where runs are known ${known} at p50; ${GOALS['stream.requests'].atMost} status requests a job, and ${cpu} its CPU time.`,
    );
    const seconds = (key: 'wide.p95' | 'wide.known-p95') => `${GOALS[key].atMost / 1_000} s`;
    expect(text).toContain(
      `Where run times vary widely it is ${seconds('wide.p95')} at p95 for a new bot and ${seconds('wide.known-p95')} for one that knows its past runs, ${GOALS['wide.requests'].atMost} status requests a job, and ${GOALS['wide.cpu'].timesPlain} times the plain loop's CPU time.`,
    );
    const { atMost: askedIn10s } = GOALS['paced.requests'];
    expect(text).toContain(
      `With webhooks it is a lag of ${GOALS['webhooks.p50'].timesPlain} times the plain loop's at p50, and ${GOALS['webhooks.requests'].atMost} status requests a job.`,
    );
    expect(text).toContain(
      `under ${GOALS['flight.memory'].atMost} MB with 500 jobs in flight, and under ${GOALS['paced.memory'].atMost} MB with 10,000, of which RunPod is asked ${askedIn10s.toLocaleString('en')} times in 10 s and ${GOALS['paced.at-once'].atMost} at once at most.`,
    );
  });
});
