import { once } from 'node:events';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it, onTestFinished, vi } from 'vitest';
import type { OpenDatabase } from '../../src/store/database.ts';
import { isPostgresInUse, openPostgres } from '../../src/store/postgres/open.ts';
import type { NewProcess } from '../../src/store/postgres/membership.ts';
import {
  CHANNEL,
  leavesInteractions,
  type News,
  type Processes,
} from '../../src/store/processes.ts';
import { emptyPostgres, onPostgres } from '../migrate/empty-postgres.ts';
import { tempFolder } from '../support/temp-folder.ts';

/** A process number that no machine has. */
const NO_PID = 2 ** 30;

class Bench {
  readonly url: string;
  readonly keyPath = join(tempFolder(), 'darkroom.sqlite.key');
  readonly replaced = vi.fn<(reason: string) => void>();
  #count = 0;

  private constructor(url: string) {
    this.url = url;
  }

  static async open(): Promise<Bench> {
    return new Bench(await emptyPostgres());
  }

  /** Each on a machine of its own, as they run in the same process of the test. */
  async join(parts: Partial<NewProcess> = {}): Promise<OpenDatabase> {
    this.#count += 1;
    const database = await openPostgres({
      url: this.url,
      process: {
        keyPath: this.keyPath,
        intake: 'http',
        machine: `machine ${this.#count}`,
        judgeAfterMs: 0,
        ...parts,
      },
      onReplaced: this.replaced,
    });
    let isClosed = false;
    const opened = {
      ...database,
      async close() {
        if (isClosed) return;
        isClosed = true;
        await database.close();
      },
    };
    onTestFinished(() => opened.close());
    return opened;
  }

  exec(statement: string): Promise<unknown> {
    return onPostgres(this.url, (client) => client.query(statement));
  }
}

async function until(processes: Processes, holds: () => boolean): Promise<void> {
  while (!holds()) await once(processes.events as never, 'changed');
}

const idsOf = ({ living }: Processes) => living.map(({ id }) => id);

it('processes know each other, and the oldest that does not stop leads', async () => {
  const bench = await Bench.open();
  const firstDatabase = await bench.join();
  const first = firstDatabase.processes;
  expect(first.isLead).toBe(true);
  const { processes: second } = await bench.join();
  const both = [first.own, second.own];
  expect(idsOf(second)).toEqual(both);
  expect(second.isLead).toBe(false);
  await until(first, () => idsOf(first).length === 2);
  expect(idsOf(first)).toEqual(both);
  first.note({ isLeaving: true, applicationId: '7' });
  await until(second, () => second.isLead);
  expect(second.living[0]).toMatchObject({ isLeaving: true, applicationId: '7' });
  await firstDatabase.close();
  await until(second, () => idsOf(second).length === 1);
  expect(idsOf(second)).toEqual([second.own]);
});

it('a process reads its order to drain, and keeps it as the others see it', async () => {
  const bench = await Bench.open();
  const { processes: first } = await bench.join();
  const { processes: second } = await bench.join();
  await bench.exec(`UPDATE processes SET is_draining = 1 WHERE id = '${first.own}'`);
  // Makes both look at once.
  second.note({ isConnected: true });
  await until(first, () => leavesInteractions(first));
  await until(second, () => second.living[0]?.isDraining === true);
  expect([leavesInteractions(second), second.isLead]).toEqual([false, false]);
});

it('news reaches the others, however much it is', async () => {
  const bench = await Bench.open();
  const { processes: first } = await bench.join();
  const { processes: second } = await bench.join();
  await until(first, () => idsOf(first).length === 2);
  const heard: string[] = [];
  const done = Promise.withResolvers<undefined>();
  second.events.on('heard', ({ jobs = [], queues = [] }: News) => {
    heard.push(...jobs, ...queues);
    if (heard.length === 2_001) done.resolve(undefined);
  });
  const own = vi.fn();
  first.events.on('heard', own);
  const jobs = Array.from({ length: 2_000 }, (_, n) => `${second.own}/job${n}`);
  first.tell({ jobs });
  first.tell({ jobs: jobs.slice(0, 5), queues: ['one'] });
  await done.promise;
  expect(heard).toEqual([...jobs, 'one']);
  expect(own).not.toHaveBeenCalled();
});

it('a process whose lease has run out loses its row, and is told', async () => {
  const bench = await Bench.open();
  const { processes: first } = await bench.join();
  const { processes: second } = await bench.join();
  // The first may be about to renew its lease, as the second has just come.
  while (idsOf(second).length > 1) {
    await bench.exec(`UPDATE processes SET alive_until = 0 WHERE id = '${first.own}'`);
    second.note({});
    await sleep(20);
  }
  expect(second.isLead).toBe(true);
  await expect.poll(() => bench.replaced.mock.calls.length).toBe(1);
  expect(bench.replaced.mock.calls[0]?.[0]).toContain('taken this one for dead');
  expect(first.isLeased).toBe(false);
});

it('nobody is taken for dead before the server has answered for a while', async () => {
  const bench = await Bench.open();
  const { processes: first } = await bench.join();
  const { processes: second } = await bench.join({ judgeAfterMs: 600_000 });
  await bench.exec(`UPDATE processes SET alive_until = 0 WHERE id = '${first.own}'`);
  second.note({ isConnected: true });
  await until(first, () => first.living.some(({ isConnected }) => isConnected));
  expect(idsOf(first)).toEqual([first.own, second.own]);
  expect(bench.replaced).not.toHaveBeenCalled();
});

it('a process of the same machine that no longer runs is gone at once', async () => {
  const bench = await Bench.open();
  const { processes: first } = await bench.join({ machine: 'here' });
  const copy = (id: string, machine: string) =>
    bench.exec(`INSERT INTO processes SELECT '${id}', '${machine}', ${NO_PID}, key_print, intake, 0,
      started_at, alive_until FROM processes WHERE id = '${first.own}'`);
  await copy('dead', 'here');
  await copy('other', 'there');
  const { processes: second } = await bench.join({ machine: 'a third' });
  expect(idsOf(second)).toContain('dead');
  first.note({});
  await until(first, () => !idsOf(first).includes('dead') && idsOf(first).length === 3);
  expect(idsOf(first)).toContain('other');
  await copy('dead', 'a fourth');
  const { processes: third } = await bench.join({ machine: 'a fourth' });
  expect(idsOf(third)).not.toContain('dead');
});

it('every process needs the same key file', async () => {
  const bench = await Bench.open();
  const database = await bench.join();
  expect(existsSync(bench.keyPath)).toBe(true);
  const missing = join(tempFolder(), 'key');
  await expect(bench.join({ keyPath: missing })).rejects.toThrow(
    `have a key file, and this one has none. Copy theirs to ${missing}.`,
  );
  expect(existsSync(missing)).toBe(false);
  const another = join(tempFolder(), 'key');
  writeFileSync(another, Buffer.alloc(32, 7));
  await expect(bench.join({ keyPath: another })).rejects.toThrow(
    `The key file ${another} is another one than that of the other processes`,
  );
  await database.close();
  // Nobody is left who has the other one.
  await bench.join({ keyPath: another });
});

it('programs that need the database for themselves wait for all processes', async () => {
  const bench = await Bench.open();
  const first = await bench.join();
  const second = await bench.join();
  await first.close();
  expect(await isPostgresInUse(bench.url)).toBe(true);
  await second.close();
  expect(await isPostgresInUse(bench.url)).toBe(false);
});

it('a claim is the first one’s', async () => {
  const bench = await Bench.open();
  const { processes: first } = await bench.join();
  const { processes: second } = await bench.join();
  await Promise.all([first, second].map((one) => until(one, () => idsOf(one).length === 2)));
  const claimed = await Promise.all([first, second].map((one) => one.claim('interaction 1')));
  expect(claimed.filter(Boolean)).toHaveLength(1);
});

it('a claim can be held for less', async () => {
  const bench = await Bench.open();
  const { processes: first } = await bench.join();
  const { processes: second } = await bench.join();
  expect(await first.claim('identify 0', 1)).toBe(true);
  await expect.poll(() => second.claim('identify 0', 1)).toBe(true);
});

it('what could not be told makes every process check all', async () => {
  const bench = await Bench.open();
  const { processes: first } = await bench.join();
  const { processes: second } = await bench.join();
  await until(first, () => idsOf(first).length === 2);
  const missed = vi.fn();
  second.events.on('missed', missed);
  await bench.exec(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE query LIKE '%UPDATE processes%' AND pid <> pg_backend_pid()
      AND datname = current_database()`);
  first.tell({ jobs: ['lost'] });
  await expect.poll(() => missed.mock.calls.length).toBeGreaterThan(0);
});

/** In sessions that begin from now on, takes long to refuse news of the job `lost`. */
const REFUSE_NEWS = `
  CREATE FUNCTION public.pg_notify(channel text, payload text) RETURNS void LANGUAGE plpgsql AS $$
    BEGIN
      IF payload LIKE '%/lost"%' THEN
        PERFORM pg_sleep(1);
        RAISE 'refused';
      END IF;
      PERFORM pg_catalog.pg_notify(channel, payload);
    END $$;
  DO $$ BEGIN
    EXECUTE format('ALTER DATABASE %I SET search_path = public, pg_catalog', current_database());
  END $$`;

it('news that the server refuses is made good, though it takes the next', async () => {
  const bench = await Bench.open();
  await bench.exec(REFUSE_NEWS);
  const { processes: first } = await bench.join();
  const { processes: second } = await bench.join();
  const all = vi.fn();
  const heard = vi.fn();
  second.events.on('missed', all);
  second.events.on('heard', heard);
  first.tell({ jobs: [`${second.own}/lost`] });
  const isWaiting = () =>
    onPostgres(bench.url, async (client) => {
      const { rows } = await client.query(
        `SELECT 1 FROM pg_stat_activity
           WHERE datname = current_database() AND wait_event = 'PgSleep'`,
      );
      return rows.length === 1;
    });
  await expect.poll(isWaiting).toBe(true);
  first.tell({ jobs: [`${second.own}/next`] });
  await expect.poll(() => heard.mock.calls).toEqual([[{ jobs: [`${second.own}/next`] }]]);
  first.tell({ jobs: [`${second.own}/last`] });
  await expect.poll(() => all.mock.calls).toHaveLength(1);
});

it('a process tells a driver before it knows of that process', async () => {
  const bench = await Bench.open();
  const { processes } = await bench.join();
  const payload = await onPostgres(bench.url, async (client) => {
    await client.query(`LISTEN ${CHANNEL}`);
    const heard = new Promise<unknown>((resolve) => {
      client.on('notification', (message) => {
        if (message.payload?.includes('/one')) resolve(JSON.parse(message.payload));
      });
    });
    processes.tell({ jobs: ['another/one'] });
    return heard;
  });
  expect(payload).toEqual({ from: processes.own, news: { jobs: ['another/one'] } });
});

it('a process that others have taken for dead still tells what it has changed', async () => {
  const bench = await Bench.open();
  const replaced = Promise.withResolvers<undefined>();
  bench.replaced.mockImplementation(() => {
    replaced.resolve(undefined);
  });
  const firstDatabase = await bench.join();
  const { processes: first } = firstDatabase;
  const { processes: second } = await bench.join();
  const heard = vi.fn();
  second.events.on('heard', heard);
  await bench.exec(`DELETE FROM processes WHERE id = '${first.own}'`);
  first.note({});
  await replaced.promise;
  first.tell({ jobs: [`${second.own}/one`] });
  await firstDatabase.close();
  await expect.poll(() => heard.mock.calls).toEqual([[{ jobs: [`${second.own}/one`] }]]);
});
