import { setImmediate as nextTurn } from 'node:timers/promises';
import { REST } from 'discord.js';
import { pino } from 'pino';
import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { ErasedMessages } from '../../../src/discord/sync/erased-messages.ts';
import { Messages } from '../../../src/discord/rest/messages.ts';
import { RestCalls } from '../../../src/discord/rest/rest.ts';
import type { Job } from '../../../src/jobs/job.ts';
import { copyJob } from '../../support/copy-job.ts';
import { CountedTurns } from '../../support/counted-turns.ts';
import { LogBench } from '../../support/log-bench.ts';

/** Deletes nothing, and knows what it was asked to. */
class ToldMessages extends Messages {
  readonly removed: string[] = [];
  onRemove: () => void = () => undefined;
  /** Discord answers once this has come. */
  answers: Promise<void> = Promise.resolve();

  override async remove(_: string, messageId: string): Promise<'removed'> {
    this.removed.push(messageId);
    this.onRemove();
    await this.answers;
    return 'removed';
  }

  override async deleteByToken(token: string): Promise<void> {
    this.removed.push(token);
    await this.answers;
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
  const { bench, erased, jobs, messages, turns } = await erasedJobs(1_000);
  const removal = erased.removal();
  removal.remove(jobs);
  const { removed, underWay } = await removal.within(60_000);
  expect({ removed, underWay }).toEqual({ removed: 1_000, underWay: 0 });
  expect(new Set(messages.removed).size).toBe(1_000);
  expect(turns.taken).toBe(9);
  expect(bench.clock.sleeping).toBe(0);
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
  expect(messages.removed.slice(0, 4)).toContain('0');
  await all;
  expect(messages.removed).toHaveLength(50);
});

it('deletes what only a token reaches before what waits, while there is one', async () => {
  const { bench, erased, jobs, messages } = await erasedJobs(50);
  const [job] = jobs;
  if (!job) throw new Error('there is none');
  const all = erased.removeEach(jobs);
  const dies = { interactionToken: 'a token', tokenExpiresAt: bench.clock.now() + 900_000 };
  await erased.remove({ ...job, ephemeral: true, ...dies });
  expect(messages.removed.slice(0, 4)).toContain('a token');
  await all;
});

/** So many rows of erased jobs, each with a message; and Discord answers nobody until it is let. */
async function erasedRows(count: number) {
  const parts = await erasedJobs(0);
  const { bench, messages } = parts;
  const { id } = await bench.jobIn('cancelled');
  await copyJob(bench.path, id, count);
  await sql`UPDATE jobs SET erased_at = 1, message_id = 'message of ' || id
    WHERE id LIKE 'copy%'`.execute(bench.db);
  const erased = bench.db.selectFrom('jobs').select('id').where('erasedAt', 'is not', null);
  const rows = await erased.orderBy('id').execute();
  const jobs = await Promise.all(rows.map((row) => bench.find(row)));
  let answer: () => void = () => undefined;
  messages.answers = new Promise((resolve) => {
    answer = resolve;
  });
  return { ...parts, jobs, answer };
}

describe('where more are to be deleted than are kept in line', () => {
  it('leaves the others to their rows, and takes them from there as there is room', async () => {
    const { erased, jobs, messages, bench, answer } = await erasedRows(1_300);
    const removal = erased.removal();
    for (let at = 0; at < jobs.length; at += 10) removal.remove(jobs.slice(at, at + 10));
    const ends: string[] = [];
    void erased.removeEach(jobs.slice(-1), { onEnd: (_, outcome) => ends.push(outcome) });
    expect(ends).toEqual(['left']);
    answer();
    expect(await removal.within(60_000)).toEqual({ removed: 1_000, refused: [], underWay: 300 });
    await expect
      .poll(() => messages.removed.toSorted())
      .toEqual(jobs.map(({ id }) => `message of ${id}`).toSorted());
    await erased.stop();
    const left = bench.db.selectFrom('jobs').select('id').where('erasedAt', 'is not', null);
    expect(await left.where('messageGoneAt', 'is', null).execute()).toEqual([]);
  });

  it('has what only its reader sees go while there is a token for it, and what a moderator removed', async () => {
    const { erased, jobs, answer } = await erasedRows(1_001);
    const others = jobs.slice(1);
    for (let at = 0; at < others.length; at += 10) {
      void erased.removeEach(others.slice(at, at + 10));
    }
    const ends: string[] = [];
    const onEnd = (_: Job, outcome: string) => ends.push(outcome);
    const [job] = jobs;
    if (!job) throw new Error('there is none');
    const ephemeral = { ...job, ephemeral: true, interactionToken: 'token' };
    void erased.removeEach([{ ...ephemeral, tokenExpiresAt: 1 }], { onEnd });
    expect(ends).toEqual(['left']);
    const both = [
      erased.removeEach([{ ...ephemeral, tokenExpiresAt: Infinity }], { onEnd }),
      erased.removeEach([job], { onEnd, urgency: 'person' }),
    ];
    expect(ends).toEqual(['left']);
    answer();
    await Promise.all(both);
    expect(ends).toHaveLength(3);
  });
});

it('deletes all that an earlier run left, with no more in line than there is room for', async () => {
  const { erased, jobs, messages, answer } = await erasedRows(2_300);
  let underWay = 0;
  let most = 0;
  const remove = erased.remove.bind(erased);
  erased.remove = async (...args) => {
    underWay += 1;
    most = Math.max(most, underWay);
    const outcome = await remove(...args);
    underWay -= 1;
    return outcome;
  };
  erased.start();
  await expect.poll(() => most).toBeGreaterThanOrEqual(1_000);
  answer();
  await expect.poll(() => messages.removed.length).toBe(jobs.length);
  await erased.stop();
  expect(new Set(messages.removed).size).toBe(jobs.length);
  expect(most).toBeLessThanOrEqual(1_100);
});

describe('what is left to its row', () => {
  /** So many jobs with messages, in slices; how often rows are read for more, and what then happens. */
  async function inSlices(count: number) {
    const parts = await erasedJobs(count);
    const { bench, erased, jobs, messages } = parts;
    const reads = { begun: 0, goneBefore: 0, onRead: () => Promise.resolve() };
    const messageGone = bench.log.note.messageGone.bind(bench.log.note);
    bench.log.note.messageGone = async (id) => {
      await messageGone(id);
      if (reads.begun === 0) reads.goneBefore += 1;
    };
    bench.log.jobs.erasedWithMessage = async function* () {
      reads.begun += 1;
      await reads.onRead();
      yield [];
    };
    let answer: () => void = () => undefined;
    messages.answers = new Promise((resolve) => {
      answer = resolve;
    });
    for (let at = 0; at < count; at += 10) void erased.removeEach(jobs.slice(at, at + 10));
    return { ...parts, reads, answer };
  }

  it('is read once half have ended, and once more where some were left meanwhile', async () => {
    const { erased, jobs, reads, answer } = await inSlices(1_010);
    reads.onRead = async () => {
      if (reads.begun === 1) await erased.removeEach([...jobs, ...jobs]);
    };
    answer();
    await expect.poll(() => reads.begun).toBe(2);
    await erased.stop();
    expect(reads.begun).toBe(2);
    expect(reads.goneBefore).toBeGreaterThanOrEqual(500);
  });

  it('is read no further than the slice in which the bot is to stop', async () => {
    const { bench, erased, stopping } = await erasedJobs(0);
    let slices = 0;
    bench.log.jobs.erasedWithMessage = async function* () {
      for (;;) {
        await nextTurn();
        slices += 1;
        stopping.abort();
        if (slices === 3) return;
        yield [];
      }
    };
    erased.start();
    await erased.stop();
    expect(slices).toBe(1);
  });

  it('is not read any more once the bot stops', async () => {
    const { erased, reads, stopping, answer } = await inSlices(1_010);
    stopping.abort();
    answer();
    await erased.stop();
    expect(reads.begun).toBe(0);
  });

  it('is read again a minute after that has failed', async () => {
    const { bench, erased, reads } = await inSlices(0);
    reads.onRead = () => Promise.reject(new Error('the disk is away'));
    erased.start();
    await expect.poll(() => bench.clock.sleeping).toBe(1);
    await bench.clock.advance(59_000);
    expect(reads.begun).toBe(1);
    reads.onRead = () => Promise.resolve();
    await bench.clock.advance(1_000);
    await expect.poll(() => reads.begun).toBe(2);
    await erased.stop();
  });
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
  erased.start();
  await erased.stop();
  expect(messages.removed).toEqual([`message of ${begun.id}`, `message of ${left.id}`]);
});
