import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';

declare module 'vitest' {
  interface ProvidedContext {
    /** Chromium's program. */
    readonly chromium: string;
  }
}

const NAMES = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];

/** The path of Chromium: what CHROMIUM names, else the first in PATH. Undefined where it is not there. */
export function findChromium({ CHROMIUM, PATH = '' }: NodeJS.ProcessEnv): string | undefined {
  const places = CHROMIUM
    ? [CHROMIUM]
    : PATH.split(delimiter).flatMap((folder) => NAMES.map((name) => join(folder, name)));
  return places.find(isProgram);
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
