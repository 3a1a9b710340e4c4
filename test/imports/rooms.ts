import { codeIn, tablesIn } from '../docs/markdown.ts';
import type { Import } from './imports-of.ts';

const COLUMNS = ['room', 'what it knows'];

/** The folders beside `src`; any other room is in it. */
const BESIDE = new Set(['commands', 'sandbox', 'bench']);

/** The names of the rooms in docs/architecture.md, from top to bottom. Throws where there is no such table. */
export function roomsIn(page: string): string[] {
  const table = tablesIn(page).find(({ columns }) => columns.join() === COLUMNS.join());
  if (!table) throw new Error(`no table of the columns ${COLUMNS.join(', ')}`);
  return table.rows.map(([room = '']) => codeIn(room).join(' '));
}

/** The narrowest room that has a file; `undefined` where none has. */
export function roomOf(path: string, rooms: readonly string[]): string | undefined {
  const [top = '', ...rest] = path.split('/');
  const within = top === 'src' ? rest.join('/') : BESIDE.has(top) ? path : undefined;
  if (within === undefined) return undefined;
  return rooms
    .filter((name) => within === `${name}.ts` || within.startsWith(`${name}/`))
    .toSorted((a, b) => a.length - b.length)
    .at(-1);
}

/** Whether an import stays in its room or leads to a room further down. A file in no room may neither import nor be imported. */
export function isAllowed({ from, to }: Import, rooms: readonly string[]): boolean {
  const [own, target] = [roomOf(from, rooms), roomOf(to, rooms)];
  if (own === undefined || target === undefined) return false;
  return rooms.indexOf(own) <= rooms.indexOf(target);
}
