import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('../../src/main.ts', import.meta.url));

const END_WITH_PARENT = new URL('end-with-parent.ts', import.meta.url).href;

const KEPT_LINES = 15;

/** A little more than the bot takes to finish what it is sending. */
const STOP_WITHIN_MS = 10_000;

export interface BotProcessOptions {
  /** The bot's variables; of this process's own environment it gets PATH and HOME only. */
  readonly env: Readonly<Record<string, string>>;
  /** Where it runs: a folder without a `.env` file, so that no real account is used. */
  readonly folder: string;
  /** Hears every line that it logs. */
  readonly onLine?: (line: string) => void;
}

/** The real bot, as a process of its own, which ends with this one. */
export class BotProcess {
  readonly #child: ChildProcess;
  readonly #ended = new AbortController();
  readonly #lines: string[] = [];

  private constructor(child: ChildProcess, onLine?: (line: string) => void) {
    this.#child = child;
    child.on('error', (error) => {
      this.#ended.abort(new Error('The bot could not be started.', { cause: error }));
    });
    child.on('close', (code, signal) => {
      this.#ended.abort(
        new Error(`The bot ended unexpectedly (${signal ?? `exit code ${code ?? 'unknown'}`}).`),
      );
    });
    for (const stream of [child.stdout, child.stderr]) {
      if (!stream) continue;
      createInterface({ input: stream }).on('line', (line) => {
        this.#lines.push(line);
        this.#lines.splice(0, this.#lines.length - KEPT_LINES);
        onLine?.(line);
      });
    }
  }

  static start({ env, folder, onLine }: BotProcessOptions): BotProcess {
    const { PATH = '', HOME = '' } = process.env;
    const loader = import.meta.resolve('tsx');
    const child = spawn(process.execPath, ['--import', loader, '--import', END_WITH_PARENT, MAIN], {
      cwd: folder,
      env: { PATH, HOME, ...env },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    return new BotProcess(child, onLine);
  }

  /** Aborts once the process is over. Its reason is an Error that says how it ended. */
  get ended(): AbortSignal {
    return this.#ended.signal;
  }

  /** The last lines that it logged. */
  get lastLines(): readonly string[] {
    return this.#lines;
  }

  /** Asks it to stop, and ends it where it does not. Resolves once it is over. */
  async stop(): Promise<void> {
    const kill = setTimeout(() => {
      this.#child.kill('SIGKILL');
    }, STOP_WITHIN_MS);
    await this.#end('SIGTERM');
    clearTimeout(kill);
  }

  /** Ends it at once, whatever it is doing. Resolves once it is over. */
  kill(): Promise<void> {
    return this.#end('SIGKILL');
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    if (this.#ended.signal.aborted) return;
    const closed = once(this.#ended.signal, 'abort');
    this.#child.kill(signal);
    await closed;
  }
}
