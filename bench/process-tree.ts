import { readdirSync, readFileSync } from 'node:fs';

/** A process from `/proc/<pid>/stat`. Its name may hold spaces and brackets. */
export function parseStat(text: string): { readonly pid: number; readonly parent: number } {
  const afterName = text.slice(text.lastIndexOf(')') + 1).trim();
  return { pid: Number.parseInt(text, 10), parent: Number(afterName.split(' ')[1]) };
}

/** CPU time in milliseconds from `/proc/<pid>/stat`, of all threads; Linux counts hundredths of a second. */
export function parseCpu(text: string): number {
  const fields = fieldsAfterName(text);
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

/** The same of children that have ended, and of theirs. */
export function parseEndedCpu(text: string): number {
  const fields = fieldsAfterName(text);
  return (Number(fields[13]) + Number(fields[14])) * 10;
}

function fieldsAfterName(text: string): string[] {
  return text.slice(text.lastIndexOf(')') + 2).split(' ');
}

/** Resident memory in bytes from `/proc/<pid>/status`; 0 for a process that has ended. */
export function parseRss(text: string): number {
  const kilobytes = /^VmRSS:\s+(\d+) kB$/m.exec(text)?.[1];
  return Number(kilobytes ?? 0) * 1024;
}

/** A process and all its descendants, found by their parents. */
export function treeOf(
  root: number,
  processes: readonly { readonly pid: number; readonly parent: number }[],
): number[] {
  const children = processes.filter(({ parent }) => parent === root);
  return [root, ...children.flatMap(({ pid }) => treeOf(pid, processes))];
}

/** Resident memory of a process and all that it started, in bytes. Linux only. */
export function treeRss(root: number): number {
  return treeOf(root, running())
    .flatMap((pid) => readIfThere(`/proc/${pid}/status`).map(parseRss))
    .reduce((sum, rss) => sum + rss, 0);
}

/** CPU time in milliseconds that a process has used so far, with all that it started, ended or not. */
export function treeCpu(root: number): number {
  return treeOf(root, running())
    .flatMap((pid) => readIfThere(`/proc/${pid}/stat`))
    .reduce((sum, stat) => sum + parseCpu(stat) + parseEndedCpu(stat), 0);
}

function running() {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => readIfThere(`/proc/${pid}/stat`).map(parseStat));
}

/** CPU time that a process has used so far, in milliseconds; 0 where it has ended. */
export function cpuTime(pid: number): number {
  const [stat] = readIfThere(`/proc/${pid}/stat`);
  return stat === undefined ? 0 : parseCpu(stat);
}

/** A process may end between two looks. */
function readIfThere(path: string): [string] | [] {
  try {
    return [readFileSync(path, 'utf8')];
  } catch {
    return [];
  }
}

/** Looks at the memory of a tree again and again until it is stopped. */
export class PeakMemory {
  #peak = 0;
  readonly #timer: NodeJS.Timeout;

  constructor(root: number, everyMs = 50) {
    const look = () => {
      this.#peak = Math.max(this.#peak, treeRss(root));
    };
    look();
    this.#timer = setInterval(look, everyMs);
  }

  /** The most that was seen, in bytes. */
  stop(): number {
    clearInterval(this.#timer);
    return this.#peak;
  }
}
