import { fileURLToPath } from 'node:url';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** The lists that come with the bot: as they are written, and the file that a build compiles of them. */
export const OWN_LISTS = { folder: here('terms'), compiled: here('terms.compiled') } as const;
