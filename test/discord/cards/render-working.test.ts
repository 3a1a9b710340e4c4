import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { payloadOf } from '../../../src/discord/cards/card.ts';
import { renderJob } from '../../../src/discord/cards/job-card.ts';
import { advance, type Observed } from '../../../src/jobs/observations.ts';
import { ASKED_AT, sampleJob } from '../../../packages/stand-ins/playground/cards/sample-job.ts';

const SECOND = 1_000;

/** -1 for a line without a percent. */
const percentOf = (text = ''): number => Number(/(\d+)%/.exec(text)?.[1] ?? -1);

describe('a job at work', () => {
  const READY_AT = ASKED_AT + 35 * SECOND;
  const running = sampleJob({ state: 'running', startedAt: ASKED_AT + 10 * SECOND });
  /** Its line `seconds` after it began. */
  const line = (observed: Observed, seconds = 0): string[] => {
    const now = ASKED_AT + (10 + seconds) * SECOND;
    const [embed] = payloadOf(renderJob(running, observed, now)).body.embeds;
    return embed?.description?.split('\n').slice(1) ?? [];
  };

  it.each<[string, Observed, number, string]>([
    ['nothing', {}, 5, 'Working · since <t:1900000010:R>'],
    ['that past jobs took no time', { expectedMs: 0 }, 0, 'Working · since <t:1900000010:R>'],
    [
      'its progress',
      { progress: 0.48, readyAt: READY_AT },
      12,
      '▰▰▰▰▱▱▱▱▱▱ 48% · ready <t:1900000035:R>',
    ],
    ['very little progress', { progress: 0.05 }, 1, '▱▱▱▱▱▱▱▱▱▱ 5%'],
    [
      'what to expect',
      { expectedMs: 20_000, readyAt: READY_AT },
      5,
      '▰▰▱▱▱▱▱▱▱▱ 25% · ready <t:1900000035:R>',
    ],
    [
      'both',
      { progress: 0.5, expectedMs: 99_000, readyAt: READY_AT },
      10,
      '▰▰▰▰▰▱▱▱▱▱ 50% · ready <t:1900000035:R>',
    ],
    [
      'what to expect, and that some take far longer',
      { expectedMs: 20_000, readyAt: READY_AT, lateAt: READY_AT + 60 * SECOND },
      5,
      "▰▰▱▱▱▱▱▱▱▱ 25% · ready <t:1900000035:R>, or <t:1900000095:R> if it's slow",
    ],
    [
      'that it is a slow one',
      { expectedMs: 20_000, readyAt: READY_AT, lateAt: READY_AT + 60 * SECOND },
      40,
      "▰▰▰▰▰▰▰▰▰▱ 99% · ready any moment, or <t:1900000095:R> if it's slow",
    ],
    [
      'that it is late',
      { expectedMs: 20_000, readyAt: READY_AT },
      60,
      '▰▰▰▰▰▰▰▰▰▱ 99% · ready any moment',
    ],
    [
      'more than it may have said by the time alone',
      { progress: 0.5, leastShare: 0.4, expectedMs: 99_000 },
      10,
      '▰▰▰▰▰▱▱▱▱▱ 50%',
    ],
    [
      'no less than it may have said by the time alone',
      { progress: 0.3, leastShare: 0.4, expectedMs: 99_000 },
      10,
      '▰▰▰▰▱▱▱▱▱▱ 40%',
    ],
    ['no less than it has said of a run before this one', { leastShare: 0.6 }, 5, '▰▰▰▰▰▰▱▱▱▱ 60%'],
    [
      'that all is done',
      { progress: 1, readyAt: READY_AT },
      25,
      '▰▰▰▰▰▰▰▰▰▱ 99% · ready any moment',
    ],
  ])('shows what is known: %s', (_, observed, seconds, expected) => {
    expect(line(observed, seconds)).toEqual([expected]);
  });

  it('shows whole percents as the worker reports them', () => {
    const shown = Array.from({ length: 100 }, (_, percent) => line({ progress: percent / 100 })[0]);
    expect(shown.map(percentOf)).toEqual(Array.from({ length: 100 }, (_, percent) => percent));
  });

  it('never goes back, whatever is reported and whenever its message is written', () => {
    const anyLook = fc.record({
      seconds: fc.integer({ min: 0, max: 30 }),
      /** Undefined: nothing is reported. Null: nobody asks, the message is only written anew. */
      reported: fc.option(fc.oneof(fc.double({ min: 0, max: 1, noNaN: true }), fc.constant(null)), {
        nil: undefined,
      }),
    });
    const anyExpected = fc.option(fc.integer({ min: 1, max: 200_000 }), { nil: undefined });
    fc.assert(
      fc.property(fc.array(anyLook), anyExpected, (looks, expectedMs) => {
        let observed: Observed = {};
        let seconds = 0;
        const startedAt = ASKED_AT + 10 * SECOND;
        const shown = looks.map((look) => {
          seconds += look.seconds;
          if (look.reported !== null) {
            const now = startedAt + seconds * SECOND;
            const advanced = advance(observed, look.reported, { now, startedAt });
            observed = { ...advanced, ...(expectedMs === undefined ? {} : { expectedMs }) };
          }
          return percentOf(line(observed, seconds)[0]);
        });
        expect(shown).toEqual(shown.toSorted((one, other) => one - other));
      }),
    );
  });

  it('never shows 100%, nor anything that is no bar, whatever was observed', () => {
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
          /^(▰{0,9}▱{1,10} \d{1,2}%( · ready (any moment|<t:\d+:R>))?|Working · since <t:\d+:R>)$/,
        );
        if (text.includes('▱')) expect(text.match(/[▰▱]/g)).toHaveLength(10);
      }),
    );
  });
});
