import { createHmac } from 'node:crypto';
import { openKeyFile } from './key-file.ts';

/** What stands for a person whose data are erased, always the same for the same person. */
export type Pseudonym = (userId: string) => string;

/**
 * The pseudonyms under which people who had their data erased are still counted, made by the key in
 * this file: neither the database nor a copy of it tells who they were.
 *
 * @throws DatabaseError where the file cannot be read or written.
 */
export function openPseudonyms(path: string): Pseudonym {
  const key = openKeyFile(path);
  return (userId) =>
    `erased-${createHmac('sha256', key).update(userId).digest('hex').slice(0, 32)}`;
}
