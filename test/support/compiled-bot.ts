import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { TestProject } from 'vitest/node';
import { OWN_LISTS, writeCompiled } from '../../src/screening/open-screening.ts';
import { readTermFolder } from '../../src/screening/lists/term-files.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** The folder of the compiled bot; absent where it runs from its sources. */
    compiledBot?: string;
  }
}

const run = promisify(execFile);
const root = fileURLToPath(new URL('../..', import.meta.url));

/**
 * Compiles the bot for a run that starts it hundreds of times: compiled it is ready with a quarter of
 * the work.
 */
export async function setup(project: TestProject): Promise<() => void> {
  mkdirSync(join(root, 'dist'), { recursive: true });
  const folder = mkdtempSync(join(root, 'dist', 'tests-'));
  const tsconfig = join(root, 'test/support/tsconfig.compiled.json');
  await run('npx', ['tsc', '--project', tsconfig, '--outDir', folder], { cwd: root });
  for (const data of ['terms', 'nodes', 'public-endpoints']) {
    cpSync(join(root, data), join(folder, data), { recursive: true });
  }
  const lists = join(folder, 'src/screening/terms.compiled');
  writeCompiled(lists, readTermFolder(OWN_LISTS.folder));
  project.provide('compiledBot', folder);
  return () => {
    rmSync(folder, { recursive: true, force: true });
  };
}
