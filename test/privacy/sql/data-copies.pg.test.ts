import { expect, it } from 'vitest';
import { DataCopies } from '../../../src/privacy/sql/data-copies.ts';
import { LogBench } from '../../support/log-bench.ts';
import { openPostgresFor } from '../../support/postgres-databases.ts';

const ADA = '400000000000000001';
const UNDER_WAY = { code: 'export_under_way' };

it('a member has one export under way, whichever process makes it', async () => {
  const one = new LogBench((path) => openPostgresFor(path, 'one'));
  const { store } = openPostgresFor(one.path, 'two');
  const first = new DataCopies(one.store, one.clock);
  const second = new DataCopies(store, one.clock);
  const copy = await first.begin(ADA);
  await expect(second.begin(ADA)).rejects.toMatchObject(UNDER_WAY);
  await copy.end(false);
  const again = await second.begin(ADA);
  await expect(first.begin(ADA)).rejects.toMatchObject(UNDER_WAY);
  // The process has died with it.
  await one.clock.advance(10 * 60_000);
  await first.begin(ADA);
  await again.end(true);
});
