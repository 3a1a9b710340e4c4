import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import fc from 'fast-check';
import { systemClock } from '../../src/engines/clock.ts';
import { systemRandom } from '../../src/engines/env.ts';
import { openScreening } from '../../src/screening/open-screening.ts';
import { openDatabase } from '../../src/store/database.ts';
import { openKeyFile } from '../../src/store/key-file.ts';
import { DEFECTS } from './defects.ts';
import { Disk } from './disk.ts';
import { plans } from './plan.ts';
import { run, type Verdict } from './run.ts';
import { handlersOfAll, type Stage } from './world.ts';

/*
 * npm run simulate -- [--seeds 100] [--from 1]   runs seeds, and stops at the first that breaks an invariant
 * npm run simulate -- --seed 7 [--story]         runs one, and prints its story whether it breaks one or not
 * npm run simulate -- --defects [--only word]    plants defects one after another, each of which must be found
 */
const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '100' },
    from: { type: 'string', default: '1' },
    seed: { type: 'string' },
    story: { type: 'boolean', default: false },
    defects: { type: 'boolean', default: false },
    only: { type: 'string', default: '' },
    quick: { type: 'boolean', default: false },
  },
});

/** Where Linux keeps files in memory. */
const IN_MEMORY = '/dev/shm';
/** How often a failing plan is cut down. */
const MOST_SHRINKS = values.quick ? 0 : 400;

async function main(): Promise<void> {
  const folder = mkdtempSync(join(existsSync(IN_MEMORY) ? IN_MEMORY : tmpdir(), 'darkroom-sim-'));
  const disk = new Disk(join(folder, 'disk'));
  const template = join(folder, 'template.sqlite');
  await openDatabase(template).close();
  openKeyFile(`${template}.key`);
  const stage = { disk, template, screening: openScreening(), handlers: handlersOfAll() };
  const unmount = disk.mount();
  sealOff();
  try {
    await simulate(stage);
  } finally {
    unmount();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** From here on, whatever still reads the system's time or randomness throws. */
function sealOff(): void {
  const refuse = () => {
    throw new Error('time or randomness past the env');
  };
  Object.assign(systemClock, { now: refuse, sleep: refuse });
  Object.assign(systemRandom, { fraction: refuse, bytes: refuse });
  Math.random = refuse;
}

async function simulate(stage: Stage): Promise<void> {
  const first = Number(values.seed ?? values.from);
  const count = values.seed === undefined ? Number(values.seeds) : 1;
  const beganAt = performance.now();
  let seed = first;
  let failure: Verdict | undefined;
  for (; seed < first + count && !failure; seed += 1) failure = await failureOf(stage, seed);
  const ms = performance.now() - beganAt;
  const run = seed - first;
  if (failure) {
    console.log(`seed ${seed - 1} breaks an invariant; this is the shortest story found:\n`);
    console.log(failure.story.join('\n'));
    console.log(`\nseed ${seed - 1}: ${failure.breach?.message ?? ''}`);
    process.exitCode = 1;
  }
  console.log(`${run} seeds in ${(ms / 1_000).toFixed(1)} s, ${(ms / run).toFixed(0)} ms a seed`);
}

/** Runs a seed's plan. If it breaks an invariant, looks for a shorter one that breaks one too. */
async function failureOf(stage: Stage, seed: number): Promise<Verdict | undefined> {
  let runs = 0;
  let failure: Verdict | undefined;
  const property = fc.asyncProperty(plans, async (plan) => {
    runs += 1;
    if (runs > MOST_SHRINKS + 1) return;
    const verdict = await run(stage, seed, plan);
    if (values.story) console.log(verdict.story.join('\n'));
    if (!verdict.breach) return;
    failure = verdict;
    throw verdict.breach;
  });
  await fc.check(property, { seed, numRuns: 1, endOnFailure: values.story || values.quick });
  return failure;
}

/** Each defect in a process of its own, which has to find it. */
function findDefects(): void {
  const quietly = '--disable-warning=ExperimentalWarning';
  const modules = ['tsx', new URL('plant.ts', import.meta.url).href];
  const program = [
    quietly,
    ...modules.flatMap((one) => ['--import', one]),
    fileURLToPath(import.meta.url),
  ];
  const options = ['--quick', '--from', values.from, '--seeds', '10000'];
  for (const { name } of DEFECTS.filter((one) => one.name.includes(values.only))) {
    const env = { ...process.env, DEFECT: name };
    const { stdout, status } = spawnSync(process.execPath, [...program, ...options], {
      env,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const found = /^seed \d+: .*$/m.exec(stdout)?.[0];
    const last = stdout.trim().split('\n').at(-1) ?? '';
    console.log(`${name}\n  ${found ?? 'NOT FOUND'}\n  ${last}`);
    if (status !== 1 || found === undefined) process.exitCode = 1;
  }
}

if (values.defects) findDefects();
else await main();
