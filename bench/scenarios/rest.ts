import { execFile } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { ENTRIES } from '../built-entries.ts';
import { inHouse } from '../house.ts';
import { median } from '../percentiles.ts';
import { treeRss } from '../process-tree.ts';
import type { Scenario } from '../scenario.ts';

const REPEATS = 3;
const SETTLES_MS = 10_000;
const QUICK_SETTLES_MS = 3_000;

const run = promisify(execFile);

export interface RestMeasure {
  readonly memoryMb: number;
  readonly readyMs: number;
}

/** A bot that nobody has asked for anything yet. */
export function measureRest(
  which: 'darkroom' | 'plain',
  settlesMs = SETTLES_MS,
): Promise<RestMeasure> {
  return inHouse({}, async (house) => {
    const how = { watched: false };
    const bot = which === 'plain' ? house.plainBot(how) : house.darkroom({}, how);
    const readyMs = await bot.ready();
    await sleep(settlesMs);
    return { memoryMb: treeRss(bot.pid) / 1e6, readyMs };
  });
}

/** How long the screening lists take to load in a new process, in milliseconds. */
export async function measureLists(): Promise<number> {
  const { BENCH_NODE = process.execPath } = process.env;
  const { stdout } = await run(BENCH_NODE, [ENTRIES.openScreening]);
  return Number(stdout);
}

export const rest: Scenario = {
  name: 'rest',
  withinMs: 5 * 60_000,
  async run(report, { quick }) {
    const [own, plain, lists]: [RestMeasure[], RestMeasure[], number[]] = [[], [], []];
    const settlesMs = quick ? QUICK_SETTLES_MS : SETTLES_MS;
    for (let round = 0; round < (quick ? 1 : REPEATS); round += 1) {
      plain.push(await measureRest('plain', settlesMs));
      own.push(await measureRest('darkroom', settlesMs));
      lists.push(await measureLists());
    }
    const middle = (of: keyof RestMeasure) => ({
      measured: median(own.map((measure) => measure[of])),
      plain: median(plain.map((measure) => measure[of])),
    });
    report({ key: 'rest.memory', ...middle('memoryMb') });
    report({ key: 'rest.ready', ...middle('readyMs') });
    report({ key: 'rest.lists', measured: median(lists) });
  },
};
