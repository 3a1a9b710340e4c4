import { hkdfSync, randomBytes } from 'node:crypto';
import { chmodSync, existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { DatabaseError } from './database-files.ts';

const KEY_BYTES = 32;

/** Where the key of a database lies. */
export function keyFileOf(databasePath: string): string {
  return `${databasePath}.key`;
}

/**
 * Opens the file with the key of this database, or makes one. It lies beside the database (0600), so that
 * neither the database nor a copy of it has what is said under the key.
 *
 * @throws DatabaseError where the file cannot be read or written.
 */
export function openKeyFile(path: string): Buffer {
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

/** Derives a key for one purpose. It reveals neither the master key nor other derived keys. */
export function keyFor(purpose: string, key: Buffer): Buffer {
  return Buffer.from(hkdfSync('sha256', key, '', `darkroom ${purpose}`, KEY_BYTES));
}
