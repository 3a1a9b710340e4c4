import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';

const MAIN = fileURLToPath(new URL('main.ts', import.meta.url));

/** What the simulator prints. @throws if it finds a broken invariant. */
async function simulate(...options: readonly string[]): Promise<string> {
  const program = ['--import', import.meta.resolve('tsx'), MAIN, ...options];
  const { stdout } = await promisify(execFile)(process.execPath, program);
  return stdout;
}

const withoutTimes = (printed: string) => printed.replace(/\d+ seeds? in .*/, '');

describe('the simulator', { timeout: 120_000 }, () => {
  it('finds no broken invariant in its first seeds', async () => {
    expect(await simulate('--seeds', '25')).toContain('25 seeds');
  });

  it('tells the same story of a seed each time', async () => {
    const first = await simulate('--seed', '63', '--story');
    expect(first.split('\n').length).toBeGreaterThan(20);
    expect(withoutTimes(await simulate('--seed', '63', '--story'))).toBe(withoutTimes(first));
  });
});
