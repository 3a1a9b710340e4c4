import { readFileSync, readlinkSync } from 'node:fs';
import { customAlphabet } from 'nanoid';

/** Names a process for good, unlike its number, which another one may have had. */
export const newProcessId = customAlphabet('23456789abcdefghjkmnpqrstuvwxyz', 8);

/**
 * Where a process number names one process: this start of the machine, and its namespace of process
 * numbers, which a container has of its own. Elsewhere than on Linux nothing says so reliably, and
 * every process counts as on a machine of its own.
 */
export function thisMachine(): string {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    return `${boot} ${readlinkSync('/proc/self/ns/pid')}`;
  } catch {
    return newProcessId();
  }
}
