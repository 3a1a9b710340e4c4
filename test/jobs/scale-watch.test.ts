import { pino } from 'pino';
import { describe, expect, it, onTestFinished } from 'vitest';
import { ScaleWatch } from '../../src/jobs/endpoint-notices.ts';
import type { WorkerBounds } from '../../src/runpod/endpoint-settings.ts';
import { forOperators, type Notice } from '../../src/say/say.ts';
import { operatorNotices as WORDS } from '../../src/say/en/notices.ts';
import { ManualClock } from '../support/manual-clock.ts';

const MINUTE = 60_000;

/** A watch of endpoints that may have as many workers as a test says, or whose key is refused. */
function open() {
  const clock = new ManualClock();
  const stop = new AbortController();
  const told: string[] = [];
  const note = (notice: Notice) => Promise.resolve(void told.push(notice(forOperators)));
  const asked: string[] = [];
  const max = new Map<string, number>();
  const settings = {
    workers: (endpointId: string): Promise<WorkerBounds> => {
      asked.push(endpointId);
      const most = max.get(endpointId);
      if (most === undefined) return Promise.reject(new Error('refused'));
      return Promise.resolve({ min: 0, max: most });
    },
  };
  const logger = pino({ level: 'silent' });
  const watch = new ScaleWatch({ settings, clock, logger, signal: stop.signal });
  onTestFinished(() => {
    stop.abort();
  });
  /** What is known once it had time to ask. */
  const isAsleep = async (endpointId: string) => {
    watch.isAsleep(endpointId);
    await clock.advance(0);
    return watch.isAsleep(endpointId);
  };
  const notices = { trouble: note, relief: note };
  return { clock, watch, notices, told, asked, max, isAsleep };
}

describe('an endpoint that RunPod has scaled to nothing', () => {
  it('is told to the operator once, and once when it is over', async () => {
    const { clock, watch, notices, told, max, isAsleep } = open();
    watch.notify(notices);
    max.set('ep', 0);
    expect([await isAsleep('ep'), await isAsleep('ep')]).toEqual([true, true]);
    await clock.advance(20 * MINUTE);
    expect(told).toEqual([WORDS.endpointAsleep('ep')]);
    max.set('ep', 3);
    await clock.advance(5 * MINUTE);
    expect(told).toEqual([WORDS.endpointAsleep('ep'), WORDS.endpointAwake('ep')]);
    expect(watch.isAsleep('ep')).toBe(false);
  });

  it('is told even where it was found before there was anybody to tell', async () => {
    const { watch, notices, told, max, isAsleep } = open();
    max.set('ep', 0);
    await isAsleep('ep');
    watch.notify(notices);
    expect(told).toEqual([WORDS.endpointAsleep('ep')]);
  });

  it('still is while RunPod does not say', async () => {
    const { clock, watch, max, isAsleep } = open();
    max.set('ep', 0);
    await isAsleep('ep');
    max.delete('ep');
    await clock.advance(30 * MINUTE);
    expect(watch.isAsleep('ep')).toBe(true);
  });

  it('says nothing of another one', async () => {
    const { max, isAsleep } = open();
    max.set('ep', 0).set('other', 1);
    expect([await isAsleep('ep'), await isAsleep('other')]).toEqual([true, false]);
  });
});

describe('an endpoint that may have workers, or of which the key may not know', () => {
  it.each([
    ['may have workers', 1],
    ['is unknown', undefined],
  ])('%s: it is asked about once in five minutes, and nobody is told', async (_, workers) => {
    const { clock, watch, notices, told, asked, max, isAsleep } = open();
    watch.notify(notices);
    if (workers !== undefined) max.set('ep', workers);
    expect([await isAsleep('ep'), await isAsleep('ep')]).toEqual([false, false]);
    await clock.advance(5 * MINUTE - 1);
    await isAsleep('ep');
    expect(asked).toHaveLength(1);
    await clock.advance(1);
    await isAsleep('ep');
    expect(asked).toHaveLength(2);
    expect(told).toEqual([]);
  });
});
