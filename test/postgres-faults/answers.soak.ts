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

  it('says that the outcome is unknown while the server is away, and goes on once it is back', async () => {
    const bench = await FaultBench.open();
    const { studio, proxy } = bench;
    proxy.leaveAtCommit(how, 'INSERT INTO jobs (');
    const asked = await bench.ask('a hill');
    expect(await bench.reads(asked)).toEqual({
      content: expect.stringContaining(en.errors.outcome_unknown.what) as string,
      inTime: true,
    });
    proxy.accept();
    await expect.poll(() => bench.readiness()).toEqual({ status: 200, database: 'ready' });
    const jobs = how === 'before' ? 0 : 1;
    await expect.poll(() => bench.jobs()).toEqual(Array(jobs).fill('completed 1'));
    await expect.poll(() => bench.shown()).toBe(jobs);
    // The next one comes after whatever the first one still does.
    await (
      await bench.ask('an owl')
    ).answered;
    await expect.poll(() => bench.shown()).toBe(jobs + 1);
    expect(studio.runpod.submissions()).toBe(jobs + 1);
    expect(bench.messages().filter(({ embeds }) => embeds.length > 0)).toHaveLength(jobs + 1);
  });
});
