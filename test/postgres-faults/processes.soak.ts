import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it, onTestFinished } from 'vitest';
import { check } from '../crash/check.ts';
import { Fleet } from '../crash/fleet.ts';
import { CLOCK_OFFSET } from '../crash/kill-point.ts';
import { seeded } from '../crash/seeded.ts';
import { settle } from '../crash/settle.ts';
import { Traffic } from '../crash/traffic.ts';
import { LoadBalancer } from '../../packages/stand-ins/load-balancer.ts';
import { PostgresServer } from '../support/postgres-server.ts';
import { PostgresProxy } from './proxy.ts';

const PROCESSES = 3;
/** Longer than a process may be silent. */
const SILENT_MS = 26_000;

interface Bench {
  readonly fleet: Fleet;
  readonly server: PostgresServer;
  /** Before the database, as the first process or all of them see it. */
  readonly proxy: PostgresProxy;
}

async function openBench(through: 'the first' | 'all' = 'the first'): Promise<Bench> {
  const server = await PostgresServer.create(['max_connections=150']);
  onTestFinished(() => server.close());
  const proxy = await PostgresProxy.start(server.port);
  onTestFinished(() => proxy.close());
  const fleet = await Fleet.open(PROCESSES, { server: server.url });
  onTestFinished(() => fleet.close());
  const url = new URL(fleet.stage.database.env.DATABASE_URL ?? '');
  url.port = proxy.port;
  const proxied = { DATABASE_URL: String(url) };
  await fleet.startAll({ envOf: (index) => (index === 0 || through === 'all' ? proxied : {}) });
  return { fleet, server, proxy };
}

/** Members ask, consent and cancel meanwhile. Afterwards nothing is lost, doubled or stuck. */
async function loseNothing({ fleet }: Bench, meanwhile: () => Promise<unknown>): Promise<void> {
  const traffic = new Traffic(fleet.stage, seeded(1));
  await meanwhile().finally(() => traffic.end());
  await settle(fleet.stage);
  await fleet.stop();
  const { jobs, lost } = await check(fleet.stage);
  expect(jobs).toBeGreaterThan(0);
  expect(lost).toBe(0);
}

it('a process that is cut off from the database is replaced, and ends when it is back', async () => {
  const bench = await openBench();
  const { fleet, proxy } = bench;
  const { stage } = fleet;
  await loseNothing(bench, async () => {
    await sleep(3_000);
    const first = fleet.bot(0);
    stage.kills.push(stage.clock.now());
    proxy.hang();
    // It is not ready any more.
    fleet.leadTo(1, 2);
    await sleep(SILENT_MS);
    proxy.cutAll();
    proxy.resume();
    stage.wakes.push(stage.clock.now());
    expect(await first.ended).toEqual({ code: 1, signal: null });
    expect(first.lines.some((line) => line.includes('taken this one for dead'))).toBe(true);
    fleet.start(0);
    await fleet.bot(0).waitFor(({ msg }) => msg === 'ready');
    fleet.leadTo(0, 1, 2);
  });
});

it('a process that is cut off from Discord and RunPod keeps its jobs, and goes on', async () => {
  const server = await PostgresServer.create(['max_connections=150']);
  onTestFinished(() => server.close());
  const fleet = await Fleet.open(PROCESSES, { server: server.url });
  onTestFinished(() => fleet.close());
  const { discord, runpod } = fleet.stage;
  const [outside, reached] = await Promise.all([LoadBalancer.open(), LoadBalancer.open()]);
  onTestFinished(() => {
    outside.close();
    reached.close();
  });
  const through = (address: string, balancer: LoadBalancer) => {
    const url = new URL(address);
    balancer.leadTo([Number(url.port)]);
    url.port = String(balancer.port);
    return String(url).replace(/\/$/, '');
  };
  const env = {
    DISCORD_API_URL: through(discord.apiUrl, outside),
    RUNPOD_API_URL: through(runpod.apiUrl, reached),
  };
  await fleet.startAll({ envOf: (index) => (index === 0 ? env : {}) });
  await loseNothing({ fleet, server, proxy: await PostgresProxy.start(server.port) }, async () => {
    await sleep(3_000);
    fleet.leadTo(1, 2);
    outside.leadTo([]);
    reached.leadTo([]);
    await sleep(SILENT_MS);
    through(discord.apiUrl, outside);
    through(runpod.apiUrl, reached);
    fleet.leadTo(0, 1, 2);
    await sleep(2_000);
  });
});

it('processes whose clocks are two minutes apart work together', async () => {
  const server = await PostgresServer.create(['max_connections=150']);
  onTestFinished(() => server.close());
  const fleet = await Fleet.open(PROCESSES, { server: server.url });
  onTestFinished(() => fleet.close());
  const ahead = ['0', '60000', '-60000'];
  await fleet.startAll({ envOf: (index) => ({ [CLOCK_OFFSET]: ahead[index] ?? '0' }) });
  await loseNothing({ fleet, server, proxy: await PostgresProxy.start(server.port) }, async () => {
    await sleep(4_000);
    await fleet.kill(1);
    await sleep(7_000);
    fleet.start(1);
  });
});

it('processes outlive a server that is killed, and none is taken for dead', async () => {
  const bench = await openBench();
  const { fleet, server } = bench;
  await loseNothing(bench, async () => {
    for (const downMs of [500, 3_000, 25_000]) {
      await sleep(3_000);
      await server.stop('killed');
      fleet.stage.serverEnds += 1;
      await sleep(downMs);
      await server.start();
    }
    await sleep(12_000);
  });
});

it('a failover to a synchronous standby loses nothing', async () => {
  const standbys: PostgresServer[] = [];
  // After all else that uses it.
  onTestFinished(() => standbys[0]?.close());
  const bench = await openBench('all');
  const { fleet, server, proxy } = bench;
  const standby = await server.standby();
  standbys.push(standby);
  const { url, port } = standby;
  await loseNothing(bench, async () => {
    await sleep(4_000);
    await server.stop('killed');
    fleet.stage.serverEnds += 1;
    await standby.promote();
    proxy.moveTo(port);
    await fleet.stage.moveDatabase(url);
    await sleep(4_000);
  });
});

it('a failover to an asynchronous standby loses what that had not received, and nothing else', async () => {
  const standbys: PostgresServer[] = [];
  onTestFinished(() => standbys[0]?.close());
  const { fleet, server, proxy } = await openBench('all');
  const { stage } = fleet;
  const standby = await server.standby({ isSynchronous: false });
  standbys.push(standby);
  const jobs = () =>
    stage.database.use((trx) =>
      trx.selectFrom('jobs').select(['id', 'state', 'runpodId']).orderBy('createdAt').execute(),
    );
  const ask = async (count: number) => {
    for (let nth = 0; nth < count; nth += 1) await (await stage.ask()).answered;
  };
  stage.runpod.hold();
  await ask(2);
  await stage.until('two jobs at RunPod', async () => {
    return (await jobs()).filter(({ runpodId }) => runpodId !== null).length === 2;
  });
  const received = await jobs();
  await sleep(1_000);
  await standby.fallBehind();
  await ask(2);
  expect(await jobs()).toHaveLength(4);
  await server.stop('killed');
  await standby.promote();
  proxy.moveTo(standby.port);
  await stage.moveDatabase(standby.url);
  stage.runpod.release();
  await stage.until('a request is taken', async () => {
    const { answered } = await stage.ask();
    await answered.catch(() => undefined);
    return (await jobs()).length > 2;
  });
  await settle(stage);
  const left = await jobs();
  expect(left.slice(0, 2).map(({ id }) => id)).toEqual(received.map(({ id }) => id));
  expect(new Set(left.map(({ state }) => state))).toEqual(new Set(['completed']));
  await fleet.stop();
});

it('a newer version may change the database beside running processes', async () => {
  const bench = await openBench();
  const { fleet } = bench;
  const { database } = fleet.stage;
  await loseNothing(bench, async () => {
    await sleep(3_000);
    await database.exec('ALTER TABLE jobs ADD COLUMN newer TEXT');
    await database.exec('UPDATE schema_version SET version = version + 1');
    await sleep(4_000);
    await fleet.kill(2);
    const { code } = await fleet.start(2).ended;
    expect(code).toBe(1);
    await database.exec('UPDATE schema_version SET version = version - 1');
    fleet.start(2);
    await fleet.bot(2).waitFor(({ msg }) => msg === 'ready');
  });
});
