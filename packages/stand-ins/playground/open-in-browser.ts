import { spawn } from 'node:child_process';
import { once } from 'node:events';

/** The command that opens an address in whatever program the person chose for it. */
const OPENERS: Readonly<Partial<Record<NodeJS.Platform, readonly [string, ...string[]]>>> = {
  darwin: ['open'],
  win32: ['cmd', '/c', 'start', ''],
};

/** An opener that is still running after this has opened something. */
const FAILS_WITHIN_MS = 2_000;

/** Opens an address in the browser. False where this machine has none. */
export async function openInBrowser(url: string): Promise<boolean> {
  const [program, ...args] = OPENERS[process.platform] ?? ['xdg-open'];
  const child = spawn(program, [...args, url], { stdio: 'ignore', detached: true });
  child.unref();
  try {
    await once(child, 'exit', { signal: AbortSignal.timeout(FAILS_WITHIN_MS) });
    return child.exitCode === 0;
  } catch (error) {
    return error instanceof Error && error.name === 'AbortError';
  }
}
