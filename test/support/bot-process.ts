import { spawn, type ChildProcess } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { createInterface } from 'node:readline';
import { onTestFinished } from 'vitest';
import { z } from 'zod';
import { program } from './program.ts';

const logLine = z.looseObject({ level: z.string(), time: z.string(), msg: z.string() });

/** A line of the bot's log. */
export type LogLine = z.infer<typeof logLine>;

/** How a process ended: by itself with a code, or by a signal. */
export interface ProcessEnd {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** The bot as a process of its own. */
export class BotProcess {
  /** Every line on standard output. */
  readonly lines: string[] = [];
  readonly ended: Promise<ProcessEnd>;
  readonly #child: ChildProcess;
  readonly #seen = new EventEmitter<{ line: [] }>();
  readonly #log: LogLine[] = [];
  #stderr = '';
  #closed = false;

  private constructor(child: ChildProcess) {
    this.#child = child;
    // Its output may still come after its exit, not after this.
    this.ended = once(child, 'close').then(() => ({
      code: child.exitCode,
      signal: child.signalCode,
    }));
    void this.ended.then(() => {
      this.#closed = true;
      this.#seen.emit('line');
    });
  }

  /** {@link spawn}, and it is killed with the test that started it. */
  static start(
    env: Readonly<Record<string, string>>,
    folder: string,
    entry?: readonly string[],
  ): BotProcess {
    const bot = BotProcess.spawn(env, folder, entry);
    onTestFinished(async () => {
      bot.kill('SIGKILL');
      await bot.ended;
    });
    return bot;
  }

  /**
   * Starts one in that folder with these variables and no others but PATH, and what makes it stand
   * still now and then. The caller ends it. `within`: a command that becomes the one after it.
   */
  static spawn(
    env: Readonly<Record<string, string>>,
    folder: string,
    entry: readonly string[] = program('main'),
    within: readonly string[] = [],
  ): BotProcess {
    const { PATH, NODE_OPTIONS } = process.env;
    const [command = '', ...args] = [...within, process.execPath, ...entry];
    const child = spawn(command, args, {
      cwd: folder,
      env: { PATH, ...(NODE_OPTIONS !== undefined && { NODE_OPTIONS }), ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const bot = new BotProcess(child);
    createInterface(child.stdout).on('line', (line) => {
      bot.lines.push(line);
      bot.#seen.emit('line');
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      bot.#stderr += text;
    });
    return bot;
  }

  /** What it wrote to standard error. */
  get stderr(): string {
    return this.#stderr;
  }

  /** Every line of its log. Throws where one is not of a log's shape. */
  get log(): readonly LogLine[] {
    for (const line of this.lines.slice(this.#log.length)) {
      this.#log.push(logLine.parse(JSON.parse(line)));
    }
    return this.#log;
  }

  /** The first line of its log that fits, now or later. Rejects when the process ends before. */
  async waitFor(fits: (line: LogLine) => boolean): Promise<LogLine> {
    for (;;) {
      const found = this.log.find(fits);
      if (found) return found;
      if (this.#closed) {
        throw new Error(`the bot ended:\n${this.lines.join('\n')}\n${this.#stderr}`);
      }
      await once(this.#seen, 'line');
    }
  }

  /** Sends a signal, unless it has ended. */
  kill(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }
}
