import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../../packages/stand-ins/free-port.ts';
import { LoadBalancer } from '../../packages/stand-ins/load-balancer.ts';
import type { RunPodSandboxOptions } from '../../packages/stand-ins/runpod/runpod-sandbox.ts';
import { askAtOnce, type AnswerTimes } from '../answer-times.ts';
import type { BotUnderTest } from '../bot-under-test.ts';
import { ClosedLoop } from '../closed-loop.ts';
import { CpuLimit } from '../cpu-limit.ts';
import { crowd } from '../crowd.ts';
import { stallFigure, type Figure, type Report } from '../figure.ts';
import { gpuWork, slower, STEADY } from '../gpu-work.ts';
import { inHouse, SQLITE, type House } from '../house.ts';
import { stallOf, type Stall } from '../lap.ts';
import { noisePicture } from '../noise-picture.ts';
import { PostgresDatabase } from '../postgres-database.ts';
import { PeakMemory, treeCpu } from '../process-tree.ts';
import { RequestWatch } from '../request-watch.ts';
import type { Scenario } from '../scenario.ts';
import { until } from '../until.ts';

const SIZES = [25, 100, 500, 1_000];
const QUICK_SIZES = [100];

/** What a bot process has, as on a small machine of its own. */
const CORES = 0.25;

const { BENCH_POSTGRES: SERVER = 'postgres://postgres@127.0.0.1:5432/postgres' } = process.env;

/** How many commands a process has answered before a burst. */
const WARM_UP = 100;
/** A bot that has sent nothing to Discord for that long has done all its work. */
const QUIET_MS = 1_500;
const QUIET_WITHIN_MS = 60_000;
const ANSWERS_WITHIN_MS = 60_000;

/** How many members each process has whose jobs are under way. */
const MEMBERS = 96;
/** How many of them ask while the code is compiled, before the process is held. */
const WARMING = 24;
/** For how long those ask, all of them come, the queue settles, and jobs are counted. */
const LOOP = { warmUpMs: 10_000, comeMs: 20_000, settlesMs: 10_000, forMs: 30_000 };
const QUICK_LOOP = { warmUpMs: 5_000, comeMs: 5_000, settlesMs: 5_000, forMs: 8_000 };
/** Of a picture with about 1.5 MB. */
const SIDE = 707;
const MEMORY_EVERY_MS = 500;

/** Which processes are measured. */
interface SetUp {
  readonly name: string;
  /** The URL of a PostgreSQL server, or `sqlite`. */
  readonly server: string;
  /** Starts the bots, and waits until they are ready. */
  readonly start: (house: House, balancer: LoadBalancer) => Promise<readonly BotUnderTest[]>;
}

/** All are posted interactions through the load balancer, so that only the database and the number differ. */
function darkroom(name: string, server: string, processes: number): SetUp {
  return {
    name,
    server,
    async start(house, balancer) {
      const ports = new Set<string>();
      while (ports.size < processes) ports.add(await freePort());
      balancer.leadTo([...ports].map(Number));
      const [first] = ports;
      await house.postInteractions(first, balancer.port);
      const bots: BotUnderTest[] = [];
      for (const port of ports) {
        const env = { INTAKE: 'http', HTTP_PORT: port, MAX_JOBS_IN_FLIGHT: '0' };
        const bot = house.darkroom(env);
        await bot.ready();
        bots.push(bot);
      }
      return bots;
    },
  };
}

function plain(start: (house: House) => BotUnderTest): SetUp {
  return {
    name: 'plain',
    server: SQLITE,
    async start(house) {
      const bot = start(house);
      await bot.ready();
      return [bot];
    },
  };
}

const PLAIN_BOT = plain((house) => house.plainBot());
const PLAIN_LOOP = plain((house) => house.plainLoop());

const ONE_POSTGRES = 'PostgreSQL, 1 process';
const THREE_POSTGRES = 'PostgreSQL, 3 processes';

/** What came of commands at once. */
interface BurstMeasure {
  readonly times: AnswerTimes;
  /** The longest of all processes; `null` if one of them does not answer. */
  readonly stall: Stall | null;
}

/** What bots that cannot keep up got done. */
interface LoopMeasure {
  readonly jobsPerSecond: number;
  /** Commands that were not answered within 3 s. */
  readonly late: number;
  readonly stall: Stall | null;
  /** Of the largest process, with its children. */
  readonly memoryMb: number;
  /** The following is for each job, and times are milliseconds. CPU time is of all bot processes. */
  readonly cpuMs: number;
  readonly commits: number;
  /** How long sessions executed statements, and CPU time of the server's processes; on PostgreSQL. */
  readonly database: { readonly busyMs: number; readonly cpuMs: number | undefined } | undefined;
}

/** The same bots on machines of their own: one process on either database, and several on one database. */
export const machines: Scenario = {
  name: 'machines',
  withinMs: 30 * 60_000,
  async run(report, { quick }) {
    const noLimit = await whyNoLimit();
    if (noLimit !== undefined) {
      process.stderr.write(`  Not held to ${CORES} cores, as no cgroup can be made: ${noLimit}\n`);
    }
    const isHeld = noLimit === undefined;
    const noServer = await whyNoServer();
    if (noServer !== undefined) {
      process.stderr.write(`  SQLite only, as PostgreSQL cannot be used: ${noServer}\n`);
    }
    const setUps = [
      darkroom('SQLite', SQLITE, 1),
      ...(noServer === undefined
        ? [darkroom(ONE_POSTGRES, SERVER, 1), darkroom(THREE_POSTGRES, SERVER, 3)]
        : []),
    ];
    const nameOf = ({ name }: SetUp) => (isHeld ? name : `${name}, not held`);

    for (const size of quick ? QUICK_SIZES : SIZES) {
      const beside = await measureBurst(PLAIN_BOT, size, isHeld);
      for (const setUp of setUps) {
        const measure = await measureBurst(setUp, size, isHeld);
        reportBurst(report, `${nameOf(setUp)}, ${size} at once`, measure, beside);
      }
    }

    const beside = await measureLoop(PLAIN_LOOP, quick, isHeld);
    const rates = new Map<string, number>();
    for (const setUp of setUps) {
      const measure = await measureLoop(setUp, quick, isHeld);
      rates.set(setUp.name, measure.jobsPerSecond);
      reportLoop(report, nameOf(setUp), measure, beside);
    }
    const [one, three] = [rates.get(ONE_POSTGRES), rates.get(THREE_POSTGRES)];
    if (one === undefined || three === undefined) return;
    const of = isHeld ? THREE_POSTGRES : `${THREE_POSTGRES}, not held`;
    report({ key: 'machines.times', of, measured: three / one });
  },
};

/** That many commands at once. RunPod finishes nothing meanwhile, so that only the answers count. */
function measureBurst(setUp: SetUp, size: number, isHeld: boolean): Promise<BurstMeasure> {
  const output = { images: [] };
  const work = () => Promise.resolve({ status: 'COMPLETED', output });
  return inSetUp(setUp, { workers: WARM_UP, work }, async (house, bots, hold) => {
    const { discord, runpod } = house;
    await askAtOnce(discord, crowd(discord, WARM_UP * bots.length));
    await quiet(house);
    runpod.hold();
    if (isHeld) hold();
    await stallsOf(bots);
    const options = { withinMs: ANSWERS_WITHIN_MS };
    const { times } = await askAtOnce(discord, crowd(discord, size), options);
    return { times, stall: await stallsOf(bots) };
  });
}

/** Members always wait for more jobs than the bots can handle. */
async function measureLoop(setUp: SetUp, quick: boolean, isHeld: boolean): Promise<LoopMeasure> {
  const { warmUpMs, comeMs, settlesMs, forMs } = quick ? QUICK_LOOP : LOOP;
  const times = slower(STEADY, 1 / 2);
  const picture = (await noisePicture(SIDE)).toString('base64');
  const runpod: RunPodSandboxOptions = {
    workers: 500,
    queueMs: ({ input }) => times.queueMs(input),
    work: gpuWork(picture, times),
  };
  return inSetUp(setUp, runpod, async (house, bots, hold) => {
    const { discord, postgres } = house;
    const warming = new ClosedLoop(discord, WARMING * bots.length, warmUpMs / 4);
    await sleep(warmUpMs);
    warming.stop();
    if (isHeld) hold();
    // At once, they would be answered so late that most would ask again, for a long time.
    const loop = new ClosedLoop(discord, MEMBERS * bots.length, comeMs);
    await sleep(comeMs + settlesMs);

    const used = async () => ({
      shown: loop.shown,
      late: loop.late,
      at: performance.now(),
      cpuMs: sum(bots.map(({ pid }) => treeCpu(pid))),
      database: postgres && { ...(await postgres.use()), cpuMs: await postgres.sessionCpu() },
    });
    await Promise.all(bots.map((bot) => bot.lap()));
    const before = await used();
    const memories = bots.map(({ pid }) => new PeakMemory(pid, MEMORY_EVERY_MS));
    await sleep(forMs);
    const after = await used();
    const laps = await Promise.all(bots.map((bot) => bot.lap()));
    loop.stop();

    const jobs = after.shown - before.shown;
    const [began, ended] = [before.database, after.database];
    const isOnPostgres = began !== undefined && ended !== undefined;
    return {
      jobsPerSecond: (1_000 * jobs) / (after.at - before.at),
      late: after.late - before.late,
      stall: longest(laps.map(stallOf)),
      memoryMb: Math.max(...memories.map((memory) => memory.stop())) / 1e6,
      cpuMs: (after.cpuMs - before.cpuMs) / jobs,
      commits: isOnPostgres
        ? (ended.commits - began.commits) / jobs
        : sum(laps.map((lap) => lap?.commits ?? 0)) / jobs,
      database: isOnPostgres
        ? {
            busyMs: (ended.busyMs - began.busyMs) / jobs,
            cpuMs:
              ended.cpuMs === undefined || began.cpuMs === undefined
                ? undefined
                : (ended.cpuMs - began.cpuMs) / jobs,
          }
        : undefined,
    };
  });
}

/** Starts the bots of a set-up in a house of their own. `hold` gives each of them its share of a core. */
function inSetUp<T>(
  { server, start }: SetUp,
  runpod: RunPodSandboxOptions,
  act: (house: House, bots: readonly BotUnderTest[], hold: () => void) => Promise<T>,
): Promise<T> {
  return inHouse(
    runpod,
    async (house) => {
      const balancer = await LoadBalancer.open();
      const limits: CpuLimit[] = [];
      try {
        const bots = await start(house, balancer);
        const hold = () => {
          for (const { pid } of bots) {
            const limit = CpuLimit.create(`darkroom-bench-${pid}`, CORES);
            limits.push(limit);
            limit.hold(pid);
          }
        };
        return await act(house, bots, hold).finally(() =>
          Promise.all(bots.map((bot) => bot.kill())),
        );
      } finally {
        await Promise.all(limits.map((limit) => limit.remove()));
        balancer.close();
      }
    },
    server,
  );
}

async function quiet({ discord, runpod }: House): Promise<void> {
  const begun = Date.now();
  const requests = new RequestWatch(discord.rest, /./);
  await until(() => {
    const isRunning = runpod.jobs.some(({ endedAt }) => endedAt === undefined);
    return !isRunning && Date.now() - (requests.times.at(-1) ?? begun) > QUIET_MS;
  }, QUIET_WITHIN_MS);
  requests.stop();
}

/** The longest stall since the last call. */
async function stallsOf(bots: readonly BotUnderTest[]): Promise<Stall | null> {
  const laps = await Promise.all(bots.map((bot) => bot.lap()));
  return longest(laps.map(stallOf));
}

function longest(stalls: readonly (Stall | null)[]): Stall | null {
  const known = stalls.filter((stall) => stall !== null);
  const [first = null] = known.toSorted((one, other) => other.ms - one.ms);
  return known.length === stalls.length ? first : null;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

type Stalls = Pick<BurstMeasure | LoopMeasure, 'stall'>;

function reportStall(report: Report, of: string, own: Stalls, beside: Stalls): void {
  report({
    ...stallFigure('machines.stall', own.stall, of),
    plain: beside.stall?.ms ?? null,
  });
}

function reportBurst(report: Report, of: string, own: BurstMeasure, beside: BurstMeasure): void {
  const figure = (key: Figure['key'], which: 'late' | 'median' | 'p99') => {
    report({ key, of, measured: own.times[which], plain: beside.times[which] });
  };
  figure('machines.late', 'late');
  figure('machines.median', 'median');
  figure('machines.p99', 'p99');
  reportStall(report, of, own, beside);
}

function reportLoop(report: Report, of: string, own: LoopMeasure, beside: LoopMeasure): void {
  const figure = (key: Figure['key'], which: 'jobsPerSecond' | 'late' | 'cpuMs' | 'memoryMb') => {
    report({ key, of, measured: own[which], plain: beside[which] });
  };
  figure('machines.jobs', 'jobsPerSecond');
  figure('machines.late', 'late');
  figure('machines.cpu', 'cpuMs');
  figure('machines.memory', 'memoryMb');
  reportStall(report, of, own, beside);
  report({ key: 'machines.commits', of, measured: own.commits });
  if (!own.database) return;
  const { busyMs, cpuMs } = own.database;
  report({ key: 'machines.database', of, measured: busyMs });
  if (cpuMs !== undefined) report({ key: 'machines.database-cpu', of, measured: cpuMs });
}

async function whyNoLimit(): Promise<string | undefined> {
  try {
    await CpuLimit.create(`darkroom-bench-${process.pid}`, CORES).remove();
    return undefined;
  } catch (error) {
    return String(error);
  }
}

async function whyNoServer(): Promise<string | undefined> {
  try {
    const database = await PostgresDatabase.create(SERVER);
    await database.drop();
    return undefined;
  } catch (error) {
    return String(error);
  }
}
