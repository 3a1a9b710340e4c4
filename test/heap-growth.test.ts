import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { growthPercent } from '../src/engines/memory.ts';

const MODULE = new URL('../src/engines/memory.ts', import.meta.url).href;
const run = promisify(execFile);

describe('the growth of the heap', () => {
  it.each([
    ['is as much again for an idle bot', 37_000_000, 100],
    ['is 40 MB for a larger heap', 80_000_000, 50],
    ['is a part of a very large one', 1_000_000_000, 15],
    ['is as much again for none', 0, 100],
  ])('%s', (_, usedBytes, percent) => {
    expect(growthPercent(usedBytes)).toBe(percent);
  });

  it('is set by a flag that V8 has', async () => {
    const { stderr } = await run(process.execPath, ['--heap-growing-percent=50', '--eval', '']);
    expect(stderr).toBe('');
    await expect(run(process.execPath, ['--heap-groving-percent=50'])).rejects.toThrow(
      'bad option',
    );
  });

  it('keeps no process alive', async () => {
    const program = `const { steadyHeapGrowth } = await import(${JSON.stringify(MODULE)}); steadyHeapGrowth();`;
    const args = ['--import', 'tsx', '--input-type=module', '--eval', program];
    expect((await run(process.execPath, args)).stderr).toBe('');
  });
});
