import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { z } from 'zod';
import { TEXT_OPTIONS } from '../../src/recipes/text.ts';
import { ENTRIES } from '../built-entries.ts';
import { CRAFTED } from '../crafted-prompts.ts';
import { ordinaryPrompts } from '../ordinary-prompts.ts';
import { median, percentile } from '../percentiles.ts';
import type { Scenario } from '../scenario.ts';

/** How many are read before it counts, since a bot in use has read some. */
const WARM_UP = 300;
const TIMES = 500;
const CRAFTED_TIMES = 20;

const timesSchema = z.record(z.string(), z.array(z.number()));

/** How long prompts take, in milliseconds: crafted ones fill both fields, others go with the usual negative prompt. */
export interface ScreeningMeasure {
  readonly ordinary400: readonly number[];
  readonly ordinary940: readonly number[];
  /** For the crafted prompt whose median is longest. */
  readonly crafted: number;
}

/** Prompts are read by the compiled bot's screening alone, in a process of their own. */
export async function measureScreening(): Promise<ScreeningMeasure> {
  const crafted = Object.fromEntries(
    Object.entries(CRAFTED).map(([name, prompt]) => [
      name,
      Array.from({ length: CRAFTED_TIMES }, () => [prompt, prompt]),
    ]),
  );
  const { BENCH_NODE = process.execPath } = process.env;
  const reader = spawn(BENCH_NODE, [ENTRIES.readPrompts], { stdio: ['pipe', 'pipe', 'inherit'] });
  const ended = once(reader, 'close');
  reader.stdin.end(
    JSON.stringify({
      'warm-up': ordinary(400, WARM_UP),
      'ordinary, 400': ordinary(400, TIMES),
      'ordinary, 940': ordinary(940, TIMES),
      ...crafted,
    }),
  );
  const said = await text(reader.stdout);
  await ended;
  const times = timesSchema.parse(JSON.parse(said));
  return {
    ordinary400: times['ordinary, 400'] ?? [],
    ordinary940: times['ordinary, 940'] ?? [],
    crafted: Math.max(...Object.keys(crafted).map((name) => median(times[name] ?? []))),
  };
}

function ordinary(length: number, count: number): [prompt: string, negative: string][] {
  const { default: negative } = TEXT_OPTIONS.negativePrompt;
  return ordinaryPrompts(length, count).map((prompt) => [prompt, negative]);
}

export const screening: Scenario = {
  name: 'screening',
  withinMs: 60_000,
  async run(report) {
    const { ordinary400, ordinary940, crafted } = await measureScreening();
    report({ key: 'screening.ordinary-400', measured: median(ordinary400) });
    report({ key: 'screening.ordinary-940', measured: median(ordinary940) });
    report({ key: 'screening.ordinary-p99', measured: percentile(ordinary940, 0.99) });
    report({ key: 'screening.crafted', measured: crafted });
  },
};
