import { codeIn, tablesIn } from '../docs/markdown.ts';
import type { Import } from './imports-of.ts';

/** A row of the table of rooms in docs/architecture.md. */
export interface Room {
  readonly name: string;
  readonly may: readonly string[];
  readonly types: readonly string[];
  /** It may import everything below it, whether it needs it today or not. */
  readonly everything: boolean;
}

/** What stands in the table for a root, which puts a program together of all that there is. */
const ALL = 'everything below';
const COLUMNS = ['room', 'what it knows', 'may import', 'only types of'];

/** The folders beside `src`; any other room is in it. */
const BESIDE = new Set(['commands', 'sandbox', 'bench']);

/** The rooms of docs/architecture.md, from top to bottom. Throws where there is no such table. */
export function roomsIn(page: string): Room[] {
  const table = tablesIn(page).find(({ columns }) => columns.join() === COLUMNS.join());
  if (!table) throw new Error(`no table of the columns ${COLUMNS.join(', ')}`);
  const names = table.rows.map(([room = '']) => codeIn(room).join(' '));
  return table.rows.map(([, , may = '', types = ''], at) => ({
    name: names[at] ?? '',
    may: may === ALL ? names.slice(at + 1) : codeIn(may),
    types: codeIn(types),
    everything: may === ALL,
  }));
}

/** What is wrong with the table itself: a room named twice or not there, an arrow that leads up. */
export function faultsOf(rooms: readonly Room[]): string[] {
  const places = new Map(rooms.map(({ name }, at) => [name, at]));
  return rooms.flatMap(({ name, may, types }, at) => [
    ...(places.get(name) === at ? [] : [`${name} stands there twice`]),
    ...[...may, ...types].flatMap((target) => {
      const below = places.get(target);
      if (below === undefined) return [`${name} may import ${target}, which is no room`];
      return below > at ? [] : [`${name} → ${target} leads up`];
    }),
  ]);
}

/** The name of the room that a file is in, the narrowest that has it; `undefined` where none has. */
export function roomOf(path: string, rooms: readonly Room[]): string | undefined {
  const [top = '', ...rest] = path.split('/');
  const within = top === 'src' ? rest.join('/') : BESIDE.has(top) ? path : undefined;
  if (within === undefined) return undefined;
  return rooms
    .map(({ name }) => name)
    .filter((name) => within === `${name}.ts` || within.startsWith(`${name}/`))
    .toSorted((a, b) => a.length - b.length)
    .at(-1);
}

/** Whether the table allows it. What is in no room may import nothing, and nothing may import it. */
export function isAllowed({ from, to, type }: Import, rooms: readonly Room[]): boolean {
  const [name, target] = [roomOf(from, rooms), roomOf(to, rooms)];
  if (name === undefined || target === undefined) return false;
  if (name === target) return true;
  const room = rooms.find((one) => one.name === name);
  return room?.may.includes(target) === true || (type && room?.types.includes(target) === true);
}

/** What the table allows and no import needs: a whole arrow, or more than types of it. */
export function unneeded(rooms: readonly Room[], imports: readonly Import[]): string[] {
  const arrow = (from: string | undefined, to: string | undefined) => `${from} → ${to}`;
  const arrowsOf = (type: boolean) =>
    new Set(
      imports
        .filter((one) => one.type === type)
        .map(({ from, to }) => arrow(roomOf(from, rooms), roomOf(to, rooms))),
    );
  const [values, types] = [arrowsOf(false), arrowsOf(true)];
  return rooms
    .filter(({ everything }) => !everything)
    .flatMap((room) =>
      [
        ...room.may.filter((target) => !values.has(arrow(room.name, target))),
        ...room.types.filter((target) => !types.has(arrow(room.name, target))),
        ...room.types.filter((target) => room.may.includes(target)),
      ].map((target) => arrow(room.name, target)),
    );
}
