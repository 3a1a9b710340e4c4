import { access, constants } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    /** Chromium's program. */
    readonly chromium: string;
  }
}

const NAMES = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];

/** Ends the run with a sentence where there is no browser: a test that cannot run has not passed. */
export default async function findChromium(project: TestProject): Promise<void> {
  const named = process.env.CHROMIUM;
  const places = named
    ? [named]
    : (process.env.PATH ?? '')
        .split(delimiter)
        .flatMap((folder) => NAMES.map((name) => join(folder, name)));
  for (const place of places) {
    if (await isProgram(place)) {
      project.provide('chromium', place);
      return;
    }
  }
  throw new Error(
    named
      ? `CHROMIUM names no program: ${named}`
      : 'These tests need Chromium (apt-get install chromium), or CHROMIUM with the path of one.',
  );
}

async function isProgram(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
