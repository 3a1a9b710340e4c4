import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { z } from 'zod';

const logLine = z.looseObject({ level: z.string(), msg: z.string() });

/** A line of the bot's log. */
export type LogLine = z.infer<typeof logLine>;

export interface ProcessOptions {
  /** The folder of the compiled product. */
  readonly build: string;
  readonly folder: string;
  readonly env: Readonly<Record<string, string>>;
}

/** The built bot, or another built program, as a process. */
export class BotProcess {
  readonly log: LogLine[] = [];
  readonly isBot: boolean;
  /** Resolves to how it ended: an exit code or a signal. */
  readonly ended: Promise<number | string>;
  /** Everything it wrote that is not a log line. */
  output = '';
  #isRunning = true;
  readonly #child: ChildProcess;

  constructor(program: string, args: readonly string[], options: ProcessOptions, tell: () => void) {
    this.isBot = program === 'main';
    const { build, folder, env } = options;
    const file = join(build, `src/${program}.js`);
    const child = spawn(process.execPath, ['--expose-gc', file, ...args], {
      cwd: folder,
      env: { PATH: process.env.PATH, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#child = child;
    createInterface(child.stdout).on('line', (line) => {
      if (line.startsWith('{')) this.log.push(logLine.parse(JSON.parse(line)));
      else this.output += `${line}\n`;
      tell();
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => (this.output += text));
    this.ended = once(child, 'close').then(() => {
      this.#isRunning = false;
      tell();
      return child.exitCode ?? child.signalCode ?? 'lost';
    });
  }

  get isRunning(): boolean {
    return this.#isRunning;
  }

  /** Sends a signal and waits for the end. */
  end(signal: NodeJS.Signals): Promise<number | string> {
    this.#child.kill(signal);
    return this.ended;
  }
}
