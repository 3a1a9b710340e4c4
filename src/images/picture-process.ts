import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { type Clock, systemClock } from '../engines/clock.ts';
import { abortReason } from '../engines/time-limit.ts';
import {
  argumentsOf,
  LOADED,
  type PictureTask,
  PictureTooLarge,
  PictureUnreadable,
  TOO_LARGE,
  UNREADABLE,
} from './picture-task.ts';

export interface PictureLimits extends ProcessLimits {
  /** Milliseconds from its start to its end. */
  readonly clockMs: number;
  readonly largestResultBytes: number;
}

export interface PictureProcessOptions {
  readonly limits: PictureLimits;
  /** Default: real time, since the processor works in real time. */
  readonly clock?: Clock | undefined;
  /** Kills the process. */
  readonly signal?: AbortSignal | undefined;
  /** Default: src/images/picture-child.ts. */
  readonly program?: string | undefined;
}

export interface PictureProcess {
  /**
   * What was made. Rejects with the signal's reason on an abort, PictureUnreadable if it is not
   * a picture or takes too much, PictureTooLarge if too much came of it, and PictureProcessError if the
   * picture was not to blame.
   */
  readonly result: Promise<Buffer>;
  /** Resolves once the process is gone, which may be after the result. Never rejects. */
  readonly gone: Promise<void>;
}

/** The process could not do its work, whatever the picture. */
export class PictureProcessError extends Error {
  override readonly name = 'PictureProcessError';
  /** Whether somebody ended it from outside, so that another try makes sense. */
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

/** How many characters at the end of its standard error are kept. */
const MOST_WORDS = 2_000;

/** What somebody who stops the bot may send to all of its processes. */
const SENT_BY_OTHERS: ReadonlySet<unknown> = new Set(['SIGINT', 'SIGTERM', 'SIGHUP']);

/**
 * Starts a process that does this one task and ends. It gets the picture, and nothing of the bot's own
 * environment.
 *
 * @throws the signal's reason if it is already aborted, and what the system says if it has no room for
 * another process.
 */
export function startPictureProcess(
  task: PictureTask,
  picture: Uint8Array,
  { program = CHILD, ...options }: PictureProcessOptions,
): PictureProcess {
  options.signal?.throwIfAborted();
  const [command, ...args] = pictureCommand(program, argumentsOf(task), options.limits);
  // A group of its own, since Ctrl-C in a terminal goes to every process of a group.
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
    const tooMuch = (what: string) => {
      kill(loaded ? new PictureUnreadable(what) : new PictureProcessError(`${what}, nor loaded`));
    };
    const onAbort = () => {
      kill(abortReason(signal));
    };
    signal?.addEventListener('abort', onAbort);
    clock.sleep(limits.clockMs, over.signal).then(
      () => {
        tooMuch(`not done within ${limits.clockMs} ms`);
      },
      () => undefined,
    );
    // The process may be gone before it has read everything.
    stdin.on('error', () => undefined);
    stderr.setEncoding('utf8').on('data', (text: string) => {
      words = (words + text).slice(-MOST_WORDS);
      loaded ||= words.includes(`${LOADED}\n`);
    });
    stdout.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= limits.largestResultBytes) made.push(chunk);
      else tooMuch(`more than ${limits.largestResultBytes} bytes came of it`);
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

/** What it said after it had loaded, or else everything, as one line that is safe for a terminal. */
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

/** A signal that nobody sent comes from its limits, or from a crash in native code. */
function failure({ code, endedBy, loaded, said }: End): Error {
  const how = `${endedBy ?? `exit code ${code ?? 'unknown'}`}: ${said}`;
  if (SENT_BY_OTHERS.has(endedBy)) return new PictureProcessError(how, { interrupted: true });
  if (!loaded) return new PictureProcessError(`before it had loaded, ${how}`);
  if (code === UNREADABLE) return new PictureUnreadable(said);
  if (code === TOO_LARGE) return new PictureTooLarge(said);
  return endedBy ? new PictureUnreadable(how) : new PictureProcessError(how);
}

interface ProcessLimits {
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
