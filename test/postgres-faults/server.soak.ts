import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { en } from '../../src/say/en/en.ts';
import { FaultBench } from './bench.ts';

const UNWRITABLE = {
  content: expect.stringContaining(en.errors.log_unwritable.what) as string,
  inTime: true,
};
const JOBS = 5;
/** How long a fault lasts. */
const LASTS_MS = 5_000;

type End = () => Promise<void> | void;

/** How a server fails, and what ends that. */
const FAULTS: Readonly<Record<string, (bench: FaultBench) => Promise<End> | End>> = {
  'is killed': async ({ server }) => {
    await server.stop('killed');
    return () => server.start();
  },
  'is stopped': async ({ server }) => {
    await server.stop('fast');
    return () => server.start();
  },
  'does not answer': ({ proxy }) => {
    proxy.hang();
    return () => {
      proxy.resume();
    };
  },
  'does not answer, nor do its connections ever again': ({ proxy }) => {
    proxy.hang();
    return () => {
      proxy.cutAll();
      proxy.resume();
    };
  },
  'takes no more connections': async ({ server, proxy }) => {
    await server.ask('ALTER ROLE bot CONNECTION LIMIT 0');
    proxy.cutAll();
    return async () => {
      await server.ask('ALTER ROLE bot CONNECTION LIMIT -1');
    };
  },
  'is read-only': async ({ server }) => {
    await server.ask('ALTER SYSTEM SET default_transaction_read_only = on');
    await server.ask('SELECT pg_reload_conf()');
    return async () => {
      await server.ask('ALTER SYSTEM RESET default_transaction_read_only');
      await server.ask('SELECT pg_reload_conf()');
    };
  },
};

describe('a PostgreSQL server', () => {
  it.each(Object.entries(FAULTS))(
    'that %s loses nothing, and members are told',
    async (_, fail) => {
      const bench = await FaultBench.open();
      const { studio, proxy } = bench;
      const asked = await bench.askForSome(JOBS);
      const end = await fail(bench);
      const connectionsBefore = proxy.connections;
      const failing = performance.now();
      expect(
        await Promise.all(
          Array.from({ length: 20 }, (_, n) => bench.reads(bench.ask(`refused ${n}`))),
        ),
      ).toEqual(Array(20).fill(UNWRITABLE));
      const message = (await asked[0]?.answered)?.message;
      if (!message) throw new Error('there is no message');
      const by = studio.discord.world.people.ada;
      expect(await bench.reads(studio.discord.click({ by, message, label: 'Cancel' }))).toEqual(
        UNWRITABLE,
      );
      expect(await bench.readiness()).toEqual({ status: 503, database: 'unreadable' });
      studio.runpod.release();
      await sleep(LASTS_MS);
      const perSecond =
        (proxy.connections - connectionsBefore) / ((performance.now() - failing) / 1_000);
      expect(perSecond).toBeLessThan(10);

      await end();
      await expect.poll(() => bench.shown()).toBe(JOBS);
      await expect.poll(() => bench.jobs()).toEqual(Array(JOBS).fill('completed 1'));
      expect(bench.messages()).toHaveLength(JOBS);
      expect(studio.runpod.submissions()).toBe(JOBS);
      await expect.poll(() => bench.readiness()).toEqual({ status: 200, database: 'ready' });
    },
  );
});
