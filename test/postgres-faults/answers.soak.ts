import { describe, expect, it } from 'vitest';
import { en } from '../../src/say/en/en.ts';
import { FaultBench } from './bench.ts';
import { CUTS } from './proxy.ts';

const UNWRITABLE = expect.stringContaining(en.errors.log_unwritable.what) as string;
/** More commits than a job has from its request to its message. */
const MOST_COMMITS = 25;

describe.each(CUTS)('a connection that is cut at a COMMIT (%s)', (how) => {
  it('loses no job and sends none twice, whichever commit of its life that is', async () => {
    const bench = await FaultBench.open();
    const { studio, proxy } = bench;
    const refused: string[] = [];
    let jobs = 0;
    for (let skip = 0; skip < MOST_COMMITS; skip += 1) {
      proxy.cutCommit(how, skip);
      const { message } = await (await bench.ask(`a hill ${skip}`)).answered;
      if (message?.embeds.length) jobs += 1;
      else refused.push(message?.content ?? '');
      await expect.poll(() => bench.shown()).toBe(jobs);
      await expect.poll(() => bench.jobs()).toEqual(Array(jobs).fill('completed 1'));
      if (proxy.isCutting) break;
    }
    // A cut before the server has the COMMIT may be the request's own: it is refused.
    expect(refused).toEqual(refused.map(() => UNWRITABLE));
    expect(refused.length).toBeLessThan(how === 'before' ? 3 : 1);
    expect(bench.messages()).toHaveLength(jobs);
    expect(studio.runpod.submissions()).toBe(jobs);
    expect(jobs).toBeGreaterThan(5);
    await expect.poll(() => bench.readiness()).toEqual({ status: 200, database: 'ready' });
  });
});

describe('an answer that takes 200 ms longer', () => {
  it('delays jobs, and members are answered in time', async () => {
    const bench = await FaultBench.open();
    bench.proxy.delay(200);
    const COUNT = 10;
    const read = await Promise.all(
      Array.from({ length: COUNT }, (_, n) => bench.reads(bench.ask(`a hill ${n}`))),
    );
    expect(read.map(({ inTime }) => inTime)).toEqual(Array(COUNT).fill(true));
    await expect.poll(() => bench.shown()).toBe(COUNT);
    expect(await bench.jobs()).toEqual(Array(COUNT).fill('completed 1'));
    expect(bench.studio.runpod.submissions()).toBe(COUNT);
    expect(await bench.readiness()).toEqual({ status: 200, database: 'ready' });
  });
});

describe('a query that hangs', () => {
  it('since a program locked a table is told, and jobs go on afterwards', async () => {
    const bench = await FaultBench.open();
    const asked = await bench.askForSome();
    const other = await bench.server.client('darkroom');
    await other.query('BEGIN; LOCK TABLE jobs IN ACCESS EXCLUSIVE MODE');
    bench.studio.runpod.release();
    const read = await Promise.all(
      Array.from({ length: 10 }, (_, n) => bench.reads(bench.ask(`refused ${n}`))),
    );
    expect(read).toEqual(Array(10).fill({ content: UNWRITABLE, inTime: true }));
    expect(await bench.readiness()).toMatchObject({ status: 503 });
    await other.end();
    await expect.poll(() => bench.shown()).toBe(asked.length);
    expect(await bench.jobs()).toEqual(asked.map(() => 'completed 1'));
    await expect.poll(() => bench.readiness()).toEqual({ status: 200, database: 'ready' });
  });
});

describe('a disk that is full', () => {
  it('loses nothing, and members are told', async () => {
    const bench = await FaultBench.open({ diskMb: 100 });
    const asked = await bench.askForSome();
    const free = await bench.server.fillDisk();
    expect(await bench.reads(bench.ask('refused'))).toEqual({ content: UNWRITABLE, inTime: true });
    expect(await bench.readiness()).toMatchObject({ status: 503 });
    bench.studio.runpod.release();
    await free();
    await expect.poll(() => bench.shown()).toBe(asked.length);
    expect(await bench.jobs()).toEqual(asked.map(() => 'completed 1'));
    await expect.poll(() => bench.readiness()).toEqual({ status: 200, database: 'ready' });
  });
});
