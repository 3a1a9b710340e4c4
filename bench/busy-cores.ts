import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';

const PROGRAM = fileURLToPath(new URL('./take-half-of-a-core.ts', import.meta.url));

/** Does something while other programs take half of the time of every core. */
export async function withBusyCores<T>(act: () => Promise<T>): Promise<T> {
  const others = Array.from({ length: availableParallelism() }, () =>
    // Its input ends with this process, whatever becomes of that.
    spawn(process.execPath, [PROGRAM], { stdio: ['pipe', 'ignore', 'inherit'] }),
  );
  try {
    await Promise.all(others.map((other) => once(other, 'spawn')));
    return await act();
  } finally {
    for (const other of others) other.stdin.end();
  }
}
