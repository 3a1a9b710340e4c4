import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it, onTestFinished } from 'vitest';
import { check } from '../crash/check.ts';
import { Fleet } from '../crash/fleet.ts';
import { settle } from '../crash/settle.ts';
import { PostgresServer } from '../support/postgres-server.ts';
import { DATABASE_HOST, NetworkNamespace } from './network.ts';

const PROCESSES = 3;
/** Longer than a process may be silent. */
const SILENT_MS = 26_000;
/** Discord expects a heartbeat every 41 s, and a connection is given up when one is not answered. */
const LONG = { timeout: 300_000 };

/** The first process runs on a machine of its own, and is connected to Discord. */
async function openBench() {
  const network = await NetworkNamespace.create(process.pid % 10_000);
  onTestFinished(() => network.close());
  const settings = ['max_connections=150', `listen_addresses=127.0.0.1,${DATABASE_HOST}`];
  const server = await PostgresServer.create(settings);
  onTestFinished(() => server.close());
  await server.allow(network.clientOfDatabase);
  const fleet = await Fleet.open(PROCESSES, {
    by: 'gateway',
    server: server.url,
    answerWithinMs: 60_000,
  });
  onTestFinished(() => fleet.close());
  const url = new URL(fleet.stage.database.env.DATABASE_URL ?? '');
  url.hostname = DATABASE_HOST;
  const env = { DATABASE_URL: String(url) };
  await fleet.startAll({
    envOf: (index) => (index === 0 ? env : {}),
    withinOf: (index) => (index === 0 ? network.within : undefined),
  });
  const restartFirst = () => fleet.start(0, undefined, env).waitFor(({ msg }) => msg === 'ready');
  return { fleet, network, restartFirst };
}

/** Jobs that the first process drives; RunPod keeps them. */
async function askThree({ stage }: Fleet): Promise<void> {
  stage.runpod.hold();
  for (let count = 0; count < 3; count += 1) await (await stage.ask()).answered;
  await stage.until('jobs at RunPod', async () => (await sent(stage)) === 3);
}

async function sent({ database }: Fleet['stage']): Promise<number> {
  const rows = await database.use((trx) =>
    trx.selectFrom('jobs').select('id').where('runpodId', 'is not', null).execute(),
  );
  return rows.length;
}

/** Afterwards every job has ended and is shown, and none was sent twice. */
async function loseNothing(fleet: Fleet, jobs: number): Promise<void> {
  await settle(fleet.stage);
  await fleet.stop();
  expect(await check(fleet.stage)).toMatchObject({ jobs, lost: 0, doubled: 0 });
}

it('a process that loses the way to the database is replaced at Discord, too', async () => {
  const { fleet, network, restartFirst } = await openBench();
  const { stage } = fleet;
  await askThree(fleet);
  const first = fleet.bot(0);
  stage.kills.push(stage.clock.now());
  await network.cut('database');
  await sleep(SILENT_MS);
  await stage.until('another connection', () =>
    Promise.resolve(stage.discord.gateway.identified >= 2),
  );
  await (
    await stage.ask()
  ).answered;
  stage.runpod.release();
  await network.restore('database');
  stage.wakes.push(stage.clock.now());
  expect(await first.ended).toEqual({ code: 1, signal: null });
  expect(first.lines.some((line) => line.includes('taken this one for dead'))).toBe(true);
  await restartFirst();
  await loseNothing(fleet, 4);
});

it('a process that loses the way to Discord and RunPod ends, and others go on', LONG, async () => {
  const { fleet, network, restartFirst } = await openBench();
  const { stage } = fleet;
  await askThree(fleet);
  const first = fleet.bot(0);
  await network.cut('others');
  expect(await first.ended).toEqual({ code: 1, signal: null });
  expect(
    first.lines.some((line) => line.includes('cannot reach Discord, and another one can')),
  ).toBe(true);
  stage.kills.push(stage.clock.now());
  await stage.until('another connection', () =>
    Promise.resolve(stage.discord.gateway.identified >= 2),
  );
  stage.watch(fleet.bot(1));
  stage.runpod.release();
  await (
    await stage.ask()
  ).answered;
  await network.restore('others');
  await restartFirst();
  await loseNothing(fleet, 4);
});
