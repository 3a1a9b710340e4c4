import { closeSync, fsyncSync, openSync } from 'node:fs';

/** Makes sure that a file, or what was named or renamed in a folder, stays so after a power cut. */
export function flush(path: string): void {
  const file = openSync(path, 'r');
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}
