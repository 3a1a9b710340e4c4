import { createHmac, hkdfSync, randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseError } from './database-files.ts';

const KEY_BYTES = 32;

/** The path of a database's key file. */
export function keyFileOf(databasePath: string): string {
  return `${databasePath}.key`;
}

/**
 * Opens this database's key file, or creates it with its folder. It lies beside the database (mode 0600), so that
 * neither the database nor a backup reveals what is hashed with the key.
 *
 * @throws DatabaseError if the file cannot be read or written.
 */
export function openKeyFile(path: string): Buffer {
  try {
    if (!existsSync(path)) {
      mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
      writeFileSync(`${path}.tmp`, randomBytes(KEY_BYTES), { mode: 0o600, flush: true });
      renameSync(`${path}.tmp`, path);
    }
    chmodSync(path, 0o600);
    const key = readFileSync(path);
    if (key.length === KEY_BYTES) return key;
    throw new Error(`it has ${key.length} bytes instead of ${KEY_BYTES}`);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new DatabaseError(`The key file ${path} cannot be used: ${reason}.`, { cause: error });
  }
}

/**
 * Copies a database's key file beside another database. Returns its path; `undefined` if there is
 * none.
 *
 * @throws DatabaseError if that database has another key, or the file cannot be read or written.
 */
export function copyKeyFile(fromDatabase: string, toDatabase: string): string | undefined {
  const [from, to] = [keyFileOf(fromDatabase), keyFileOf(toDatabase)];
  if (!existsSync(from)) return existsSync(to) ? to : undefined;
  const key = openKeyFile(from);
  if (!existsSync(to)) {
    try {
      writeFileSync(`${to}.tmp`, key, { mode: 0o600, flush: true });
      renameSync(`${to}.tmp`, to);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new DatabaseError(`The key file ${to} cannot be written: ${reason}.`, { cause: error });
    }
  }
  if (openKeyFile(to).equals(key)) return to;
  throw new DatabaseError(`${to} is another key than ${from}. Move it away.`);
}

/** Derives a key for one purpose. It reveals neither the master key nor other derived keys. */
export function keyFor(purpose: string, key: Buffer): Buffer {
  return Buffer.from(hkdfSync('sha256', key, '', `darkroom ${purpose}`, KEY_BYTES));
}

/**
 * By what processes compare their key files, in hex: it reveals nothing of the key. Makes a missing
 * file.
 *
 * @throws DatabaseError if the file cannot be read or written.
 */
export function keyPrintOf(path: string): string {
  return keyFor('print', openKeyFile(path)).toString('hex');
}

/** Replaces an erased member's id. The same member always gets the same one. */
export type Pseudonym = (userId: string) => string;

/**
 * Opens the pseudonyms under which erased members still count, keyed by this file: neither the
 * database nor a backup reveals who they were.
 *
 * @throws DatabaseError if the file cannot be read or written.
 */
export function openPseudonyms(path: string): Pseudonym {
  const key = openKeyFile(path);
  return (userId) =>
    `erased-${createHmac('sha256', key).update(userId).digest('hex').slice(0, 32)}`;
}
