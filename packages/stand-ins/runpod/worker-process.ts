import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { constants } from 'node:os';
import { createInterface } from 'node:readline';
import { z } from 'zod';

/** What a worker's process says, one JSON object a line. */
const lineSchema = z.object({
  ready: z.literal(true).optional(),
  id: z.string().optional(),
  progress: z.unknown().optional(),
  output: z.unknown().optional(),
  cancelled: z.literal(true).optional(),
});

/** What became of one job in the process. */
export type ProcessOutcome =
  { readonly output: unknown } | { readonly cancelled: true } | { readonly exited: number };

interface Waiting {
  readonly end: (outcome: ProcessOutcome) => void;
  readonly progress: (output: unknown) => void;
}

export interface WorkerCommand {
  /** Program and arguments. */
  readonly command: readonly [string, ...string[]];
  /** On top of this process's own environment. */
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
}

/** One process of a real worker, spoken to over its stdin and stdout in lines of JSON. */
export class WorkerProcess {
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #jobs = new Map<string, Waiting>();
  readonly #exit: Promise<number>;
  /** Resolves once it has said that it is ready; or it has ended. */
  readonly #ready: Promise<unknown>;
  #over = false;

  /** `log` hears every line of its stderr, and whatever else is not an answer. */
  constructor({ command, env, cwd }: WorkerCommand, log: (line: string) => void) {
    const [program, ...args] = command;
    this.#child = spawn(program, args, {
      env: { ...process.env, ...env },
      ...(cwd !== undefined && { cwd }),
    });
    this.#exit = new Promise((resolve) => {
      this.#child.once('error', (error) => {
        log(error.message);
        resolve(127);
      });
      this.#child.once('close', (code, signal) => {
        resolve(code ?? 128 + (signal ? constants.signals[signal] : 0));
      });
    });
    void this.#exit.then((exited) => {
      this.#over = true;
      for (const { end } of this.#jobs.values()) end({ exited });
    });
    // That a process has just died is told by its exit, not by the broken pipe.
    this.#child.stdin.on('error', (error) => {
      log(error.message);
    });
    createInterface(this.#child.stderr).on('line', log);
    this.#ready = Promise.race([
      this.#exit,
      new Promise<void>((resolve) => {
        createInterface(this.#child.stdout).on('line', (line) => {
          if (!this.#hear(line, resolve)) log(line);
        });
      }),
    ]);
  }

  /** Whether it has ended. */
  get over(): boolean {
    return this.#over;
  }

  /** Gives it a job, once it is ready; a job that ends meanwhile is cancelled there. */
  async run(
    id: string,
    input: unknown,
    over: AbortSignal,
    progress: (output: unknown) => void,
  ): Promise<ProcessOutcome> {
    await this.#ready;
    if (over.aborted) return { cancelled: true };
    const cancel = () => {
      this.#say({ id, cancel: true });
    };
    const outcome = new Promise<ProcessOutcome>((end) => {
      this.#jobs.set(id, { end, progress });
    });
    if (this.#over) return { exited: await this.#exit };
    this.#say({ id, input });
    over.addEventListener('abort', cancel, { once: true });
    try {
      return await outcome;
    } finally {
      over.removeEventListener('abort', cancel);
      this.#jobs.delete(id);
    }
  }

  /** Ends it: its stdin closes, and after a grace period in milliseconds it is killed. */
  async close(graceMs: number): Promise<void> {
    this.#child.stdin.end();
    const kill = setTimeout(() => this.#child.kill('SIGKILL'), graceMs);
    await this.#exit;
    clearTimeout(kill);
  }

  /** Kills it at once, as running out of memory does. */
  async kill(): Promise<void> {
    this.#child.kill('SIGKILL');
    await this.#exit;
  }

  #say(message: object): void {
    if (this.#child.stdin.writable) this.#child.stdin.write(`${JSON.stringify(message)}\n`);
  }

  #hear(line: string, ready: () => void): boolean {
    const message = lineSchema.safeParse(fromJson(line)).data;
    if (!message) return false;
    if (message.ready) {
      ready();
      return true;
    }
    const job = this.#jobs.get(message.id ?? '');
    if (!job) return false;
    if (message.cancelled) job.end({ cancelled: true });
    else if (message.output !== undefined) job.end({ output: message.output });
    else if (message.progress !== undefined) job.progress(message.progress);
    return true;
  }
}

function fromJson(line: string): unknown {
  try {
    return JSON.parse(line) as unknown;
  } catch {
    return undefined;
  }
}
