import { REST } from 'discord.js';
import { pino } from 'pino';
import { expect, it } from 'vitest';
import { ErasedMessages } from '../../../src/discord/outbox/erased-messages.ts';
import { Messages } from '../../../src/discord/wire/messages.ts';
import { RestCalls } from '../../../src/discord/wire/rest-calls.ts';
import type { Job } from '../../../src/record/job/job.ts';
import { CountedTurns } from '../../support/counted-turns.ts';
import { LogBench } from '../../support/log-bench.ts';

/** Deletes nothing, and knows what it was asked to. */
class ToldMessages extends Messages {
  readonly removed: string[] = [];
  onRemove: () => void = () => undefined;

  override remove(_: string, messageId: string): Promise<'removed'> {
    this.removed.push(messageId);
    this.onRemove();
    return Promise.resolve('removed');
  }
}

/** So many jobs, each with a message. */
async function erasedJobs(count: number) {
  const bench = new LogBench();
  const { log, clock } = bench;
  const job = await bench.create();
  const jobs: Job[] = Array.from({ length: count }, (_, n) => ({ ...job, messageId: String(n) }));
  const stopping = new AbortController();
  const halt = new AbortController().signal;
  const calls = new RestCalls(
    { bot: new REST(), token: new REST() },
    { botToken: 'none', clock, halt },
  );
  const messages = new ToldMessages(calls, { applicationId: '1', userId: '1' });
  const turns = new CountedTurns();
  const logger = pino({ level: 'silent' });
  const erased = new ErasedMessages({
    log,
    messages,
    clock,
    logger,
    turns,
    stopping: stopping.signal,
  });
  return { bench, erased, jobs, messages, turns, stopping };
}

it('begins a hundred deletions at a time', async () => {
  const { erased, jobs, messages, turns } = await erasedJobs(1_000);
  const { removed, underWay } = await erased.removeAll(jobs, 60_000);
  expect({ removed, underWay }).toEqual({ removed: 1_000, underWay: 0 });
  expect(new Set(messages.removed).size).toBe(1_000);
  expect(turns.taken).toBe(9);
});

it('deletes the reply that told of the end as well, and first', async () => {
  const { erased, jobs, messages } = await erasedJobs(1);
  const [job] = jobs;
  if (job) await erased.remove({ ...job, toldAt: 1, toldMessageId: 'the reply' });
  expect(messages.removed).toEqual(['the reply', '0']);
});

it('begins no deletion that is in line once it is to stop', async () => {
  const { erased, jobs, messages, stopping } = await erasedJobs(50);
  messages.onRemove = () => {
    if (messages.removed.length === 10) stopping.abort();
  };
  const outcomes: string[] = [];
  await erased.removeEach(jobs, { onEnd: (_, outcome) => outcomes.push(outcome) });
  await erased.stop();
  expect(messages.removed).toHaveLength(10);
  expect(outcomes.filter((outcome) => outcome === 'removed')).toHaveLength(10);
  expect(outcomes.filter((outcome) => outcome === 'left')).toHaveLength(40);
});

it('puts no more in line once it is to stop', async () => {
  const { erased, jobs, turns, stopping } = await erasedJobs(1_000);
  turns.onTake = () => {
    stopping.abort();
  };
  const outcomes: string[] = [];
  await erased.removeEach(jobs, { onEnd: (_, outcome) => outcomes.push(outcome) });
  expect(outcomes).toHaveLength(100);
  expect(turns.taken).toBe(1);
});

it('deletes what a moderator removed before what waits since somebody had it erased', async () => {
  const { erased, jobs, messages } = await erasedJobs(50);
  const [removed, ...others] = jobs;
  const all = erased.removeEach(others);
  if (removed) await erased.removeEach([removed], { urgency: 'person' });
  // Two are under way, and no others come before it.
  expect(messages.removed.indexOf('0')).toBeLessThanOrEqual(3);
  await all;
  expect(messages.removed).toHaveLength(50);
});

it('takes up no deletion at the start that is under way', async () => {
  const { bench, erased, messages } = await erasedJobs(0);
  const begun = await bench.jobIn('cancelled');
  const left = await bench.jobIn('cancelled');
  for (const { id } of [begun, left]) {
    const set = { erasedAt: 1, messageId: `message of ${id}` };
    await bench.db.updateTable('jobs').set(set).where('id', '=', id).execute();
  }
  void erased.removeEach([await bench.find(begun)]);
  await erased.start();
  await erased.stop();
  expect(messages.removed).toEqual([`message of ${begun.id}`, `message of ${left.id}`]);
});
