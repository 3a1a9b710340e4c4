import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { OWN_LISTS, writeCompiled } from '../../src/screening/open-screening.ts';
import { readTermFolder } from '../../src/screening/lists/term-files.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** The file compiled from the bot's own term lists, as a build makes it. */
    readonly compiledLists: string;
  }
}

/** Compiles the term lists once for a whole run: every worker would need seconds for it. */
export function setup(project: TestProject): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'darkroom-lists-'));
  const path = join(folder, 'terms.compiled');
  writeCompiled(path, readTermFolder(OWN_LISTS.folder));
  project.provide('compiledLists', path);
  return () => {
    rmSync(folder, { recursive: true, force: true });
  };
}
