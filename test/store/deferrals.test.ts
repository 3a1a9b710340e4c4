import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { Deferrals } from '../../src/store/deferrals.ts';
import { openDatabase } from '../../src/store/database.ts';
import type { Store } from '../../src/store/store.ts';
import { lock } from '../bad-days/storage.ts';
import { putMadeDatabase } from '../support/made-database.ts';
import { tempFolder } from '../support/temp-folder.ts';

/** Two deferrals in a database of this test's own. */
async function open() {
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
  return { path, store, deferrals };
}

/** Has the next lazy write rolled back after it ran, and then do something else. */
function rollBackNext(store: Store, next: typeof store.writeLazily): void {
  const writeLazily = store.writeLazily.bind(store);
  store.writeLazily = async (piece) => {
    store.writeLazily = writeLazily;
    const undone = store.write(async (trx, locks) => {
      await piece(trx, locks);
      throw new Error('rolled back');
    });
    await undone.catch(() => undefined);
    return next(piece);
  };
}

it('a deferral’s row goes once it is answered, even if its piece runs again', async () => {
  const { store, deferrals } = await open();
  rollBackNext(store, (piece) => store.write(piece));
  deferrals.answered('1');
  await expect.poll(() => deferrals.left()).toMatchObject([{ interactionId: '2' }]);
});

it('a deferral’s row goes with the next one if its own commit failed', async () => {
  const { store, deferrals } = await open();
  const failed = Promise.withResolvers<undefined>();
  rollBackNext(store, () => {
    failed.resolve(undefined);
    return Promise.reject(new Error('not written'));
  });
  deferrals.answered('1');
  await failed.promise;
  await store.write(() => Promise.resolve());
  deferrals.answered('2');
  await store.settled();
  expect(await deferrals.left()).toEqual([]);
});

it('a deferral’s row goes once it is answered, even after the database was locked', async () => {
  const { path, store, deferrals } = await open();
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
