import { existsSync } from 'node:fs';

export interface ProcessLimits {
  /** Whole seconds of processor time, of all its threads together, including its start. */
  readonly cpuSeconds: number;
  /** The memory that it may write to, besides files and its stack, in kB: see `ulimit -d`. */
  readonly memoryKb: number;
}

const SHELL = '/bin/sh';
/**
 * No core dump and no file, since a photo could be in it. The rest bounds what a picture costs. If a
 * system does not know a limit, or already has a lower one, the program runs all the same.
 */
const LIMITED = ['ulimit -c 0', 'ulimit -f 0', 'ulimit -t "$1"', 'ulimit -d "$2"']
  .map((limit) => `${limit} 2>/dev/null || :`)
  .concat('shift 2', 'exec "$@"')
  .join('\n');

/**
 * Without a compiler V8 sets no memory aside for its code: 512 MB on Node 24, which would count. But
 * Node takes the types out of TypeScript by WebAssembly, which needs it.
 */
const NO_COMPILER = '--jitless';
const KB_FOR_COMPILER = 640 * 1024;

/** The command that runs one of our programs with this Node, within limits if the system has them. */
export function pictureCommand(
  program: string,
  args: readonly string[],
  { cpuSeconds, memoryKb }: ProcessLimits,
  shell = SHELL,
): readonly [string, ...string[]] {
  const typescript = program.endsWith('.ts');
  const flags = ['--disable-warning=ExperimentalWarning', ...(typescript ? [] : [NO_COMPILER])];
  const kb = memoryKb + (typescript ? KB_FOR_COMPILER : 0);
  const node = [process.execPath, ...flags, program, ...args] as const;
  if (!existsSync(shell)) return node;
  return [shell, '-c', LIMITED, shell, String(cpuSeconds), String(kb), ...node];
}
