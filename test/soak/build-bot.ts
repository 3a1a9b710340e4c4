import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { buildEntries } from '../../bench/built-entries.ts';

const run = promisify(execFile);
const root = fileURLToPath(new URL('../..', import.meta.url));

/** Compiles the bot, and what watches it. */
export default async function buildBot(): Promise<void> {
  await run('npm', ['run', '--silent', 'build'], { cwd: root });
  await buildEntries();
}
