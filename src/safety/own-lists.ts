import { fileURLToPath } from 'node:url';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** Where lists stand as they are written, and where the file is that a build compiles from them. */
export interface ListFiles {
  readonly folder: string;
  readonly compiled: string;
}

/** The lists that come with the bot. */
export const OWN_LISTS: ListFiles = {
  folder: here('../../terms'),
  compiled: here('terms.compiled'),
};
