import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { setTimeout as sleep } from 'node:timers/promises';
import { figureSchema, type Report } from './figure.ts';
import type { BenchOptions, Scenario } from './scenario.ts';

const RUN = fileURLToPath(new URL('run-scenario.ts', import.meta.url));

/**
 * Runs a scenario in a process of its own and ends it, with all that it started, once its time is
 * up. Resolves with what went wrong, if anything did.
 */
export async function runInOwnProcess(
  { name, withinMs }: Scenario,
  { rows, quick }: BenchOptions,
  report: Report,
): Promise<string | undefined> {
  const args = [name, '--rows', String(rows), ...(quick ? ['--quick'] : [])];
  // What is killed leaves its files behind.
  const folder = mkdtempSync(join(tmpdir(), 'darkroom-bench-'));
  const child = fork(RUN, args, {
    env: { ...process.env, TMPDIR: folder },
    execArgv: ['--import', import.meta.resolve('tsx')],
    // A group of its own, so that nothing stays behind: a bot may hang and heed no signal but KILL.
    detached: true,
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const endAll = () => {
    try {
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
    } catch {
      // Nothing is left of it.
    }
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  };
  process.on('exit', endAll);
  child.on('message', (message) => {
    report(figureSchema.parse(message));
  });
  const over = new AbortController();
  try {
    const late = sleep(withinMs, 'late' as const, { signal: over.signal });
    const ended = once(child, 'exit').then(() => 'ended' as const);
    if ((await Promise.race([late, ended])) === 'late') {
      return `${name} was not done within ${withinMs / 1_000} s.`;
    }
    return child.exitCode === 0 ? undefined : `${name} failed.`;
  } finally {
    over.abort();
    endAll();
    process.off('exit', endAll);
  }
}
