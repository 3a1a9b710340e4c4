import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inject } from 'vitest';
import type { TestProject } from 'vitest/node';
import { openDatabase } from '../../src/store/database.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** A database as the bot makes it, closed. */
    readonly madeDatabase: string;
  }
}

/** Makes one database for a whole run, since that takes longer than most tests. */
export async function setup(project: TestProject): Promise<() => void> {
  const folder = mkdtempSync(join(tmpdir(), 'darkroom-made-'));
  const path = join(folder, 'darkroom.sqlite');
  await openDatabase(path).close();
  project.provide('madeDatabase', path);
  return () => {
    rmSync(folder, { recursive: true, force: true });
  };
}

/** Puts a database there that nobody has used yet. */
export function putMadeDatabase(path: string): string {
  copyFileSync(inject('madeDatabase'), path);
  return path;
}
