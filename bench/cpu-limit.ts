import { mkdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { until } from './until.ts';

/** The scheduler's period, in microseconds. */
const PERIOD = 100_000;
/** The children of a process that was killed end a little later. */
const EMPTY_WITHIN_MS = 5_000;

/** Where cgroups that limit CPU time are made. */
export interface CpuHierarchy {
  readonly version: 1 | 2;
  readonly folder: string;
}

/** Finds it in `/proc/mounts`. `undefined` if none is mounted. */
export function cpuHierarchyIn(mounts: string): CpuHierarchy | undefined {
  const mounted = mounts.split('\n').map((line) => line.split(' '));
  // A machine that mounts both versions has each controller in one of them.
  const first = mounted.find(
    ([, , type, options = '']) => type === 'cgroup' && options.split(',').includes('cpu'),
  );
  if (first?.[1] !== undefined) return { version: 1, folder: first[1] };
  const second = mounted.find(([, , type]) => type === 'cgroup2');
  return second?.[1] === undefined ? undefined : { version: 2, folder: second[1] };
}

/** A cgroup that limits processes, with all that they start from then on, to a share of a core. */
export class CpuLimit {
  readonly #folder: string;

  private constructor(folder: string) {
    this.#folder = folder;
  }

  /** `name`: of no other cgroup. @throws Error if this machine makes no such cgroup. */
  static create(name: string, cores: number): CpuLimit {
    const hierarchy = cpuHierarchyIn(readFileSync('/proc/mounts', 'utf8'));
    if (!hierarchy) throw new Error('no cgroups are mounted');
    const { version, folder } = hierarchy;
    if (version === 2) writeFileSync(join(folder, 'cgroup.subtree_control'), '+cpu');
    const limit = new CpuLimit(join(folder, name));
    mkdirSync(limit.#folder);
    const quota = Math.round(cores * PERIOD);
    if (version === 1) {
      limit.#write('cpu.cfs_period_us', PERIOD);
      limit.#write('cpu.cfs_quota_us', quota);
    } else {
      limit.#write('cpu.max', `${quota} ${PERIOD}`);
    }
    return limit;
  }

  hold(pid: number): void {
    this.#write('cgroup.procs', pid);
  }

  /** Removes the cgroup. Its processes must have ended, or end soon. */
  async remove(): Promise<void> {
    await until(() => {
      try {
        rmdirSync(this.#folder);
        return true;
      } catch {
        return false;
      }
    }, EMPTY_WITHIN_MS);
  }

  #write(file: string, value: string | number): void {
    writeFileSync(join(this.#folder, file), String(value));
  }
}
