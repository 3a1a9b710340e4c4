import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import packageJson from '../package.json' with { type: 'json' };

const PROJECT = new URL('../', import.meta.url);
const BUILT = new URL('dist/bench/', PROJECT);

/** The programs that are measured, compiled: a loader for TypeScript would be measured with them. */
export const ENTRIES = {
  darkroom: fileURLToPath(new URL('dist/src/main.js', PROJECT)),
  plain: fileURLToPath(new URL('plain-bot.js', BUILT)),
  plainLoop: fileURLToPath(new URL('plain-loop.js', BUILT)),
  openScreening: fileURLToPath(new URL('open-screening.js', BUILT)),
  readPrompts: fileURLToPath(new URL('read-prompts.js', BUILT)),
} as const;

/** The program that has Discord post interactions. */
export const INTAKE = fileURLToPath(new URL('dist/src/intake.js', PROJECT));

/** Flags for Node itself: for the bot, those of `npm start`. */
export const FLAGS: Readonly<Record<keyof typeof ENTRIES, readonly string[]>> = {
  darkroom: packageJson.scripts.start.split(' ').filter((word) => word.startsWith('--')),
  plain: [],
  plainLoop: [],
  openScreening: [],
  readPrompts: [],
};

/** What is loaded before a bot. */
export const PRELOADS: readonly string[] = ['loop-delay.js', 'end-with-parent.js'].map(
  (name) => new URL(name, BUILT).href,
);

/** Compiles what the bench brings along. The bot itself is compiled by `npm run build`. */
export async function buildEntries(): Promise<void> {
  await build({
    absWorkingDir: fileURLToPath(PROJECT),
    entryPoints: {
      'plain-bot': 'bench/plain-bot.ts',
      'plain-loop': 'bench/plain-loop.ts',
      'loop-delay': 'bench/loop-delay.ts',
      'open-screening': 'bench/open-screening.ts',
      'read-prompts': 'bench/read-prompts.ts',
      'end-with-parent': 'packages/stand-ins/end-with-parent.ts',
    },
    outdir: fileURLToPath(BUILT),
    bundle: true,
    packages: 'external',
    format: 'esm',
    platform: 'node',
    target: 'node22',
    logLevel: 'warning',
  });
}
