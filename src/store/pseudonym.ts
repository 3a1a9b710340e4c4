import { createHmac } from 'node:crypto';
import { openKeyFile } from './key-file.ts';

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
