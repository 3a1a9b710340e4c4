import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('../../../packages/stand-ins/demo/main.ts', import.meta.url));
const LOADER = import.meta.resolve('tsx');

/** The demo as a process, started in a folder of its own. */
export class DemoRun {
  readonly folder = mkdtempSync(join(tmpdir(), 'darkroom-'));
  /** Where the demo keeps what it does not want to leave behind. */
  readonly tmp = join(this.folder, 'tmp');
  #output = '';
  #child: ChildProcess | undefined;

  constructor() {
    mkdirSync(this.tmp);
  }

  /** Everything written so far, to either stream. */
  get output(): string {
    return this.#output;
  }

  /** Runs it. The exit code, and null where a signal ended it. */
  async run(
    args: readonly string[],
    onOutput: () => void = () => undefined,
  ): Promise<number | null> {
    const { PATH = '', HOME = '' } = process.env;
    const child = spawn(process.execPath, ['--import', LOADER, MAIN, ...args], {
      cwd: this.folder,
      env: { PATH, HOME, TMPDIR: this.tmp },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#child = child;
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        this.#output += text;
        onOutput();
      });
    }
    await once(child, 'close');
    return child.exitCode;
  }

  /** Presses Ctrl-C. */
  interrupt(): void {
    this.#child?.kill('SIGINT');
  }

  /** The names of the pictures that it saved. */
  pictures(): string[] {
    return readdirSync(join(this.folder, 'demo-pictures')).sort();
  }

  /** What it left of its own in the folder for temporary files. */
  leftovers(): string[] {
    return readdirSync(this.tmp).filter((name) => name.startsWith('darkroom'));
  }

  remove(): void {
    this.#child?.kill('SIGKILL');
    rmSync(this.folder, { recursive: true, force: true });
  }
}
