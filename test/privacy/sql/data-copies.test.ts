import { describe, expect, it } from 'vitest';
import { DataCopies, forgetCopies } from '../../../src/privacy/sql/data-copies.ts';
import { nameErasure } from '../../../src/privacy/sql/erasures.ts';
import { inSlices } from '../../../src/engines/slices.ts';
import { inCommit } from '../../../src/privacy/sql/retention.ts';
import { LogBench } from '../../support/log-bench.ts';
import { slicing } from '../../support/slicing.ts';

const HOUR_MS = 3_600_000;
const ADA = '400000000000000001';
const UNDER_WAY = { code: 'export_under_way' };
const TOO_SOON = { code: 'export_too_soon' };

class CopyBench extends LogBench {
  copies = new DataCopies(this.store, this.clock);

  /** Whole, from its beginning to its end. */
  async send(userId = ADA, sent = true): Promise<void> {
    await (await this.copies.begin(userId)).end(sent);
  }

  forget(): Promise<number> {
    const before = this.clock.now() - HOUR_MS;
    return inCommit(this.store, forgetCopies, before);
  }

  rows() {
    return this.db.selectFrom('dataCopies').select('userId').execute();
  }
}

/** Erases Ada's name from everything. */
async function eraseName({ log }: LogBench): Promise<void> {
  for (const slice of nameErasure(ADA)) {
    await inSlices(() => log.change(slice), slicing());
  }
}

describe('a copy of somebody’s data', () => {
  it('is sent once an hour', async () => {
    const bench = new CopyBench();
    const sentAt = bench.clock.now();
    await bench.send();
    await bench.clock.advance(HOUR_MS - 1);
    await expect(bench.copies.begin(ADA)).rejects.toMatchObject({
      ...TOO_SOON,
      facts: { at: (sentAt + HOUR_MS) / 1000 },
    });
    await bench.clock.advance(1);
    await bench.send();
    await expect(bench.copies.begin(ADA)).rejects.toMatchObject(TOO_SOON);
  });

  it('that was not sent does not count', async () => {
    const bench = new CopyBench();
    await bench.send(ADA, false);
    await bench.send();
  });

  it('that was not sent is out of the way once its row is gone', async () => {
    const bench = new CopyBench();
    const copy = await bench.copies.begin(ADA);
    const ending = copy.end(false);
    await expect(bench.copies.begin(ADA)).rejects.toMatchObject(UNDER_WAY);
    await ending;
    expect(await bench.rows()).toEqual([]);
    await bench.send();
  });

  it('ends no other of theirs that another process began meanwhile', async () => {
    const bench = new CopyBench();
    const first = await bench.copies.begin(ADA);
    await bench.clock.advance(1);
    const second = await new DataCopies(bench.store, bench.clock).begin(ADA);
    await first.end(false);
    await second.end(true);
    await expect(bench.copies.begin(ADA)).rejects.toMatchObject(TOO_SOON);
  });

  it('counts although old ones are forgotten while it is under way', async () => {
    const bench = new CopyBench();
    const copy = await bench.copies.begin(ADA);
    await bench.clock.advance(HOUR_MS);
    expect(await bench.forget()).toBe(0);
    await copy.end(true);
    await expect(bench.copies.begin(ADA)).rejects.toMatchObject(TOO_SOON);
  });

  it('that a crash ended is forgotten after an hour', async () => {
    const bench = new CopyBench();
    await bench.copies.begin(ADA);
    await bench.reopen();
    await bench.clock.advance(HOUR_MS + 1);
    expect(await bench.forget()).toBe(1);
    await bench.db.insertInto('dataCopies').values({ userId: ADA, sentAt: 0 }).execute();
    expect(await bench.forget()).toBe(1);
  });

  it('leaves no name behind where they erase everything meanwhile', async () => {
    const bench = new CopyBench();
    const copy = await bench.copies.begin(ADA);
    await eraseName(bench);
    await copy.end(true);
    expect(await bench.rows()).toEqual([]);
  });

  it('is the only one of theirs under way', async () => {
    const bench = new CopyBench();
    const [first, second] = await Promise.allSettled([
      bench.copies.begin(ADA),
      bench.copies.begin(ADA),
    ]);
    expect(second).toMatchObject({ status: 'rejected', reason: UNDER_WAY });
    await bench.send('400000000000000002');
    await expect(bench.copies.begin(ADA)).rejects.toMatchObject(UNDER_WAY);
    if (first.status === 'fulfilled') await first.value.end(true);
    await expect(bench.copies.begin(ADA)).rejects.toMatchObject(TOO_SOON);
  });

  it('that could not be begun is not under way', async () => {
    const bench = new CopyBench();
    await bench.send();
    await expect(bench.copies.begin(ADA)).rejects.toMatchObject(TOO_SOON);
    await expect(bench.copies.begin(ADA)).rejects.toMatchObject(TOO_SOON);
  });

  it('counts after a restart', async () => {
    const bench = new CopyBench();
    await bench.send();
    await bench.reopen();
    const copies = new DataCopies(bench.store, bench.clock);
    await expect(copies.begin(ADA)).rejects.toMatchObject(TOO_SOON);
  });

  it('that was sent in the future, before a clock was set back, is in nobody’s way', async () => {
    const bench = new CopyBench();
    const sentAt = bench.clock.now() + 1;
    await bench.db.insertInto('dataCopies').values({ userId: ADA, sentAt }).execute();
    await bench.send();
  });

  it('is forgotten with the person, and after an hour', async () => {
    const bench = new CopyBench();
    for (const id of [ADA, '2', '3']) await bench.send(id);
    await eraseName(bench);
    expect(await bench.rows()).toEqual([{ userId: '2' }, { userId: '3' }]);
    await bench.clock.advance(1);
    await bench.send('4');
    await bench.clock.advance(HOUR_MS);
    expect(await bench.forget()).toBe(2);
    expect(await bench.rows()).toEqual([{ userId: '4' }]);
  });
});
