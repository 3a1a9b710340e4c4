import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import type { Readable } from 'node:stream';
import { expect, it } from 'vitest';
import { lapSchema } from '../../bench/lap.ts';

const LOOP_DELAY = new URL('../../bench/loop-delay.ts', import.meta.url).href;
const BUSY_MS = 200;

/** Stands still once, for so much CPU time, says that it has committed three changes, and ends. */
const PROGRAM = `
  import { channel } from 'node:diagnostics_channel';
  await new Promise((resolve) => setTimeout(resolve, 50));
  const before = process.cpuUsage();
  while (process.cpuUsage(before).user < ${BUSY_MS} * 1000);
  channel('darkroom:store:committed').publish({ pieces: 3 });
`;

it('a program that stands still says for how long, and what it committed', async () => {
  const args = ['--import', import.meta.resolve('tsx'), '--import', LOOP_DELAY];
  const child = spawn(process.execPath, [...args, '--input-type=module', '--eval', PROGRAM], {
    env: { PATH: process.env.PATH, BENCH_LAPS_FD: '3' },
    stdio: ['ignore', 'ignore', 'inherit', 'pipe'],
  });
  const lap = lapSchema.parse(JSON.parse(await text(child.stdio[3] as Readable)));
  expect(lap).toMatchObject({ kind: 'end', commits: 1, pieces: 3, answers: [] });
  expect(lap.longestOwnMs).toBeGreaterThan(BUSY_MS / 2);
  expect(lap.ticks.max).toBeGreaterThan(BUSY_MS / 2);
  expect(lap.stalls[0]?.lateMs).toBeGreaterThan(BUSY_MS / 2);
});
