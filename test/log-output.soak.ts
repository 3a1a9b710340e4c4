import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, openSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';

const LINES = 3_000;
const SOURCE = `
  import { createLogger } from ${JSON.stringify(import.meta.resolve('../src/logger/logger.ts'))};
  const logger = createLogger('info');
  for (let line = 0; line < ${LINES}; line += 1) logger.info({ line, said: 'word '.repeat(30) });
  logger.fatal('the end');
  process.stderr.write('done');
  process.exit(3);
`;

/** A process that logs a lot to that place, and ends by itself. */
function logTo(stdout: 'pipe' | number) {
  const entry = ['--import', import.meta.resolve('tsx'), '--input-type=module', '--eval', SOURCE];
  const child = spawn(process.execPath, entry, { stdio: ['ignore', stdout, 'pipe'] });
  if (!child.stderr) throw new Error('the process has no standard error');
  return {
    child,
    ended: once(child, 'close'),
    exited: once(child, 'exit'),
    said: text(child.stderr),
  };
}

describe('the log', () => {
  it('is whole and in order where it is read', async () => {
    const { child, ended } = logTo('pipe');
    if (!child.stdout) throw new Error('the process has no output');
    const lines = (await text(child.stdout)).trim().split('\n');
    await ended;
    expect(lines).toHaveLength(LINES + 1);
    expect(lines.slice(0, -1).map((line) => (JSON.parse(line) as { line: number }).line)).toEqual(
      Array.from({ length: LINES }, (_, line) => line),
    );
    expect(lines.at(-1)).toContain('the end');
  });

  it('holds nobody up where nobody reads it', async () => {
    const { child, exited } = logTo('pipe');
    expect(await exited).toEqual([3, null]);
    child.stdout?.destroy();
  });

  it.runIf(existsSync('/dev/full'))('ends nobody where the disk is full, and says so', async () => {
    const { ended, said } = logTo(openSync('/dev/full', 'w'));
    expect(await ended).toEqual([3, null]);
    expect(await said).toBe('The log cannot be written (ENOSPC).\ndone');
  });
});
