import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { importsOf } from '../../imports/imports-of.ts';

const projectFolder = fileURLToPath(new URL('../../..', import.meta.url));
const ROOM = 'src/discord/cards';

const sourceOf = (path: string) => readFileSync(join(projectFolder, path), 'utf8');

const renderers = readdirSync(join(projectFolder, ROOM), { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .map((file) => `${ROOM}/${file}`);

/** Every file that a renderer runs code of, with whatever it runs code of in turn. */
function reachedFrom(paths: readonly string[]): Set<string> {
  const reached = new Set(paths);
  for (const path of reached) {
    for (const { to, type } of importsOf(path, sourceOf(path))) if (!type) reached.add(to);
  }
  return reached;
}

/** What knows the time, draws lots, or leaves the process. */
const IMPURE =
  /\bDate\.now\b|\bnew Date\(\)|\bMath\.random\b|\bperformance\.now\b|\bfetch\(|\bsetTimeout\b|\bsetImmediate\b|\bprocess\./;

describe('what draws messages', () => {
  it('runs no code of what keeps them up to date, and of no clock, record or socket', () => {
    const reached = [...reachedFrom(renderers)].toSorted();
    expect(reached.length).toBeGreaterThan(renderers.length);
    const stateful =
      /^src\/(engines\/(clock|tasks|turns|slices)|bot|runpod|images|store\/(?!moments|tables)|discord\/(sync|intake))\b/;
    expect(reached.filter((path) => stateful.test(path))).toEqual([]);
  });

  it('takes the time and everything else from whoever calls it', () => {
    const builtIn = renderers.filter((path) => sourceOf(path).includes("from 'node:"));
    expect(builtIn).toEqual([]);
    expect(renderers.filter((path) => IMPURE.test(sourceOf(path)))).toEqual([]);
  });
});
