import { describe, expect, it, onTestFinished } from 'vitest';
import { shownPosition } from '../../../src/jobs/queue-positions.ts';
import { moments } from '../../../src/store/moments.ts';
import { QueueBench } from '../../support/queue-bench.ts';

/** How many batches were committed from now on. */
function countCommits(): () => number {
  let commits = 0;
  const count = () => (commits += 1);
  moments.batchCommitted.subscribe(count);
  onTestFinished(() => {
    moments.batchCommitted.unsubscribe(count);
  });
  return () => commits;
}

describe('the line by itself', () => {
  it('is looked at once for many changes at once, and by nobody but itself', async () => {
    const bench = new QueueBench();
    await bench.jobIn('running');
    bench.dispatcher.start();
    await bench.rest();
    const before = bench.looks;
    const commits = countCommits();
    const ids = await bench.waiting(40);
    await bench.rest();
    // How many are committed at once depends on the machine; what one commit brings is one look.
    expect(bench.looks - before).toBeLessThanOrEqual(commits());
    expect(ids.map((id) => bench.place(id))).toEqual(ids.map((_, n) => n + 1));
    // One timer for all of them.
    expect(bench.clock.sleeping).toBe(1);
    const then = bench.looks;
    for (let ask = 0; ask < 40; ask += 1) bench.dispatcher.schedule();
    await bench.rest();
    expect(bench.looks).toBe(then + 1);
  });

  it('is looked at when nothing changed for half a minute', async () => {
    const bench = new QueueBench();
    bench.dispatcher.start();
    await bench.rest();
    const before = bench.looks;
    await bench.clock.advance(29_999);
    expect(bench.looks).toBe(before);
    await bench.clock.advance(1);
    await bench.rest();
    expect(bench.looks).toBe(before + 1);
  });

  it('is not looked at any more once it has stopped', async () => {
    const bench = new QueueBench();
    bench.dispatcher.start();
    bench.dispatcher.schedule();
    await bench.dispatcher.stop();
    const before = bench.looks;
    await bench.waiting(1);
    bench.dispatcher.schedule();
    await bench.clock.advance(60_000);
    expect([bench.looks, bench.taken]).toEqual([before, []]);
  });

  it('takes all turns that there is room for, ten at a time', async () => {
    const bench = new QueueBench({ maxJobsInFlight: 25 });
    const asked: number[] = [];
    const claimNext = bench.log.claimNext.bind(bench.log);
    bench.log.claimNext = async (...parts) => {
      const taken = await claimNext(...parts);
      asked.push(taken.jobs.length);
      return taken;
    };
    const ids = await bench.waiting(30);
    bench.dispatcher.start();
    await bench.rest();
    expect(asked).toEqual([10, 10, 5]);
    expect(bench.taken).toEqual(ids.slice(0, 25));
    expect(bench.place(ids[25] ?? '')).toBe(1);
  });

  it('sends what RunPod asked to send later as soon as it may, and not before', async () => {
    const bench = new QueueBench();
    const later = await bench.jobIn('submitting');
    await bench.move(later, 'ready', { retryAt: bench.clock.now() + 7_000 });
    bench.dispatcher.start();
    await bench.rest();
    await bench.clock.advance(6_999);
    expect(bench.taken).toEqual([]);
    await bench.clock.advance(1);
    await bench.rest();
    expect(bench.taken).toEqual([later.id]);
  });

  it('lets all join again whose time has come, however many, each in their old place', async () => {
    const bench = new QueueBench();
    await bench.jobIn('running');
    const ids = await bench.crowd(250);
    const set = { retryAt: bench.clock.now() + 7_000 };
    await bench.db.updateTable('jobs').set(set).where('state', '=', 'ready').execute();
    bench.dispatcher.start();
    await bench.rest();
    expect(bench.place(ids[0] ?? '')).toBeUndefined();
    await bench.clock.advance(7_000);
    await bench.rest();
    expect(ids.map((id) => bench.place(id))).toEqual(ids.map((_, n) => shownPosition(n + 1)));
  });

  it('tells no places where there is no limit', async () => {
    const bench = new QueueBench({ maxJobsInFlight: 0 });
    bench.answer(401);
    const ids = await bench.waiting(3);
    bench.dispatcher.start();
    await bench.rest();
    expect(ids.map((id) => bench.place(id))).toEqual([undefined, undefined, undefined]);
  });

  it('that is long is told at its head at each look, and behind it one slice a second', async () => {
    const bench = new QueueBench();
    await bench.jobIn('running');
    const ids = await bench.waiting(1_201);
    const [first = '', second = ''] = ids;
    const last = ids.at(-1) ?? '';
    const places = (...those: number[]) => those.map((place) => bench.place(ids[place - 1] ?? ''));
    bench.dispatcher.start();
    await bench.rest();
    expect([bench.pieces, places(1, 200, 201, 500, 501)]).toEqual([
      2,
      [1, 200, 210, 500, undefined],
    ]);
    await bench.log.move(first, 'cancelled', 'test');
    await bench.rest();
    // The head knows at once, and nobody else.
    expect([bench.pieces, places(2, 201, 501)]).toEqual([3, [1, 200, undefined]]);
    for (let second = 0; second < 4; second += 1) await bench.clock.advance(1_000);
    await bench.rest();
    expect(places(501, 1_201)).toEqual([510, 1_300]);
    await bench.log.move(second, 'cancelled', 'test');
    await bench.rest();
    expect(bench.place(last)).toBe(1_300);
  });

  it('tells the end of a long line where it is even if nothing changes any more', async () => {
    const bench = new QueueBench();
    await bench.jobIn('running');
    const ids = await bench.waiting(601);
    const last = ids.at(-1) ?? '';
    bench.dispatcher.start();
    await bench.rest();
    await bench.clock.advance(1_000);
    await bench.log.move(ids[0] ?? '', 'cancelled', 'test');
    await bench.rest();
    expect(bench.place(last)).toBe(610);
    await bench.clock.advance(32_000);
    await bench.rest();
    expect(bench.place(last)).toBe(600);
  });

  it('observes nothing anew where nobody has moved', async () => {
    const bench = new QueueBench();
    await bench.jobIn('running');
    await bench.waiting(5);
    bench.dispatcher.start();
    await bench.rest();
    let observed = 0;
    bench.observations.events.on('observed', () => (observed += 1));
    bench.dispatcher.schedule();
    await bench.rest();
    expect(observed).toBe(0);
  });

  it('ends what has waited for too long, however much that is, and whatever else waits', async () => {
    const bench = new QueueBench();
    await bench.jobIn('running');
    const ids = await bench.waiting(25);
    bench.dispatcher.start();
    await bench.rest();
    await bench.clock.advance(1_000);
    const [late = ''] = await bench.waiting(1);
    await bench.clock.advance(1_799_000);
    await bench.rest();
    for (const id of ids) {
      expect(await bench.find({ id })).toMatchObject({
        state: 'failed',
        errorCode: 'no_turn_in_time',
      });
    }
    expect((await bench.find({ id: late })).state).toBe('ready');
    expect(bench.place(late)).toBe(1);
  });

  it('names the key where that was refused for so long', async () => {
    const bench = new QueueBench();
    const [id = ''] = await bench.waiting(1);
    bench.answer(401);
    bench.dispatcher.start();
    await bench.clock.advance(1_800_000);
    await bench.rest();
    expect(await bench.find({ id })).toMatchObject({ state: 'failed', errorCode: 'key_refused' });
  });

  it('is held up by no row that cannot be read, though its time is over', async () => {
    const bench = new QueueBench();
    await bench.jobIn('running');
    const [broken = '', next = ''] = await bench.waiting(2);
    bench.dispatcher.start();
    await bench.rest();
    await bench.db.updateTable('jobs').set({ params: '{' }).where('id', '=', broken).execute();
    await bench.clock.advance(1_800_000);
    await bench.rest();
    expect((await bench.find({ id: next })).state).toBe('failed');
    // Over, it can be shown, whatever it was to make.
    expect(await bench.find({ id: broken })).toMatchObject({ errorCode: 'no_turn_in_time' });
    expect([bench.unreadable, bench.errors]).toEqual([[], []]);
  });

  it.each([
    ['a limit', 1],
    ['no limit', 0],
  ])('with %s tells all that wait, once, that the key is refused', async (_, maxJobsInFlight) => {
    const bench = new QueueBench({ maxJobsInFlight });
    await bench.jobIn('running');
    const later = { retryAt: bench.clock.now() };
    const ids: string[] = [];
    // Refused as they are sent, so that they wait again.
    for (const userId of ['a', 'b', 'c']) {
      const { id } = await bench.move(await bench.jobIn('submitting', { userId }), 'ready', later);
      ids.push(id);
    }
    bench.answer(401);
    const told: string[] = [];
    bench.observations.events.on('observed', (id) => told.push(id));
    bench.dispatcher.start();
    await bench.rest();
    expect(told).toEqual(ids);
    bench.dispatcher.schedule();
    await bench.rest();
    expect(told).toEqual(ids);
  });

  it('tells those that know their places already that the key is refused, and taken again', async () => {
    const bench = new QueueBench();
    await bench.jobIn('running');
    const ids = await bench.waiting(3);
    bench.dispatcher.start();
    await bench.rest();
    const told: string[] = [];
    bench.observations.events.on('observed', (id) => told.push(id));
    for (const status of [401, 200]) {
      bench.answer(status);
      bench.dispatcher.schedule();
      await bench.rest();
    }
    expect(told).toEqual([...ids, ...ids]);
  });
});

describe('a look at a line in which 20,000 wait', () => {
  /** How many were told something in each look from now on. */
  function toldIn(bench: QueueBench): number[] {
    const looks: number[] = [];
    const sliceOfQueue = bench.log.queues.slice.bind(bench.log.queues);
    bench.log.queues.slice = (queue, after, limit) => {
      if (!after) looks.push(0);
      return sliceOfQueue(queue, after, limit);
    };
    bench.observations.events.on('observed', () => {
      looks.push((looks.pop() ?? 0) + 1);
    });
    return looks;
  }

  const sum = (counts: readonly number[]) => counts.reduce((all, one) => all + one, 0);

  it('tells few of them at once, each once, and of a move only those to whom it shows', async () => {
    const bench = new QueueBench();
    await bench.jobIn('running');
    const ids = await bench.crowd(20_000);
    const looks = toldIn(bench);
    bench.dispatcher.start();
    await bench.rest();
    await bench.clock.advance(70_000);
    expect(Math.max(...looks)).toBe(500);
    expect(sum(looks)).toBe(20_000);
    expect(ids.map((id) => bench.place(id))).toEqual(ids.map((_, n) => shownPosition(n + 1)));
    looks.length = 0;
    await bench.log.move(ids[0] ?? '', 'cancelled', 'test');
    await bench.clock.advance(100_000);
    expect(Math.max(...looks)).toBeLessThanOrEqual(500);
    // Two hundred know it exactly, and then one in ten, in a hundred, in a thousand.
    expect(sum(looks)).toBe(200 + 80 + 90 + 9);
    expect(ids.slice(1).map((id) => bench.place(id))).toEqual(
      ids.slice(1).map((_, n) => shownPosition(n + 1)),
    );
  });

  it('tells few of them at once that the key is refused, and in the end all', async () => {
    const bench = new QueueBench();
    await bench.jobIn('running');
    await bench.crowd(20_000);
    bench.dispatcher.start();
    await bench.rest();
    await bench.clock.advance(70_000);
    const looks = toldIn(bench);
    bench.answer(401);
    bench.dispatcher.schedule();
    await bench.clock.advance(70_000);
    expect([Math.max(...looks), sum(looks)]).toEqual([500, 20_000]);
  });
});
