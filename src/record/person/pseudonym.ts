import { createHmac, randomBytes } from 'node:crypto';
import { chmodSync, existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { DatabaseError } from '../store/database.ts';

const KEY_BYTES = 32;

/** What stands for a person whose data are erased, always the same for the same person. */
export type Pseudonym = (userId: string) => string;

/**
 * Opens the key under which people who had their data erased are still counted, or makes one. It
 * lies in a file of its own (0600), so that neither the database nor a copy of it tells who they were.
 *
 * @throws DatabaseError where the file cannot be read or written.
 */
export function openPseudonyms(path: string): Pseudonym {
  const key = readKey(path);
  return (userId) =>
    `erased-${createHmac('sha256', key).update(userId).digest('hex').slice(0, 32)}`;
}

function readKey(path: string): Buffer {
  try {
    if (!existsSync(path)) {
      writeFileSync(`${path}.tmp`, randomBytes(KEY_BYTES), { mode: 0o600, flush: true });
      renameSync(`${path}.tmp`, path);
    }
    chmodSync(path, 0o600);
    const key = readFileSync(path);
    if (key.length === KEY_BYTES) return key;
    throw new Error(`it holds ${key.length} bytes and not ${KEY_BYTES}`);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new DatabaseError(`The key file ${path} cannot be used: ${reason}.`, { cause: error });
  }
}
