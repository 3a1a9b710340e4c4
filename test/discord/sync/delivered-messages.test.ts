import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import { DeliveredMessages, ShownMessages } from '../../../src/discord/sync/message-state.ts';
import { ErasedMessages } from '../../../src/discord/sync/erased-messages.ts';
import { messageBody } from '../../../src/discord/rest/message-payload.ts';
import type { Job, JobState } from '../../../src/jobs/job.ts';
import { Turns } from '../../../src/engines/turns.ts';
import { LogBench } from '../../support/log-bench.ts';
import { openMessages } from '../rest/messages-bench.ts';

const PAYLOAD = { body: messageBody({ content: 'hello' }), pictures: [] };
const MESSAGE_ID = '600000000000000002';

async function bench(state: JobState) {
  const log = new LogBench();
  const { messages } = await openMessages();
  const shown = new ShownMessages();
  const { clock } = log;
  const logger = pino({ enabled: false });
  const erasedMessages = new ErasedMessages({
    log: log.log,
    messages,
    clock,
    logger,
    turns: new Turns(),
    stopping: AbortSignal.abort(),
  });
  const ended: Job[] = [];
  const unstored: string[] = [];
  const deliveredMessages = new DeliveredMessages({
    log: log.log,
    erasedMessages,
    shown,
    onEndShown: (job) => ended.push(job),
    onUnstored: (id) => unstored.push(id),
    clock,
    logger,
  });
  const job = await log.jobIn(state);
  return { log, shown, deliveredMessages, job, ended, unstored };
}

describe('what a message shows', () => {
  it('is known at once after an answer, and written down with what comes next', async () => {
    const { log, shown, deliveredMessages, job } = await bench('running');
    await deliveredMessages.note(job, PAYLOAD, { by: 'answer', messageId: MESSAGE_ID });
    expect(shown.get(job.id)?.payload).toBe(PAYLOAD);
    expect(shown.overlay(job)).toMatchObject({
      messageId: MESSAGE_ID,
      shownRevision: job.revision,
    });
    await log.move(job, 'cancelled');
    await expect.poll(async () => (await log.find(job)).messageId).toBe(MESSAGE_ID);
  });

  it('is unknown again where it could not be written down', async () => {
    const { log, shown, deliveredMessages, job, unstored } = await bench('running');
    log.log.note.shownLazily = () => Promise.reject(new Error('refused by a test'));
    await deliveredMessages.note(job, PAYLOAD, { by: 'answer', messageId: MESSAGE_ID });
    await expect.poll(() => unstored).toEqual([job.id]);
    expect(shown.get(job.id)?.payload).toBeUndefined();
    expect(shown.overlay(job)).toBe(job);
  });

  it('by an edit is in the row before it counts as shown, where its message is a new one', async () => {
    const { log, shown, deliveredMessages, job } = await bench('running');
    await deliveredMessages.note(job, PAYLOAD, { by: 'edit', messageId: MESSAGE_ID });
    expect((await log.find(job)).messageId).toBe(MESSAGE_ID);
    expect(shown.get(job.id)?.payload).toBe(PAYLOAD);
  });

  it('by an edit does not count as shown where its message cannot be written down', async () => {
    const { log, shown, deliveredMessages, job } = await bench('running');
    log.log.note.message = () => Promise.reject(new Error('refused by a test'));
    const noted = deliveredMessages.note(job, PAYLOAD, { by: 'edit', messageId: MESSAGE_ID });
    await expect(noted).rejects.toThrow();
    expect(shown.get(job.id)).toBeUndefined();
  });

  it('of a job that is over is in the row once it is noted', async () => {
    const { log, deliveredMessages, job, ended } = await bench('completed');
    await deliveredMessages.note(job, PAYLOAD, { by: 'edit', messageId: MESSAGE_ID });
    expect(ended).toEqual([{ ...job, messageId: MESSAGE_ID, shownRevision: job.revision }]);
    expect(await log.find(job)).toMatchObject({
      messageId: MESSAGE_ID,
      shownRevision: job.revision,
    });
  });
});
