import { codeIn, tablesIn } from '../docs/markdown.ts';
import type { Import } from './imports-of.ts';

const COLUMNS = ['layer', 'contents'];

/** The folders beside `src`; any other layer is in it. */
const BESIDE = new Set(['commands', 'packages', 'bench']);

/** The names of the layers in docs/architecture.md, from top to bottom. Throws where there is no such table. */
export function layersIn(page: string): string[] {
  const table = tablesIn(page).find(({ columns }) => columns.join() === COLUMNS.join());
  if (!table) throw new Error(`no table of the columns ${COLUMNS.join(', ')}`);
  return table.rows.map(([layer = '']) => codeIn(layer).join(' '));
}

/** The narrowest layer that has a file; `undefined` where none has. */
export function layerOf(path: string, layers: readonly string[]): string | undefined {
  const [top = '', ...rest] = path.split('/');
  const within = top === 'src' ? rest.join('/') : BESIDE.has(top) ? path : undefined;
  if (within === undefined) return undefined;
  return layers
    .filter((name) => within === `${name}.ts` || within.startsWith(`${name}/`))
    .toSorted((a, b) => a.length - b.length)
    .at(-1);
}

/** Whether an import stays in its layer or leads to a layer further down. A file in no layer may neither import nor be imported. */
export function isAllowed({ from, to }: Import, layers: readonly string[]): boolean {
  const [own, target] = [layerOf(from, layers), layerOf(to, layers)];
  if (own === undefined || target === undefined) return false;
  return layers.indexOf(own) <= layers.indexOf(target);
}
