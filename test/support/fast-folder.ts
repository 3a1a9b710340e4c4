import { existsSync, mkdtempSync, rmSync, statfsSync } from 'node:fs';
import { join } from 'node:path';

const IN_MEMORY = '/dev/shm';
/** Many times what all tests that run at once have ever taken. */
const ROOM_BYTES = 4 * 1024 ** 3;

/**
 * Has tests keep their files in memory where the system offers that and there is room: most of what they would wait for
 * otherwise is the disk, which others keep busy.
 */
export default function keepInMemory(): (() => void) | undefined {
  if (!existsSync(IN_MEMORY)) return undefined;
  const { bavail, bsize } = statfsSync(IN_MEMORY);
  if (bavail * bsize < ROOM_BYTES) return undefined;
  const folder = mkdtempSync(join(IN_MEMORY, 'darkroom-tests-'));
  process.env.TMPDIR = folder;
  return () => {
    rmSync(folder, { recursive: true, force: true });
  };
}
