import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import { FailedEdits } from '../../../src/discord/sync/edits.ts';
import { messageBody } from '../../../src/discord/rest/message-payload.ts';
import { ShownMessages } from '../../../src/discord/sync/message-state.ts';
import { LogBench } from '../../support/log-bench.ts';
import { refused } from '../rest/refusal.ts';

const PAYLOAD = { body: messageBody({ content: 'hello' }), pictures: [] };
const DAY_MS = 24 * 60 * 60_000;

async function bench(state: 'running' | 'completed') {
  const log = new LogBench();
  const shown = new ShownMessages();
  const { clock } = log;
  const failed = new FailedEdits({ log: log.log, clock, logger: pino({ enabled: false }), shown });
  const job = await log.jobIn(state);
  shown.noteShown(job.id, PAYLOAD, clock.now());
  return { log, shown, clock, failed, job };
}

describe('a message whose edit failed', () => {
  it.each(['running', 'completed'] as const)(
    'for good is forgotten, and the job noted, where it is %s',
    async (state) => {
      const { log, shown, failed, job } = await bench(state);
      expect(await failed.shouldRetry(job.id, refused(404, 10008))).toBe(false);
      expect(shown.size).toBe(0);
      const { state: after, undeliverableAt } = await log.find(job);
      expect(undeliverableAt).toBeDefined();
      expect(after).toBe(state === 'completed' ? 'completed' : 'cancelled');
    },
  );

  it('for good is noted only once its job has ended, since the next start comes back to it', async () => {
    const { log, failed, job } = await bench('running');
    log.log.move = () => Promise.reject(new Error('killed'));
    await expect(failed.shouldRetry(job.id, refused(404, 10008))).rejects.toThrow('killed');
    expect((await log.find(job)).undeliverableAt).toBeUndefined();
  });

  it('is tried for a day, also where its job ended long ago', async () => {
    const { shown, clock, failed, job } = await bench('completed');
    await clock.advance(30 * DAY_MS);
    expect(await failed.shouldRetry(job.id, new Error('read ECONNRESET'))).toBe(true);
    await clock.advance(DAY_MS - 1);
    expect(await failed.shouldRetry(job.id, new Error('read ECONNRESET'))).toBe(true);
    expect(shown.get(job.id)?.failures).toBe(2);
    await clock.advance(1);
    expect(await failed.shouldRetry(job.id, new Error('read ECONNRESET'))).toBe(false);
    expect(shown.size).toBe(0);
  });

  it('is tried ever more rarely', async () => {
    const { shown, failed, job } = await bench('running');
    for (let edits = 0; edits < 3; edits += 1) {
      await failed.shouldRetry(job.id, new Error('read ECONNRESET'));
    }
    expect(shown.get(job.id)?.failures).toBe(3);
  });

  it('for its words shows less for good, after an outage and after an edit too', async () => {
    const { shown, clock, failed, job } = await bench('running');
    await failed.shouldRetry(job.id, refused(400, 200000));
    await failed.shouldRetry(job.id, new Error('read ECONNRESET'));
    expect(shown.formOf(job.id).words).toBe(false);
    shown.noteShown(job.id, PAYLOAD, clock.now());
    expect(shown.formOf(job.id).words).toBe(false);
  });

  it('is not edited by a token that is dead any more', async () => {
    const { log, failed, job } = await bench('running');
    expect(await failed.shouldRetry(job.id, refused(404, 10015))).toBe(true);
    expect((await log.find(job)).interactionToken).toBeUndefined();
  });

  it('for its words is shown with less, until there is no less', async () => {
    const { shown, failed, job } = await bench('completed');
    const again: boolean[] = [];
    for (let edits = 0; edits < 3; edits += 1) {
      again.push(await failed.shouldRetry(job.id, refused(400, 200000)));
    }
    expect(again).toEqual([true, true, false]);
    expect(shown.size).toBe(0);
  });
});
