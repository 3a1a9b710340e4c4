import { jobActs } from './job-acts.ts';
import { moderationActs } from './moderation-acts.ts';
import { noteActs } from './note-acts.ts';
import { privacyActs } from './privacy-acts.ts';
import type { Writer } from './writer.ts';

/** A call of a piece, with the rows that it aims at. */
export interface Act extends Way {
  /** The piece, as `docs/writes.md` names it, and what it is called for. */
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
  privacy: privacyActs,
} as const satisfies Readonly<Record<string, Acts>>;

/** All acts of an area. */
export function actsIn(acts: Acts): readonly Act[] {
  return Object.entries(acts).flatMap(([piece, ways]) => {
    if (typeof ways === 'string') return [];
    return Object.entries(ways).map(([what, way]) => ({
      ...(way instanceof Function ? { run: way } : way),
      name: `${piece}: ${what}`,
    }));
  });
}

/** Whether two acts are to race each other. */
export function areRaced(one: Act, other: Act): boolean {
  const isMeant = ({ only }: Act, { name }: Act) => only?.test(name) ?? true;
  return isMeant(one, other) && isMeant(other, one);
}
