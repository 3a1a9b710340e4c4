import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import SQLite from 'better-sqlite3';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openStore } from '../../src/bot/open-store.ts';
import { openDatabase } from '../../src/store/database.ts';
import { bringToSchema } from '../support/old-schema.ts';
import { opening, request } from './opening.ts';

describe('the record by itself', () => {
  it('keeps what is written into it, and logs every change of a job', async () => {
    const given = opening();
    const { log, pictures } = await openStore(given);
    const job = await log.create(request(given));
    expect(await log.jobs.find(job?.id ?? '')).toEqual(job);
    const picture = { bytes: Buffer.from('a picture'), format: 'png' } as const;
    const [stored] = await pictures.save('k3f9x2ab', [picture]);
    expect(stored?.file).toBe('k3f9x2ab-1.png');
    expect(given.logged.join('')).toContain('"msg":"job changed"');
  });

  it('knows people by the same pseudonym when it is opened again', async () => {
    const given = opening();
    const first = await openStore(given);
    await given.shutdown.run();
    const again = opening({ DATABASE_PATH: given.config.databasePath });
    expect((await openStore(again)).pseudonym('1')).toBe(first.pseudonym('1'));
  });

  it('lets go of the database when it is shut down, with all that was written', async () => {
    const given = opening();
    const { log } = await openStore(given);
    const written = log.create(request(given));
    await given.shutdown.run();
    const job = await written;
    const path = given.config.databasePath;
    const database = openDatabase(path);
    expect(await database.db.selectFrom('jobs').select('id').execute()).toEqual([{ id: job?.id }]);
    await database.close();
    expect(existsSync(`${path}-wal`)).toBe(false);
  });

  it('says so where it is of an earlier version, before that is brought up to date', async () => {
    const first = opening();
    await openStore(first);
    await first.shutdown.run();
    const { databasePath: DATABASE_PATH } = first.config;
    const said = (given: typeof first) => given.logged.join('').includes('earlier version');
    const again = opening({ DATABASE_PATH });
    await openStore(again);
    await again.shutdown.run();
    expect([said(first), said(again)]).toEqual([false, false]);

    for (const end of ['', '-wal', '-shm']) rmSync(DATABASE_PATH + end, { force: true });
    const sqlite = new SQLite(DATABASE_PATH);
    bringToSchema(sqlite, 12);
    sqlite.close();
    const old = opening({ DATABASE_PATH });
    const saidAtMigration = new Set<boolean>();
    const onPending = () => {
      saidAtMigration.add(said(old));
    };
    subscribe('darkroom:migration:pending', onPending);
    onTestFinished(() => {
      unsubscribe('darkroom:migration:pending', onPending);
    });
    await openStore(old);
    await old.shutdown.run();
    expect([...saidAtMigration]).toEqual([true]);
  });

  it('is watched until it is closed, and not before it is up to date', async () => {
    const seen: string[] = [];
    const given = opening();
    const { databasePath } = given.config;
    const watch = () => {
      seen.push(existsSync(databasePath) ? 'begins' : 'begins too early');
      return () => {
        seen.push(existsSync(`${databasePath}-wal`) ? 'ends too early' : 'ends');
        return Promise.resolve();
      };
    };
    await openStore({ ...given, watch });
    await given.shutdown.run();
    expect(seen).toEqual(['begins', 'ends']);
  });

  it('leaves nothing open where its key cannot be used', async () => {
    const first = opening();
    await openStore(first);
    await first.shutdown.run();
    const { databasePath: DATABASE_PATH } = first.config;
    const given = opening({ DATABASE_PATH });
    writeFileSync(`${DATABASE_PATH}.key`, 'too short');
    await expect(openStore(given)).rejects.toThrow('key file');
    await given.shutdown.run();
    await openDatabase(DATABASE_PATH).close();
  });
});
