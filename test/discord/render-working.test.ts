import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { renderJob } from '../../src/discord/render.ts';
import type { Observed } from '../../src/jobs/observations.ts';
import { ASKED_AT, sampleJob } from '../support/sample-job.ts';

const SECOND = 1_000;

describe('a job at work', () => {
  const READY_AT = ASKED_AT + 35 * SECOND;
  const running = sampleJob({ state: 'running', startedAt: ASKED_AT + 10 * SECOND });
  /** Its line `seconds` after it began. */
  const line = (observed: Observed, seconds = 0): string[] => {
    const now = ASKED_AT + (10 + seconds) * SECOND;
    const [embed] = renderJob(running, observed, now).body.embeds;
    return embed?.description?.split('\n').slice(1) ?? [];
  };

  it.each<[string, Observed, number, string]>([
    ['nothing', {}, 5, 'Working · since <t:1900000010:R>'],
    ['that past jobs took no time', { expectedMs: 0 }, 0, 'Working · since <t:1900000010:R>'],
    [
      'its progress',
      { progress: 0.48, readyAt: READY_AT },
      12,
      '▰▰▰▰▱▱▱▱▱▱ 48 % · ready <t:1900000035:R>',
    ],
    ['very little progress', { progress: 0.05 }, 1, '▱▱▱▱▱▱▱▱▱▱ 5 %'],
    [
      'what to expect',
      { expectedMs: 20_000, readyAt: READY_AT },
      5,
      '▰▰▱▱▱▱▱▱▱▱ 25 % · ready <t:1900000035:R>',
    ],
    [
      'both',
      { progress: 0.5, expectedMs: 99_000, readyAt: READY_AT },
      10,
      '▰▰▰▰▰▱▱▱▱▱ 50 % · ready <t:1900000035:R>',
    ],
    [
      'that it is late',
      { expectedMs: 20_000, readyAt: READY_AT },
      60,
      '▰▰▰▰▰▰▰▰▰▱ 99 % · ready any moment',
    ],
    [
      'that all is done',
      { progress: 1, readyAt: READY_AT },
      25,
      '▰▰▰▰▰▰▰▰▰▱ 99 % · ready any moment',
    ],
  ])('shows what is known: %s', (_, observed, seconds, expected) => {
    expect(line(observed, seconds)).toEqual([expected]);
  });

  it('shows whole percents as the worker reports them', () => {
    const shown = Array.from({ length: 100 }, (_, percent) => line({ progress: percent / 100 })[0]);
    expect(shown.map((text) => Number(/(\d+) %/.exec(text ?? '')?.[1]))).toEqual(
      Array.from({ length: 100 }, (_, percent) => percent),
    );
  });

  it('never shows 100 %, nor anything that is no bar, whatever was observed', () => {
    const anyObserved = fc.record(
      {
        progress: fc.double({ min: 0, max: 1, noNaN: true }),
        expectedMs: fc.double({ min: 0, max: 1e9, noNaN: true }),
        readyAt: fc.integer({ min: ASKED_AT, max: ASKED_AT + 1e9 }),
      },
      { requiredKeys: [] },
    );
    const anyTime = fc.integer({ min: -60, max: 100_000 });
    fc.assert(
      fc.property(anyObserved, anyTime, (observed, seconds) => {
        const [text = ''] = line({ ...observed }, seconds);
        expect(text).toMatch(
          /^(▰{0,9}▱{1,10} \d{1,2} %( · ready (any moment|<t:\d+:R>))?|Working · since <t:\d+:R>)$/,
        );
        if (text.includes('▱')) expect(text.match(/[▰▱]/g)).toHaveLength(10);
      }),
    );
  });
});
