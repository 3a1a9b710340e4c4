import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { EditQueues } from '../../../src/discord/sync/edit-queues.ts';
import type { Caller } from '../../../src/discord/rest/rest.ts';
import type { Job, JobState } from '../../../src/jobs/job.ts';
import { ManualClock } from '../../support/manual-clock.ts';
import { sampleJob } from '../../../packages/stand-ins/playground/cards/sample-job.ts';

/** A job with something new to show, or with progress alone. */
const change = (id: string, state: JobState = 'running'): Job =>
  sampleJob({ id, state, revision: 2, shownRevision: 1 });
const progress = (id: string): Job => sampleJob({ id, revision: 2, shownRevision: 2 });

/** Queues whose edits go on until they are ended one by one. */
function open() {
  const clock = new ManualClock();
  const queues = new EditQueues(clock);
  const begun: string[] = [];
  const underWay = new Map<string, () => void>();
  const ended: string[] = [];
  const add = (job: Job, as: Caller = 'token') => {
    const edit = () =>
      new Promise<void>((end) => {
        begun.push(job.id);
        underWay.set(job.id, end);
      });
    void queues.run(job, as, edit).then(() => ended.push(job.id));
  };
  const fill = (count: number, make: (id: string) => Job, as?: Caller) => {
    for (let n = 0; n < count; n += 1) add(make(`${as ?? ''}${n}`), as);
  };
  const end = async (id: string) => {
    underWay.get(id)?.();
    await nextTurn();
  };
  return { clock, queues, begun, ended, add, fill, end };
}

describe('edits under way', () => {
  it('are forty by token, and eight as the bot beside them', async () => {
    const { begun, fill } = open();
    fill(50, change, 'token');
    fill(10, change, 'bot');
    await nextTurn();
    const of = (as: Caller) => begun.filter((id) => id.startsWith(as)).length;
    expect([of('token'), of('bot')]).toEqual([40, 8]);
  });

  it.each([
    ['four by token, to begin with', 'token', 4],
    ['two as the bot', 'bot', 2],
  ] as const)('that show results are %s, whatever else is', async (_, as, most) => {
    const { begun, fill } = open();
    fill(50, progress, as);
    await nextTurn();
    begun.length = 0;
    fill(10, (id) => change(`result ${id}`, 'completed'), as);
    await nextTurn();
    expect(begun).toHaveLength(most);
    expect(begun.every((id) => id.startsWith('result'))).toBe(true);
  });

  it('that show results are more after those that were quick, and fewer after slow ones', async () => {
    const { clock, begun, fill, end } = open();
    fill(40, (id) => change(id, 'completed'), 'token');
    await nextTurn();
    for (const id of ['token0', 'token1']) await end(id);
    // Two in their places, and one more for each.
    expect(begun).toHaveLength(8);
    await clock.advance(10_000);
    for (const id of ['token2', 'token3', 'token4']) await end(id);
    // Six were under way; three of them are over, and there is room for three.
    expect(begun).toHaveLength(8);
    await end('token5');
    expect(begun).toHaveLength(8);
    await end('token6');
    expect(begun).toHaveLength(9);
  });

  it('give way to those that matter more, and then to those that came before', async () => {
    const { begun, fill, add, end } = open();
    fill(8, progress, 'bot');
    add(progress('p1'), 'bot');
    add(progress('p2'), 'bot');
    add(change('c1'), 'bot');
    add(change('failed', 'failed'), 'bot');
    add(change('c2'), 'bot');
    await nextTurn();
    begun.length = 0;
    for (const id of ['bot0', 'bot1', 'bot2', 'bot3', 'bot4']) await end(id);
    expect(begun).toEqual(['failed', 'c1', 'c2', 'p1', 'p2']);
  });
});

describe('edits of a requester who has thousands', () => {
  const cancelled = (id: string, userId: string) => ({ ...change(id, 'cancelled'), userId });

  it.each([
    ['token', 40],
    ['bot', 8],
  ] as const)('by %s keep nobody else waiting', async (as, atOnce) => {
    const { begun, add, end } = open();
    for (let n = 0; n < 2_000; n += 1) add(cancelled(`many${n}`, 'one'), as);
    add({ ...change('change'), userId: 'other' }, as);
    add(cancelled('end', 'other'), as);
    await nextTurn();
    // Those under way, eight that are ahead, and the two.
    for (let n = 0; n < atOnce + 10; n += 1) await end(begun[n] ?? '');
    expect(begun.slice(atOnce, atOnce + 10)).toEqual(expect.arrayContaining(['end', 'change']));
  });

  it('are all made in the end', async () => {
    const { ended, begun, add, end } = open();
    for (let n = 0; n < 100; n += 1) add(cancelled(`many${n}`, 'one'), 'bot');
    await nextTurn();
    for (const id of begun) await end(id);
    expect(new Set(ended).size).toBe(100);
  });
});

describe('an edit that waits', () => {
  it('is given up for the result that its job has come to, which waits for nothing', async () => {
    const { queues, begun, ended, fill, add, end } = open();
    fill(40, progress);
    add(change('a'));
    await nextTurn();
    expect([begun.includes('a'), ended]).toEqual([false, []]);
    queues.prioritise(change('a', 'completed'));
    await nextTurn();
    expect(ended).toEqual(['a']);
    add(change('a', 'completed'));
    await nextTurn();
    expect(begun.filter((id) => id === 'a')).toHaveLength(1);
    // Its first place is there for nothing.
    await end('0');
    await end('a');
    expect(begun.filter((id) => id === 'a')).toHaveLength(1);
  });

  it('goes before other progress as soon as there is more to show', async () => {
    const { queues, begun, fill, add, end } = open();
    fill(8, progress, 'bot');
    for (const id of ['a', 'b', 'c']) add(progress(id), 'bot');
    queues.prioritise(change('c'));
    add(change('c'), 'bot');
    await end('bot0');
    expect(begun.at(-1)).toBe('c');
  });

  it('keeps its place where there is nothing more urgent, and so does one under way', async () => {
    const { queues, ended, fill, add } = open();
    fill(8, progress, 'bot');
    add(change('a'), 'bot');
    queues.prioritise(change('a'));
    queues.prioritise(progress('a'));
    queues.prioritise(change('bot0'));
    queues.prioritise(change('nobody'));
    await nextTurn();
    expect(ended).toEqual([]);
  });

  it('is made when its turn comes, and fails as it does', async () => {
    const { queues } = open();
    const failing = () => Promise.reject(new Error('broken'));
    await expect(queues.run(change('a'), 'token', failing)).rejects.toThrow('broken');
  });
});
