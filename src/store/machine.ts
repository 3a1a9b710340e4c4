import { readFileSync, readlinkSync } from 'node:fs';
import { customAlphabet } from 'nanoid';

/** Names a process for good, unlike its number, which another one may have had. */
export const newProcessId = customAlphabet('23456789abcdefghjkmnpqrstuvwxyz', 8);

/**
 * Two processes with the same value and the same process number are one: it names this start of the
 * machine, and the namespace of process numbers, of which each container has its own. Only Linux tells
 * both; elsewhere each process counts as on a machine of its own.
 */
export function thisMachine(): string {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    return `${boot} ${readlinkSync('/proc/self/ns/pid')}`;
  } catch {
    return newProcessId();
  }
}
