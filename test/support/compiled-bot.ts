import { execFile } from 'node:child_process';
import { cpSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { TestProject } from 'vitest/node';

const run = promisify(execFile);
const root = fileURLToPath(new URL('../..', import.meta.url));

/** Compiles the bot once, since it is started several hundred times. */
export default async function buildBot(project: TestProject): Promise<void> {
  await run('npx', ['tsc', '--project', 'test/crash/tsconfig.json'], { cwd: root });
  for (const data of ['terms', 'nodes', 'public-endpoints']) {
    cpSync(`${root}${data}`, `${root}dist/crash/${data}`, { recursive: true });
  }
  project.provide('compiledBot', `${root}dist/crash`);
}
