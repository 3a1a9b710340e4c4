import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it, onTestFinished } from 'vitest';
import { waitUntilProcessDrained } from '../src/operator/drain-process.ts';
import { systemClock } from '../src/engines/clock.ts';
import type { IntakeKind } from '../src/discord/rest/start-failures.ts';
import { check } from './crash/check.ts';
import { Fleet } from './crash/fleet.ts';
import { settle } from './crash/settle.ts';
import { PostgresServer } from './support/postgres-server.ts';

const PROCESSES = 3;
const BETWEEN_REQUESTS_MS = 200;
const TAKEN_OVER = 'jobs of a process that has ended are taken over';
const NOT_IN_TIME = 'no other process was connected to Discord in time';
/** What processes learn of each other, they learn within seconds. */
const SLOW = { timeout: 60_000 };

async function openFleet(by: IntakeKind): Promise<Fleet> {
  const server = await PostgresServer.create(['max_connections=100']);
  onTestFinished(() => server.close());
  const fleet = await Fleet.open(PROCESSES, { by, server: server.url, answerWithinMs: 60_000 });
  onTestFinished(() => fleet.close());
  await fleet.startAll();
  return fleet;
}

/** Members ask until it is over. Returns how many did, and how many got no answer. */
async function askDuring({ stage }: Fleet, work: () => Promise<void>) {
  const over = new AbortController();
  const answers: Promise<boolean>[] = [];
  const asking = (async () => {
    while (!over.signal.aborted) {
      const { answered } = await stage.ask();
      answers.push(
        answered.then(
          () => true,
          () => false,
        ),
      );
      await sleep(BETWEEN_REQUESTS_MS);
    }
  })();
  await work();
  over.abort();
  await asking;
  const unanswered = (await Promise.all(answers)).filter((isAnswered) => !isAnswered);
  return { asked: answers.length, unanswered: unanswered.length };
}

async function sentJobs({ stage }: Fleet): Promise<number> {
  const sent = await stage.database.use((trx) =>
    trx.selectFrom('jobs').select('id').where('runpodId', 'is not', null).execute(),
  );
  return sent.length;
}

it.each<IntakeKind>(['gateway', 'http'])(
  'three processes are restarted one by one, and nobody notices, by %s',
  async (by) => {
    const fleet = await openFleet(by);
    const late: string[] = [];
    const { asked, unanswered } = await askDuring(fleet, async () => {
      for (let index = 0; index < PROCESSES; index += 1) {
        const bot = fleet.bot(index);
        bot.kill('SIGTERM');
        expect(await bot.ended).toEqual({ code: 0, signal: null });
        late.push(...bot.lines.filter((line) => line.includes(NOT_IN_TIME)));
        await fleet.start(index).waitFor(({ msg }) => msg === 'resumed');
      }
    });
    expect(asked).toBeGreaterThan(20);
    // On a busy machine another process may connect later than a process waits for it.
    if (late.length === 0) expect(unanswered).toBe(0);
    await settle(fleet.stage);
    await fleet.stop();
    const { lost, doubled } = await check(fleet.stage);
    expect({ lost, doubled }).toEqual({ lost: 0, doubled: 0 });
  },
);

it('another process connects and drives the jobs on once the first one is killed', async () => {
  const fleet = await openFleet('gateway');
  const { discord, runpod } = fleet.stage;
  expect(discord.gateway.connections).toBe(1);
  runpod.hold();
  await Promise.all(Array.from({ length: 5 }, () => fleet.stage.ask()));
  // One that is killed between sending a job and noting that may have it sent once more.
  await fleet.stage.until('note that they are sent', async () => (await sentJobs(fleet)) === 5);
  await fleet.kill(0);
  runpod.release();
  fleet.stage.watch(fleet.bot(1));
  await settle(fleet.stage);
  expect(discord.gateway.identified).toBe(2);
  await fleet.stop();
  expect(await check(fleet.stage)).toMatchObject({ jobs: 5, lost: 0, doubled: 0 });
});

/** Drains the first process, and tells what the operator reads. */
async function drainFirst({ stage }: Fleet) {
  const { DATABASE_URL: databaseUrl, DATABASE_PATH: databasePath = '' } = stage.database.env;
  const place = { databasePath, databaseUrl };
  const { id } = await stage.database.use((trx) =>
    trx.selectFrom('processes').select('id').orderBy('startedAt').executeTakeFirstOrThrow(),
  );
  const said: string[] = [];
  const { signal } = new AbortController();
  const say = (line: string) => said.push(line);
  const done = waitUntilProcessDrained({ name: id, place }, { clock: systemClock, say, signal });
  return { done, reads: (line: RegExp) => expect.poll(() => said.at(-1), SLOW).toMatch(line) };
}

it('a process that is drained hands over, ends its jobs and stops, and nobody notices', async () => {
  const fleet = await openFleet('gateway');
  const { discord, runpod } = fleet.stage;
  const { asked, unanswered } = await askDuring(fleet, async () => {
    runpod.hold();
    await fleet.stage.until('jobs of the first', async () => (await sentJobs(fleet)) > 3);
    const { done, reads } = await drainFirst(fleet);
    await reads(/^Left: /);
    expect(discord.gateway.identified).toBe(2);
    await fleet.stage.until('a disconnect', () =>
      Promise.resolve(discord.gateway.connections === 1),
    );
    await sleep(2_000);
    runpod.release();
    expect(await done).toBe(true);
    fleet.bot(0).kill('SIGTERM');
    expect(await fleet.bot(0).ended).toEqual({ code: 0, signal: null });
  });
  expect(asked).toBeGreaterThan(20);
  expect(unanswered).toBe(0);
  fleet.stage.watch(fleet.bot(1));
  await settle(fleet.stage);
  await fleet.stop();
  const takenOver = fleet.bots.flatMap(({ log }) => log).filter(({ msg }) => msg === TAKEN_OVER);
  expect(takenOver).toEqual([]);
  const { lost, doubled } = await check(fleet.stage);
  expect({ lost, doubled }).toEqual({ lost: 0, doubled: 0 });
});

it('a process that is drained connects again where no other is left', async () => {
  const fleet = await openFleet('gateway');
  const { discord, runpod } = fleet.stage;
  runpod.hold();
  await fleet.stage.ask();
  await fleet.stage.until('a job', async () => (await sentJobs(fleet)) === 1);
  const { done, reads } = await drainFirst(fleet);
  await reads(/^Left: 1/);
  await fleet.kill(1);
  await fleet.kill(2);
  await reads(/^No other process takes its interactions any more/);
  await expect.poll(() => discord.gateway.identified, SLOW).toBe(3);
  await (
    await fleet.stage.ask()
  ).answered;
  await fleet.start(1).waitFor(({ msg }) => msg === 'resumed');
  runpod.release();
  expect(await done).toBe(true);
  expect(discord.gateway.identified).toBe(4);
  await settle(fleet.stage);
  await fleet.stop();
  expect(await check(fleet.stage)).toMatchObject({ jobs: 2, lost: 0, doubled: 0 });
});
