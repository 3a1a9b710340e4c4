import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { onTestFinished } from 'vitest';

/** Another process that runs TypeScript. */
export interface ChildScript {
  /** Resolves once it has written this line. @throws Error when it ends without. */
  wrote(line: string): Promise<void>;
  /** Ends it as a power cut does; resolves when it is gone. */
  kill(): Promise<void>;
}

/**
 * Runs an ES module's source as a process of its own, which does not outlive the test. Imports in
 * it have to be absolute: use `import.meta.resolve`.
 */
export function childScript(source: string): ChildScript {
  const child = spawn(
    process.execPath,
    ['--import', import.meta.resolve('tsx'), '--input-type=module', '--eval', source],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const exit = once(child, 'exit');
  const kill = async () => {
    child.kill('SIGKILL');
    await exit;
  };
  onTestFinished(kill);
  return { wrote: (line) => readUntil(child, line), kill };
}

async function readUntil(child: ChildProcess, line: string): Promise<void> {
  if (!child.stdout) throw new Error('the process has no output');
  for await (const text of createInterface(child.stdout)) if (text === line) return;
  throw new Error(`the process ended before it wrote "${line}"`);
}
