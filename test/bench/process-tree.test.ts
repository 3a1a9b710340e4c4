import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, it, onTestFinished } from 'vitest';
import {
  parseCpu,
  parseEndedCpu,
  parseRss,
  parseStat,
  treeCpu,
  treeOf,
  treeRss,
} from '../../bench/process-tree.ts';

// From a real /proc, with a name such as a thread of Node's may have.
const STAT =
  '4242 (node (main) ) S 17 4242 4242 0 -1 4194560 5000 0 0 0 123 45 6 7 20 0 11 0 999 1 2';

it('a process tells its parent and its CPU time, whatever its name is', () => {
  expect(parseStat(STAT)).toEqual({ pid: 4242, parent: 17 });
  expect(parseCpu(STAT)).toBe(1_680);
  expect(parseEndedCpu(STAT)).toBe(130);
});

it('memory is read in bytes, and is none of a process that has ended', () => {
  expect(parseRss('Name:\tnode\nVmHWM:\t  9 kB\nVmRSS:\t  2048 kB\nThreads:\t11\n')).toBe(
    2_097_152,
  );
  expect(parseRss('Name:\tnode\nState:\tZ (zombie)\n')).toBe(0);
});

it('a tree is a process with all that descend from it', () => {
  const processes = [
    { pid: 1, parent: 0 },
    { pid: 2, parent: 1 },
    { pid: 3, parent: 2 },
    { pid: 4, parent: 1 },
    { pid: 5, parent: 3 },
  ];
  expect(treeOf(2, processes)).toEqual([2, 3, 5]);
  expect(treeOf(4, processes)).toEqual([4]);
});

it('the memory of a tree holds that of a child', async () => {
  const child = spawn('sleep', ['60']);
  onTestFinished(async () => {
    const ended = once(child, 'close');
    child.kill();
    await ended;
  });
  await once(child, 'spawn');
  expect(treeRss(process.pid)).toBeGreaterThan(treeRss(child.pid ?? 0));
  expect(treeRss(child.pid ?? 0)).toBeGreaterThan(0);
});

it('the CPU time of a tree holds that of a child that has ended', async () => {
  const before = treeCpu(process.pid);
  const busy = `let sum = 0;
    while (process.cpuUsage().user < 300_000) for (let each = 0; each < 1e6; each += 1) sum += each;`;
  await once(spawn(process.execPath, ['--eval', busy]), 'close');
  expect(treeCpu(process.pid) - before).toBeGreaterThanOrEqual(300);
});
