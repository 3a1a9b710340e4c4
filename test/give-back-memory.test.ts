import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import packageJson from '../package.json' with { type: 'json' };

const MODULE = new URL('../src/engines/memory.ts', import.meta.url).href;

/** Leaves garbage that V8 makes room for, and says in bytes how much it has before and after. */
const PROGRAM = `
  const { giveBackMemory } = await import(${JSON.stringify(MODULE)});
  let garbage = [];
  for (let i = 0; i < 1_000_000; i += 1) garbage.push({ i });
  garbage = [];
  const before = process.memoryUsage().heapTotal;
  giveBackMemory();
  console.log(JSON.stringify([before, process.memoryUsage().heapTotal]));
`;

async function heapsWith(flags: readonly string[]): Promise<[before: number, after: number]> {
  const run = promisify(execFile);
  const args = [...flags, '--import', 'tsx', '--input-type=module', '--eval', PROGRAM];
  const { stdout } = await run(process.execPath, args);
  return JSON.parse(stdout) as [number, number];
}

it('what was needed for a while only is given back, by the flags of npm start', async () => {
  const flags = packageJson.scripts.start.split(' ').filter((word) => word.startsWith('--'));
  const [before, after] = await heapsWith(flags);
  expect(before - after).toBeGreaterThan(20_000_000);
});

it('nothing happens without the flag that it needs', async () => {
  const [before, after] = await heapsWith([]);
  expect(Math.abs(before - after)).toBeLessThan(1_000_000);
});
