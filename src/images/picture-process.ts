import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { type Clock, systemClock } from '../engines/clock.ts';
import { abortReason } from '../engines/time-limit.ts';
import {
  LOADED,
  type PictureTask,
  PictureTooLarge,
  PictureUnreadable,
  TOO_LARGE,
  UNREADABLE,
} from './picture-task.ts';

export interface PictureLimits extends ProcessLimits {
  /** Wall-clock limit in milliseconds, from start to exit. */
  readonly clockMs: number;
  readonly largestResultBytes: number;
}

export interface PictureProcessOptions {
  readonly limits: PictureLimits;
  /** Default: real time, since the CPU works in real time. */
  readonly clock?: Clock | undefined;
  /** Kills the process. */
  readonly signal?: AbortSignal | undefined;
  /** Default: src/images/picture-child.ts. */
  readonly program?: string | undefined;
}

export interface PictureProcess {
  /**
   * The result. Rejects with the signal's reason on an abort, PictureUnreadable if the input is not a picture
   * or exceeds the limits, PictureTooLarge if the result is too large, and PictureProcessError if the picture
   * was not to blame.
   */
  readonly result: Promise<Buffer>;
  /** Resolves once the process has exited, possibly after the result. Never rejects. */
  readonly gone: Promise<void>;
}

/** The process failed for a reason other than the picture. */
export class PictureProcessError extends Error {
  override readonly name = 'PictureProcessError';
  /** Whether a signal from outside ended it, so that a retry makes sense. */
  readonly interrupted: boolean;

  constructor(
    message: string,
    { interrupted = false, ...options }: ErrorOptions & { interrupted?: boolean } = {},
  ) {
    super(message, options);
    this.interrupted = interrupted;
  }
}

const CHILD = fileURLToPath(
  new URL(`picture-child${import.meta.url.endsWith('.ts') ? '.ts' : '.js'}`, import.meta.url),
);

/** How many characters of its standard error are kept, from the end. */
const MAX_WORDS = 2_000;

/** Signals that stopping the bot may send to all of its processes. */
const STOP_SIGNALS: ReadonlySet<unknown> = new Set(['SIGINT', 'SIGTERM', 'SIGHUP']);

/**
 * Starts a process for one task. It receives the picture and nothing of the bot's environment.
 *
 * @throws the signal's reason if it is already aborted, and the system's error if it cannot start another
 * process.
 */
export function startPictureProcess(
  task: PictureTask,
  picture: Uint8Array,
  { program = CHILD, ...options }: PictureProcessOptions,
): PictureProcess {
  options.signal?.throwIfAborted();
  const [command, ...args] = pictureCommand(program, [JSON.stringify(task)], options.limits);
  // A separate process group, since Ctrl-C in a terminal signals every process of a group.
  const child: ChildProcess = spawn(command, args, {
    env: {},
    detached: true,
    windowsHide: true,
    stdio: 'pipe',
  });
  const gone = new Promise<void>((resolve) => {
    child.once('exit', () => {
      resolve();
    });
    child.once('error', () => {
      if (child.pid === undefined) resolve();
    });
  });
  const { stdin, stdout, stderr } = child;
  if (!stdin || !stdout || !stderr) throw new PictureProcessError('no room for its pipes');
  const result = resultOf(child, { stdin, stdout, stderr }, options);
  stdin.end(picture);
  return { result, gone };
}

interface Pipes {
  readonly stdin: Writable;
  readonly stdout: Readable;
  readonly stderr: Readable;
}

function resultOf(
  child: ChildProcess,
  { stdin, stdout, stderr }: Pipes,
  { limits, clock = systemClock, signal }: PictureProcessOptions,
): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const over = new AbortController();
    const made: Buffer[] = [];
    let size = 0;
    let words = '';
    let loaded = false;

    const kill = (reason: Error) => {
      reject(reason);
      child.kill('SIGKILL');
    };
    const overLimit = (what: string) => {
      kill(loaded ? new PictureUnreadable(what) : new PictureProcessError(`${what}, nor loaded`));
    };
    const onAbort = () => {
      kill(abortReason(signal));
    };
    signal?.addEventListener('abort', onAbort);
    clock.sleep(limits.clockMs, over.signal).then(
      () => {
        overLimit(`not done within ${limits.clockMs} ms`);
      },
      () => undefined,
    );
    // The process may exit before it has read everything.
    stdin.on('error', () => undefined);
    stderr.setEncoding('utf8').on('data', (text: string) => {
      words = (words + text).slice(-MAX_WORDS);
      loaded ||= words.includes(`${LOADED}\n`);
    });
    stdout.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= limits.largestResultBytes) made.push(chunk);
      else overLimit(`more than ${limits.largestResultBytes} bytes of output`);
    });
    child.on('error', (cause) => {
      kill(new PictureProcessError('could not be started', { cause }));
    });
    child.once('close', (code, endedBy) => {
      over.abort();
      signal?.removeEventListener('abort', onAbort);
      if (code === 0 && loaded) resolve(Buffer.concat(made, size));
      else reject(failure({ code, endedBy, loaded, said: plain(words) }));
    });
  });
}

/** Its output after loading, or else all of it, as one line that is safe for a terminal. */
function plain(words: string): string {
  const [before = '', ...after] = words.split(`${LOADED}\n`);
  const said = after.length > 0 ? after.join(' ') : before;
  return said.replaceAll(/[^\x20-\x7e]+/g, ' ').trim();
}

interface End {
  readonly code: number | null;
  readonly endedBy: NodeJS.Signals | null;
  readonly loaded: boolean;
  readonly said: string;
}

/** A signal that was not sent from outside comes from its limits or from a crash in native code. */
function failure({ code, endedBy, loaded, said }: End): Error {
  const how = `${endedBy ?? `exit code ${code ?? 'unknown'}`}: ${said}`;
  if (STOP_SIGNALS.has(endedBy)) return new PictureProcessError(how, { interrupted: true });
  if (!loaded) return new PictureProcessError(`before it had loaded, ${how}`);
  if (code === UNREADABLE) return new PictureUnreadable(said);
  if (code === TOO_LARGE) return new PictureTooLarge(said);
  return endedBy ? new PictureUnreadable(how) : new PictureProcessError(how);
}

interface ProcessLimits {
  /** Whole seconds of CPU time over all threads, startup included. */
  readonly cpuSeconds: number;
  /** The limit on writable memory besides files and the stack, in kB: see `ulimit -d`. */
  readonly memoryKb: number;
}

const SHELL = '/bin/sh';
/**
 * Forbids core dumps and files, since a photo could end up in them. The other limits bound the cost of a
 * picture. If a system does not support a limit, or already has a lower one, the program still runs.
 */
const LIMITED = ['ulimit -c 0', 'ulimit -f 0', 'ulimit -t "$1"', 'ulimit -d "$2"']
  .map((limit) => `${limit} 2>/dev/null || :`)
  .concat('shift 2', 'exec "$@"')
  .join('\n');

/**
 * Without a compiler V8 reserves no memory for its code, 512 MB on Node 24, which would count. But Node
 * strips types from TypeScript with WebAssembly, which needs it.
 */
const NO_COMPILER = '--jitless';
const KB_FOR_COMPILER = 640 * 1024;

/** The command that runs a program with this Node, within limits where the system supports them. */
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
