import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { Deferrals } from '../../src/store/deferrals.ts';
import { openDatabase } from '../../src/store/database.ts';
import { lock } from '../bad-days/storage.ts';
import { putMadeDatabase } from '../support/made-database.ts';
import { tempFolder } from '../support/temp-folder.ts';

it('a deferral’s row goes once it is answered, even after the database was locked', async () => {
  const path = putMadeDatabase(join(tempFolder(), 'darkroom.sqlite'));
  const database = openDatabase(path);
  const { store } = database;
  onTestFinished(() => database.close());
  const deferrals = new Deferrals(store);
  const row = { token: 'token', kind: 'update', expiresAt: 1 } as const;
  await deferrals.note([
    { ...row, interactionId: '1' },
    { ...row, interactionId: '2' },
  ]);
  const unlock = lock(path);
  deferrals.answered('1');
  await expect(store.write(() => Promise.resolve())).rejects.toMatchObject({
    code: 'log_unwritable',
  });
  await unlock();
  deferrals.answered('2');
  await store.settled();
  expect(await deferrals.left()).toEqual([]);
});
