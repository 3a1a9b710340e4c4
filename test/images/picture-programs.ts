import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished } from 'vitest';
import { LOADED } from '../../src/images/picture-task.ts';

/** Programs in the place of the one that decodes, in a folder of the test's own. */
export class PicturePrograms {
  readonly #folder = mkdtempSync(join(tmpdir(), 'darkroom-'));

  constructor() {
    onTestFinished(() => {
      for (const pid of this.marked) if (isThere(pid)) process.kill(pid, 'SIGKILL');
      rmSync(this.#folder, { recursive: true, force: true });
    });
  }

  /**
   * The path of a program with this source, which says first that it has loaded. Its `marker` is the
   * path of an empty file to make, named after its process.
   */
  ready(source: string): string {
    return this.write(`process.stderr.write('${LOADED}\\n');\n${source}`);
  }

  /** The same, but it says nothing. */
  write(source: string): string {
    const path = join(this.#folder, `${readdirSync(this.#folder).length}.mjs`);
    const marker = `const marker = ${JSON.stringify(`${this.#folder}/marker-`)} + process.pid;`;
    writeFileSync(path, `import fs from 'node:fs';\n${marker}\n${source}`);
    return path;
  }

  /** One that never ends, and makes its marker. */
  hanging(): string {
    return this.ready("fs.writeFileSync(marker, ''); setInterval(() => {}, 1_000);");
  }

  /** The processes that have made their marker. */
  get marked(): readonly number[] {
    const names = readdirSync(this.#folder).filter((name) => name.startsWith('marker-'));
    return names.map((name) => Number(name.slice('marker-'.length)));
  }

  /** Resolves once so many have. */
  async waitFor(count: number): Promise<readonly number[]> {
    await expect.poll(() => this.marked).toHaveLength(count);
    return this.marked;
  }
}

/** Whether there is such a process. One that has ended and was not asked after is there still. */
export function isThere(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
