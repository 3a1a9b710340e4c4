import { existsSync, renameSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { flush } from './flush.ts';
import { DatabaseError } from './database-error.ts';
import { BESIDE } from './database-files.ts';

/** A database that is whole and is to take the place of the one at that path. */
export function waitingName(path: string): string {
  return `${path}.restoring`;
}

/** @throws DatabaseError where a restore was cut off, and the database may be in neither place. */
export function requireNoneWaiting(path: string): void {
  if (!existsSync(waitingName(path))) return;
  throw new DatabaseError(
    `Putting a copy in the place of ${path} was cut off. Run \`npm run restore\`, which finishes it.`,
  );
}

/**
 * Sets the database aside with all that lies beside it, and puts the waiting one in its place. Each
 * step is one rename. While that one waits, nothing else opens a database here, and doing this
 * again goes on where it was cut off: the old one's name is made from the time of the new one.
 *
 * Gives that name; `undefined` where there was none. `onStep` is told after each step.
 */
export function putInPlace(path: string, onStep: () => void): string | undefined {
  const waiting = waitingName(path);
  const stamp = statSync(waiting).mtime.toISOString().replaceAll(/[:.]/g, '-');
  const aside = `${path}.${stamp}.before-restore`;
  for (const end of ['', ...BESIDE]) {
    if (!existsSync(path + end)) continue;
    renameSync(path + end, aside + end);
    onStep();
  }
  flush(dirname(path));
  renameSync(waiting, path);
  flush(dirname(path));
  onStep();
  return existsSync(aside) ? aside : undefined;
}
