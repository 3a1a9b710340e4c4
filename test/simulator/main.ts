import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import fc from 'fast-check';
import { openScreening } from '../../src/screening/open-screening.ts';
import { openDatabase } from '../../src/store/database.ts';
import { openKeyFile } from '../../src/store/key-file.ts';
import { Disk } from './disk.ts';
import { type Plan, plans } from './plan.ts';
import { run, type Verdict } from './run.ts';
import type { Stage } from './world.ts';

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '100' },
    seed: { type: 'string' },
    story: { type: 'boolean' },
  },
});

async function main(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'darkroom-simulator-'));
  const disk = new Disk(join(folder, 'disk'));
  const template = join(folder, 'template.sqlite');
  await openDatabase(template).close();
  openKeyFile(`${template}.key`);
  const stage = { disk, template, screening: openScreening() };
  const unmount = disk.mount();
  try {
    await simulate(stage);
  } finally {
    unmount();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function simulate(stage: Stage): Promise<void> {
  const first = Number(values.seed ?? 1);
  const last = values.seed === undefined ? Number(values.seeds) : first;
  const beganAt = performance.now();
  for (let seed = first; seed <= last; seed += 1) {
    const failed = await fails(stage, seed);
    if (!failed) continue;
    console.log(`seed ${seed} breaks an invariant. Shortest story found:\n`);
    console.log(failed.story.join('\n'));
    console.log(`\nseed ${seed}: ${failed.breach?.message ?? ''}`);
    console.log(`\n${JSON.stringify(failed.plan)}`);
    process.exitCode = 1;
    break;
  }
  const ms = performance.now() - beganAt;
  const count = last - first + 1;
  console.log(
    `${count} seeds in ${(ms / 1_000).toFixed(1)} s, ${(ms / count).toFixed(0)} ms a seed`,
  );
}

const MOST_SHRINKS = 400;

async function fails(stage: Stage, seed: number): Promise<(Verdict & { plan: Plan }) | undefined> {
  let runs = 0;
  let last: (Verdict & { plan: Plan }) | undefined;
  const property = fc.asyncProperty(plans, async (plan) => {
    runs += 1;
    if (runs > MOST_SHRINKS) return;
    const verdict = await run(stage, seed, plan);
    if (values.story) console.log(verdict.story.join('\n'));
    if (verdict.breach) {
      last = { ...verdict, plan };
      throw verdict.breach;
    }
  });
  await fc.check(property, { seed, numRuns: 1, endOnFailure: values.story === true });
  return last;
}

await main();
