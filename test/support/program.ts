import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { inject } from 'vitest';

const TSX = import.meta.resolve('tsx');

/** Node's arguments for a program of `src`: compiled where the run compiled the bot, or from its source. */
export function program(
  name:
    | 'backup'
    | 'block'
    | 'doctor'
    | 'drain'
    | 'intake'
    | 'main'
    | 'migrate'
    | 'register'
    | 'restore',
  preload: readonly string[] = [],
): readonly string[] {
  const compiled = inject('compiledBot');
  if (compiled !== undefined) return [...preload, join(compiled, `src/${name}.js`)];
  const source = fileURLToPath(new URL(`../../src/${name}.ts`, import.meta.url));
  return ['--import', TSX, ...preload, source];
}
