import { describe, expect, it, onTestFinished } from 'vitest';
import { Observations } from '../../src/jobs/observations.ts';
import { WaitingLine, type WaitingLineOptions } from '../../src/jobs/waiting-line.ts';
import { KeyAccess } from '../../src/runpod/key-access.ts';
import { Turns } from '../../src/turns.ts';
import { LogBench } from '../support/log-bench.ts';

/** A line by itself, over a log in which nothing moves but what the test or the line moves. */
class LineBench extends LogBench {
  readonly observations = new Observations();
  readonly taken: string[] = [];
  readonly unreadable: string[] = [];
  readonly errors: unknown[] = [];
  readonly access = new KeyAccess('ep');
  readonly line: WaitingLine;
  /** How many pieces of the line were read. */
  pieces = 0;

  constructor(options: Partial<WaitingLineOptions> = {}) {
    super();
    const { log, clock, observations, access } = this;
    const pieceOfLine = log.pieceOfLine.bind(log);
    log.pieceOfLine = (...parts) => {
      this.pieces += 1;
      return pieceOfLine(...parts);
    };
    this.line = new WaitingLine({
      log,
      clock,
      observations,
      access,
      turns: new Turns(),
      maxJobsInFlight: 1,
      queueTimeoutMs: 1_800_000,
      maxGpuMsPerDay: 0,
      jobTimeoutMs: 600_000,
      onTurn: ({ id }) => this.taken.push(id),
      onUnreadable: (id) => {
        this.unreadable.push(id);
        void log.setAside(id);
      },
      onError: (error) => this.errors.push(error),
      ...options,
    });
    onTestFinished(() => this.line.stop());
  }

  /** Once it has looked, and waits for something to change. */
  async rest(): Promise<void> {
    do await this.clock.advance(0);
    while (this.clock.sleeping === 0);
  }

  place(id: string): number | undefined {
    return this.observations.of(id).place;
  }

  /** So many jobs that wait, each of another person. */
  async waiting(count: number): Promise<string[]> {
    const jobs = Array.from({ length: count }, (_, n) =>
      this.create({ state: 'ready', userId: `u${n}` }),
    );
    return (await Promise.all(jobs)).map(({ id }) => id);
  }
}

describe('the line by itself', () => {
  it('is looked at once for many changes at once, and by nobody but itself', async () => {
    const bench = new LineBench();
    await bench.jobIn('running');
    bench.line.start();
    await bench.rest();
    const before = bench.pieces;
    const ids = await bench.waiting(40);
    await bench.rest();
    expect(bench.pieces - before).toBeLessThanOrEqual(2);
    expect(ids.map((id) => bench.place(id))).toEqual(ids.map((_, n) => n + 1));
    // One timer for all of them.
    expect(bench.clock.sleeping).toBe(1);
  });

  it('is looked at when nothing changed for half a minute', async () => {
    const bench = new LineBench();
    bench.line.start();
    await bench.rest();
    const before = bench.pieces;
    await bench.clock.advance(29_999);
    expect(bench.pieces).toBe(before);
    await bench.clock.advance(1);
    expect(bench.pieces).toBe(before + 1);
  });

  it('is not looked at any more once it has stopped', async () => {
    const bench = new LineBench();
    bench.line.start();
    bench.line.look();
    await bench.line.stop();
    const before = bench.pieces;
    await bench.waiting(1);
    bench.line.look();
    await bench.clock.advance(60_000);
    expect([bench.pieces, bench.taken]).toEqual([before, []]);
  });

  it('takes all turns that there is room for, ten at a time', async () => {
    const bench = new LineBench({ maxJobsInFlight: 25 });
    const asked: number[] = [];
    const takeTurns = bench.log.takeTurns.bind(bench.log);
    bench.log.takeTurns = async (...parts) => {
      const taken = await takeTurns(...parts);
      asked.push(taken.jobs.length);
      return taken;
    };
    const ids = await bench.waiting(30);
    bench.line.start();
    await bench.rest();
    expect(asked).toEqual([10, 10, 5]);
    expect(bench.taken).toEqual(ids.slice(0, 25));
    expect(bench.place(ids[25] ?? '')).toBe(1);
  });

  it('sends what RunPod asked to send later as soon as it may, and not before', async () => {
    const bench = new LineBench();
    const later = await bench.jobIn('submitting');
    await bench.move(later, 'ready', { retryAt: bench.clock.now() + 7_000 });
    bench.line.start();
    await bench.rest();
    await bench.clock.advance(6_999);
    expect(bench.taken).toEqual([]);
    await bench.clock.advance(1);
    await bench.rest();
    expect(bench.taken).toEqual([later.id]);
  });

  it('tells no places where there is no limit', async () => {
    const bench = new LineBench({ maxJobsInFlight: 0 });
    bench.access.note({ use: 'POST', endpointId: 'ep', status: 401 });
    const ids = await bench.waiting(3);
    bench.line.start();
    await bench.rest();
    expect(ids.map((id) => bench.place(id))).toEqual([undefined, undefined, undefined]);
  });

  it('that is long is told in pieces of 500, and behind the first at most every five seconds', async () => {
    const bench = new LineBench();
    await bench.jobIn('running');
    const ids = await bench.waiting(1_200);
    const last = ids.at(-1) ?? '';
    bench.line.start();
    await bench.rest();
    // Three pieces, and no more of them for all that were new.
    expect([bench.pieces, bench.place(last)]).toEqual([3, 1_200]);
    const [first, second, third] = ids;
    await bench.log.move(first ?? '', 'cancelled', 'test');
    await bench.rest();
    // The head knows at once, the end does not.
    expect([bench.pieces, bench.place(second ?? ''), bench.place(last)]).toEqual([4, 1, 1_200]);
    await bench.clock.advance(5_000);
    await bench.log.move(second ?? '', 'cancelled', 'test');
    await bench.rest();
    expect([bench.pieces, bench.place(third ?? ''), bench.place(last)]).toEqual([7, 1, 1_198]);
  });

  it('tells the end of a long line where it is even if nothing changes any more', async () => {
    const bench = new LineBench();
    await bench.jobIn('running');
    const ids = await bench.waiting(600);
    bench.line.start();
    await bench.rest();
    await bench.log.move(ids[0] ?? '', 'cancelled', 'test');
    await bench.rest();
    expect(bench.place(ids.at(-1) ?? '')).toBe(600);
    await bench.clock.advance(30_000);
    await bench.rest();
    expect(bench.place(ids.at(-1) ?? '')).toBe(599);
  });

  it('observes nothing anew where nobody has moved', async () => {
    const bench = new LineBench();
    await bench.jobIn('running');
    await bench.waiting(5);
    bench.line.start();
    await bench.rest();
    let observed = 0;
    bench.observations.events.on('observed', () => (observed += 1));
    bench.line.look();
    await bench.rest();
    expect(observed).toBe(0);
  });

  it('ends what has waited for too long, however much that is, and whatever else waits', async () => {
    const bench = new LineBench();
    await bench.jobIn('running');
    const ids = await bench.waiting(25);
    bench.line.start();
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
    const bench = new LineBench();
    const [id = ''] = await bench.waiting(1);
    bench.access.note({ use: 'POST', endpointId: 'ep', status: 401 });
    bench.line.start();
    await bench.clock.advance(1_800_000);
    await bench.rest();
    expect(await bench.find({ id })).toMatchObject({ state: 'failed', errorCode: 'key_refused' });
  });

  it('is held up by no row that cannot be read, though its time is over', async () => {
    const bench = new LineBench();
    await bench.jobIn('running');
    const [broken = '', next = ''] = await bench.waiting(2);
    bench.line.start();
    await bench.rest();
    await bench.db.updateTable('jobs').set({ settings: '{' }).where('id', '=', broken).execute();
    await bench.clock.advance(1_800_000);
    await bench.rest();
    expect((await bench.find({ id: next })).state).toBe('failed');
    expect([bench.unreadable, bench.errors]).toEqual([[broken], []]);
    await bench.clock.advance(5_000);
    await bench.rest();
    expect([bench.unreadable, bench.errors]).toEqual([[broken], []]);
  });

  it.each([
    ['a limit', 1],
    ['no limit', 0],
  ])('with %s tells all that wait, once, that the key is refused', async (_, maxJobsInFlight) => {
    const bench = new LineBench({ maxJobsInFlight });
    await bench.jobIn('running');
    const later = { retryAt: bench.clock.now() };
    const ids: string[] = [];
    // Refused as they are sent, so that they wait again.
    for (const userId of ['a', 'b', 'c']) {
      const { id } = await bench.move(await bench.jobIn('submitting', { userId }), 'ready', later);
      ids.push(id);
    }
    bench.access.note({ use: 'POST', endpointId: 'ep', status: 401 });
    const told: string[] = [];
    bench.observations.events.on('observed', (id) => told.push(id));
    bench.line.start();
    await bench.rest();
    expect(told).toEqual(ids);
    bench.line.look();
    await bench.rest();
    expect(told).toEqual(ids);
  });

  it('tells those that know their places already that the key is refused, and taken again', async () => {
    const bench = new LineBench();
    await bench.jobIn('running');
    const ids = await bench.waiting(3);
    bench.line.start();
    await bench.rest();
    const told: string[] = [];
    bench.observations.events.on('observed', (id) => told.push(id));
    for (const status of [401, 200]) {
      bench.access.note({ use: 'POST', endpointId: 'ep', status });
      bench.line.look();
      await bench.rest();
    }
    expect(told).toEqual([...ids, ...ids]);
  });
});
