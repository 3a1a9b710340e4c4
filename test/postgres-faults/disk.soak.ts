import { setTimeout as sleep } from 'node:timers/promises';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { en } from '../../src/say/en/en.ts';
import { noSmallDisks } from '../support/postgres-server.ts';
import { FaultBench } from './bench.ts';

const JOBS = 5;
const LASTS_MS = 5_000;
/** Their rows find room for a while. */
const MOST_REQUESTS = 200;
const { log_unwritable: unwritable, storage_unwell: unwell } = en.errors;

const problem = noSmallDisks();

describe.skipIf(problem)(`a full disk of PostgreSQL's ${problem ? `(${problem})` : ''}`, () => {
  it('refuses requests, keeps pictures at RunPod, and goes on once there is room', async () => {
    const bench = await FaultBench.open('tables');
    const { server, studio } = bench;
    const noise = { type: 'gaussian', mean: 128, sigma: 60 } as const;
    const size = { width: 700, height: 700, channels: 3, background: 'teal', noise } as const;
    await bench.askForSome(JOBS, await sharp({ create: size }).png().toBuffer());
    server.fillDisk();
    // Their pictures cannot be stored.
    studio.runpod.release();
    await expect.poll(() => bench.pictures()).toBe('full');
    expect((await bench.readiness()).status).toBe(503);
    const refused = await bench.reads(bench.ask('refused'));
    expect(refused).toEqual({
      content: expect.stringContaining(unwell.what) as string,
      inTime: true,
    });
    await sleep(LASTS_MS);

    server.clearDisk();
    await expect.poll(() => bench.shown()).toBe(JOBS);
    await expect.poll(() => bench.jobs()).toEqual(Array(JOBS).fill('completed 1'));
    expect(bench.messages()).toHaveLength(JOBS);
    expect(studio.runpod.submissions()).toBe(JOBS);
    await expect.poll(() => bench.readiness()).toEqual({ status: 200, database: 'ready' });
    await (
      await bench.ask('with room')
    ).answered;
    await expect.poll(() => bench.shown()).toBe(JOBS + 1);
  });

  it('refuses what the database refuses, and loses none of what it took', async () => {
    const bench = await FaultBench.open('tables');
    const { server, studio } = bench;
    studio.runpod.hold();
    server.fillDisk();
    let taken = 0;
    for (;;) {
      const { content, inTime } = await bench.reads(bench.ask(`a hill ${taken}`));
      expect(inTime).toBe(true);
      if (content !== '') {
        expect([unwritable.what, unwell.what].some((what) => content.includes(what))).toBe(true);
        break;
      }
      taken += 1;
      expect(taken).toBeLessThan(MOST_REQUESTS);
    }
    studio.runpod.release();
    await sleep(LASTS_MS);

    server.clearDisk();
    await expect.poll(() => bench.jobs()).toEqual(Array(taken).fill('completed 1'));
    await expect.poll(() => bench.shown()).toBe(taken);
    expect(bench.messages()).toHaveLength(taken);
    expect(studio.runpod.submissions()).toBe(taken);
  });

  it('that ends the server loses nothing: it has no room for its log', async () => {
    const bench = await FaultBench.open('log');
    const { server, studio } = bench;
    await bench.askForSome(JOBS);
    server.fillDisk();
    // The server ends itself once it cannot write its log.
    const write = "SELECT pg_logical_emit_message(true, 'test', repeat('x', 500000))";
    await expect
      .poll(() =>
        server.ask(write).then(
          () => 'written',
          () => 'ended',
        ),
      )
      .toBe('ended');
    await expect.poll(() => bench.readiness()).toEqual({ status: 503, database: 'unreadable' });
    const refused = await bench.reads(bench.ask('refused'));
    expect(refused).toEqual({
      content: expect.stringContaining(unwritable.what) as string,
      inTime: true,
    });
    studio.runpod.release();
    await sleep(LASTS_MS);

    server.clearDisk();
    await server.start();
    await expect.poll(() => bench.shown()).toBe(JOBS);
    await expect.poll(() => bench.jobs()).toEqual(Array(JOBS).fill('completed 1'));
    expect(bench.messages()).toHaveLength(JOBS);
    expect(studio.runpod.submissions()).toBe(JOBS);
    await expect.poll(() => bench.readiness()).toEqual({ status: 200, database: 'ready' });
  });
});
