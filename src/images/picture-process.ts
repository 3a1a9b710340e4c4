import { spawn, type ChildProcess } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { systemClock, type Clock } from '../clock.ts';
import { abortReason } from './abort-reason.ts';
import { pictureCommand, type ProcessLimits } from './picture-command.ts';
import { argumentsOf, LOADED, UNREADABLE, type PictureTask } from './picture-task.ts';
import { PictureUnreadable } from './picture-unreadable.ts';

export interface PictureLimits extends ProcessLimits {
  /** From its start to its end. */
  readonly clockMs: number;
  readonly largestResultBytes: number;
}

export interface PictureProcessOptions {
  readonly limits: PictureLimits;
  /** Default: real time, as the processor's is. */
  readonly clock?: Clock | undefined;
  /** Kills the process. */
  readonly signal?: AbortSignal | undefined;
  /** Another program than src/images/picture-child.ts. */
  readonly program?: string | undefined;
}

export interface PictureProcess {
  /**
   * What was made. Rejects with the signal's reason on an abort, PictureUnreadable for what is no
   * picture or takes too much, PictureProcessError where that was not for the picture.
   */
  readonly result: Promise<Buffer>;
  /** Resolves once there is no process any more, which may be after the result. Never rejects. */
  readonly gone: Promise<void>;
}

/** The process for pictures could not do its work, whatever the picture. */
export class PictureProcessError extends Error {
  override readonly name = 'PictureProcessError';
  /** Whether somebody else ended it, so that another try makes sense. */
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

/** Of what it writes to standard error, so many characters at the end are kept. */
const MOST_WORDS = 2_000;

/** Whoever stops the bot may send these to all of its processes. */
const SENT_BY_OTHERS: ReadonlySet<unknown> = new Set(['SIGINT', 'SIGTERM', 'SIGHUP']);

/**
 * Starts a process that does this one task and ends. It gets the picture, and of the bot's own
 * environment nothing.
 *
 * @throws the signal's reason where that is aborted already, and what the system says where it has
 * no room for a process.
 */
export function startPictureProcess(
  task: PictureTask,
  picture: Uint8Array,
  { program = CHILD, ...options }: PictureProcessOptions,
): PictureProcess {
  options.signal?.throwIfAborted();
  const [command, ...args] = pictureCommand(program, argumentsOf(task), options.limits);
  // Its own group, since Ctrl-C in a terminal goes to all processes of one.
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
    // It may be gone before it has read everything.
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

/** What it said once it had loaded, else all, as one line that does nothing to a terminal. */
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

/** A signal that nobody sent is what its limits end in, and a crash in native code. */
function failure({ code, endedBy, loaded, said }: End): Error {
  const how = `${endedBy ?? `exit code ${code ?? 'unknown'}`}: ${said}`;
  if (SENT_BY_OTHERS.has(endedBy)) return new PictureProcessError(how, { interrupted: true });
  if (!loaded) return new PictureProcessError(`before it had loaded, ${how}`);
  if (code === UNREADABLE) return new PictureUnreadable(said);
  return endedBy ? new PictureUnreadable(how) : new PictureProcessError(how);
}
