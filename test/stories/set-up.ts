import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { TestProject } from 'vitest/node';
import { PostgresServer } from '../support/postgres-server.ts';
import { createPostgres } from './database.ts';
import { type Run, Stage } from './stage.ts';

declare module 'vitest' {
  interface ProvidedContext {
    readonly storyRun: Run;
  }
}

const root = fileURLToPath(new URL('../..', import.meta.url));
const SOURCES = ['src', 'commands', 'terms', 'nodes', 'public-endpoints', 'package.json'];

/**
 * Builds the bot if its build is older than its sources, and has it make a database, of which every
 * story gets a copy. `DARKROOM_BUILD`: the folder of another build. `STORIES_POSTGRES`: `own`, or the
 * URL of a server.
 */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const build = resolve(root, process.env.DARKROOM_BUILD ?? 'dist');
  if (process.env.DARKROOM_BUILD === undefined) buildIfStale(build);
  const folder = mkdtempSync(join(tmpdir(), 'darkroom-stories-'));
  const template = join(folder, 'template');
  const empty = join(folder, 'empty');
  mkdirSync(empty);
  mkdirSync(template);
  const where = process.env.STORIES_POSTGRES;
  const own = where === 'own' ? await PostgresServer.create(['max_connections=300']) : undefined;
  const server = own?.url ?? where;
  const database = server === undefined ? undefined : await createPostgres(server, template);
  const postgres = server !== undefined && database && { server, template: database.name };
  const stage = await Stage.open({ build, template: empty });
  // The first bot makes what every other one has.
  await stage.startBot({ DATABASE_PATH: join(template, 'darkroom.sqlite'), ...database?.env });
  await stage.endBot('SIGTERM');
  await stage.close();
  await database?.close();
  project.provide('storyRun', { build, template, ...(postgres && { postgres }) });
  return async () => {
    await database?.drop();
    await own?.close();
    rmSync(folder, { recursive: true, force: true });
  };
}

function buildIfStale(build: string): void {
  const main = join(build, 'src/main.js');
  const builtAt = existsSync(main) ? statSync(main).mtimeMs : 0;
  if (SOURCES.every((source) => newest(join(root, source)) <= builtAt)) return;
  const { status } = spawnSync('npm', ['run', 'build'], { cwd: root, stdio: 'inherit' });
  if (status !== 0) throw new Error('the bot cannot be built');
}

/** When a file, or the newest in a folder, was changed. */
function newest(path: string): number {
  const stats = statSync(path);
  if (!stats.isDirectory()) return stats.mtimeMs;
  return Math.max(0, ...readdirSync(path).map((name) => newest(join(path, name))));
}
