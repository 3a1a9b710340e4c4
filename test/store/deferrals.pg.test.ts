import { expect, it } from 'vitest';
import { Deferrals } from '../../src/store/deferrals.ts';
import { LogBench } from '../support/log-bench.ts';
import { openPostgresFor } from '../support/postgres-databases.ts';

it('only the deferrals of ended processes are left', async () => {
  const one = new LogBench((path) => openPostgresFor(path, 'one'));
  const deferrals = new Deferrals(one.store);
  const row = {
    id: 'one',
    machine: '',
    pid: 1,
    keyPrint: '',
    intake: '',
    startedAt: 1,
    aliveUntil: 1,
  };
  await one.db.insertInto('processes').values(row).execute();
  const deferral = { interactionId: '1', token: 'token', kind: 'public', expiresAt: 5 } as const;
  await deferrals.note([deferral]);
  const { store } = openPostgresFor(one.path, 'two');
  const ofOther = new Deferrals(store);
  expect(await ofOther.left()).toEqual([]);
  await one.db.deleteFrom('processes').execute();
  expect(await ofOther.left()).toEqual([deferral]);
});
