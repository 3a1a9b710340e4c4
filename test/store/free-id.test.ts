import { describe, expect, it } from 'vitest';
import { IdTaken, withFreeId } from '../../src/store/free-id.ts';
import { Reports } from '../../src/moderation/sql/reports.ts';
import { LogBench } from '../support/log-bench.ts';

/** Draws these one after the other. */
function drawing(...ids: string[]): () => string {
  return () => ids.shift() ?? 'no more';
}

describe('a job whose id is another one of', () => {
  it('is written under the next that is drawn', async () => {
    const bench = new LogBench();
    const first = await bench.create({ id: 'same' });
    const asked = bench.request();
    const draw = drawing('same', 'other');
    const job = await withFreeId(draw, (id) => bench.log.create({ ...asked, id }));
    expect(job).toMatchObject({ id: 'other', interactionId: asked.interactionId });
    expect(await bench.find(first)).toEqual(first);
  });

  it('is no second delivery, and one that is draws no other id', async () => {
    const bench = new LogBench();
    const { answeredInteractionId: interactionId } = await bench.create({ id: 'same' });
    const clash = bench.log.create(bench.request({ id: 'same' }));
    await expect(clash).rejects.toThrow(IdTaken);
    const drawn: string[] = [];
    const again = await withFreeId(
      () => 'same',
      (id) => {
        drawn.push(id);
        return bench.log.create(bench.request({ id, interactionId }));
      },
    );
    expect([again, drawn]).toEqual([undefined, ['same']]);
  });

  it('is no second retry, and one that is draws no other id', async () => {
    const bench = new LogBench();
    const { id: retryOf } = await bench.jobIn('failed');
    await bench.create({ retryOf });
    expect(await bench.log.create(bench.request({ retryOf }))).toBeUndefined();
  });

  it('is given up where every id is taken, as by a draw that is broken', async () => {
    const bench = new LogBench();
    await bench.create({ id: 'same' });
    let draws = 0;
    const written = withFreeId(
      () => {
        draws += 1;
        return 'same';
      },
      (id) => bench.log.create(bench.request({ id })),
    );
    await expect(written).rejects.toThrow(IdTaken);
    expect(draws).toBe(5);
  });
});

describe('a report whose id is another one of', () => {
  it('is filed under the next that is drawn; the same person reports a picture once', async () => {
    const bench = new LogBench();
    const reports = new Reports(bench);
    const { id: jobId } = await bench.jobIn('completed');
    const file = (reporterId: string, ...ids: string[]) =>
      withFreeId(drawing(...ids), (id) =>
        reports.file({ id, jobId, reporterId, reason: 'hateful', lapsesAt: 0 }),
      );
    expect(await file('1', 'same')).toMatchObject({ id: 'same', reporterId: '1' });
    expect(await file('2', 'same', 'other')).toMatchObject({ id: 'other', reporterId: '2' });
    expect(await file('1', 'same', 'third')).toBeUndefined();
  });
});
