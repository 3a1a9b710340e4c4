import { lstatSync, readlinkSync, realpathSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';

/**
 * Where a file lies, or would lie, behind the symbolic links that its path may go through. SQLite
 * keeps its own files beside that one, too.
 *
 * @throws what Node throws where there is no such folder.
 */
export function realPath(path: string): string {
  if (lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() === true) {
    return realPath(resolve(dirname(path), readlinkSync(path)));
  }
  return join(realpathSync(dirname(path)), basename(path));
}
