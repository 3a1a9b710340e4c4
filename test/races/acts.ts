import { codeIn, tablesIn } from '../docs/markdown.ts';
import { readText } from '../docs/pages.ts';
import { jobActs } from './job-acts.ts';
import { moderationActs } from './moderation-acts.ts';
import { noteActs } from './note-acts.ts';
import { premiumActs } from './premium-acts.ts';
import { privacyActs } from './privacy-acts.ts';
import type { Writer } from './writer.ts';

/** A call of a piece, with the rows that it aims at. */
export interface Act extends Way {
  readonly piece: string;
  /** The piece, and what it is called for. */
  readonly name: string;
}

interface Way {
  readonly run: (writer: Writer) => Promise<unknown>;
  /** Which of the call's transactions is the piece. Default: the first. */
  readonly nth?: number;
  /** The acts to race it with, by name, if others gain nothing from this one. Default: all. */
  readonly only?: RegExp;
}

/** The ways to call a piece, by what for. */
export type Ways = Readonly<Record<string, Way['run'] | Way>>;
/** The ways to call pieces, by their names in `docs/writes.md`; or why a piece has no writer beside it. */
export type Acts = Readonly<Record<string, Ways | string>>;

/** Every piece, by the area that it belongs to. */
export const ACTS = {
  jobs: jobActs,
  notes: noteActs,
  moderation: moderationActs,
  premium: premiumActs,
  privacy: privacyActs,
} as const satisfies Readonly<Record<string, Acts>>;

function actsIn(acts: Acts): readonly Act[] {
  return Object.entries(acts).flatMap(([piece, ways]) => {
    if (typeof ways === 'string') return [];
    return Object.entries(ways).map(([what, way]) => ({
      ...(way instanceof Function ? { run: way } : way),
      piece,
      name: `${piece}: ${what}`,
    }));
  });
}

/** Every act of every area. */
export const EVERY_ACT: readonly Act[] = Object.values(ACTS).flatMap((acts) => actsIn(acts));

/** Whether two acts are to race each other. */
export function areRaced(one: Act, other: Act): boolean {
  const isMeant = ({ only }: Act, { name }: Act) => only?.test(name) ?? true;
  return isMeant(one, other) && isMeant(other, one);
}

/**
 * The tables that each piece writes, says `docs/writes.md`. Of pieces that share their first
 * function, the name has the second too.
 */
export function writesByPiece(): ReadonlyMap<string, readonly string[]> {
  const rows = tablesIn(readText('docs/writes.md'))
    .filter(({ columns }) => columns[0] === 'piece')
    .flatMap((table) => table.rows)
    .map(([piece = '', , , writes = '']) => ({ names: codeIn(piece), writes: codeIn(writes) }));
  const firsts = rows.map(({ names: [first] }) => first);
  return new Map(
    rows.map(({ names: [first = '', second], writes }) => {
      const isAlone = firsts.indexOf(first) === firsts.lastIndexOf(first);
      return [isAlone ? first : `${first}, ${String(second)}`, writes];
    }),
  );
}
