import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import { tempFolder } from '../../../support/temp-folder.ts';

const MAIN = fileURLToPath(
  new URL('../../../../packages/stand-ins/playground/main.ts', import.meta.url),
);
const LOADER = import.meta.resolve('tsx');

/** The playground as a process, started in a folder of its own and gone with its test. */
export class MainRun {
  /** The exit code, once it is over; null where a signal ended it. */
  readonly ended: Promise<number | null>;
  /** The same of the process alone: its bot may go on writing to the same streams. */
  readonly died: Promise<unknown>;
  readonly #tmp: string;
  readonly #child;
  #output = '';
  #heard: () => void = () => undefined;

  constructor(args: readonly string[]) {
    const folder = tempFolder();
    this.#tmp = join(folder, 'tmp');
    mkdirSync(this.#tmp);
    const { PATH = '', HOME = '' } = process.env;
    const child = spawn(process.execPath, ['--import', LOADER, MAIN, ...args], {
      cwd: folder,
      env: { PATH, HOME, TMPDIR: this.#tmp },
      stdio: ['ignore', 'pipe', 'pipe'],
      // The head of a group that its bot is in, too.
      detached: true,
    });
    this.#child = child;
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        this.#output += text;
        this.#heard();
      });
    }
    this.died = once(child, 'exit');
    this.ended = once(child, 'close').then(() => child.exitCode);
    onTestFinished(async () => {
      this.#toGroup('SIGKILL');
      await this.ended;
    });
  }

  /** Everything written so far, to either stream. */
  get output(): string {
    return this.#output;
  }

  /** Its page's address, once it has said it. Rejects where it ends before. */
  async url(): Promise<string> {
    const over = this.ended.then(() => {
      throw new Error(`it ended:\n${this.#output}`);
    });
    const said = new Promise<string>((resolve) => {
      this.#heard = () => {
        const url = /http:\/\/127\.0\.0\.1:\d+/.exec(this.#output)?.[0];
        if (url !== undefined) resolve(url);
      };
      this.#heard();
    });
    return Promise.race([said, over]);
  }

  /** Sends a signal to it and not to its bot, as `kill` does. */
  signal(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }

  /** Sends a signal to both, as a terminal does. */
  signalAll(signal: NodeJS.Signals): void {
    this.#toGroup(signal);
  }

  /** Whether it or its bot is still there. */
  get isThere(): boolean {
    return this.#toGroup(0);
  }

  /** What it left in the folder for temporary files. */
  leftovers(): string[] {
    return readdirSync(this.#tmp).filter((name) => name.startsWith('darkroom'));
  }

  #toGroup(signal: NodeJS.Signals | 0): boolean {
    const { pid } = this.#child;
    if (pid === undefined) return false;
    try {
      return process.kill(-pid, signal);
    } catch {
      return false;
    }
  }
}
