import type { Traced } from './gate.ts';
import type { Row, Rows } from './tables.ts';

/*
 * Which rows an act concerns, as far as its own run shows: to try only pairs that may meet.
 */

/** Columns that name a row. */
const NAMES = ['id', 'job_id', 'source_id', 'interaction_id', 'file', 'person', 'pseudonym'];

/** What an act read and wrote. */
export interface Touched {
  readonly changed: ReadonlyMap<string, Changed>;
  readonly statements: readonly Statement[];
  /** The names of all rows, by table. */
  readonly known: ReadonlyMap<string, ReadonlySet<string>>;
}

/** The rows of a table that an act changed. */
interface Changed {
  /** All texts in these rows, and the names among them. */
  readonly texts: ReadonlySet<string>;
  readonly names: ReadonlySet<string>;
  /** The changed columns; all of them, if rows were added or removed. */
  readonly columns: RegExp;
}

/** A statement of an act, and the values that it was given and returned. */
interface Statement {
  readonly text: string;
  readonly given: ReadonlySet<string>;
  readonly returned: ReadonlySet<string>;
}

export function touchedBy(trace: readonly Traced[], before: Rows, after: Rows): Touched {
  const changed = new Map<string, Changed>();
  const known = new Map<string, ReadonlySet<string>>();
  for (const name of Object.keys(before)) {
    const [was, is] = [before[name] ?? [], after[name] ?? []];
    known.set(name, namesIn([...was, ...is]));
    const rows = differingRows(was, is);
    if (rows.length === 0) continue;
    const columns = changedColumns(was, rows);
    changed.set(name, { columns, names: namesIn(rows), texts: new Set(textsOf(rows)) });
  }
  const statements = trace.map(([text, values, rows]) => ({
    text,
    given: new Set(textsOf(values)),
    returned: new Set(textsOf(rows)),
  }));
  return { changed, statements, known };
}

/** Whether one changes values that the other may read or change. */
export function mayMeet(one: Touched, other: Touched): boolean {
  return meets(one, other) || meets(other, one);
}

function meets(one: Touched, other: Touched): boolean {
  return [...one.changed].some(([table, { columns, names, texts }]) => {
    const known = new Set([...(one.known.get(table) ?? []), ...(other.known.get(table) ?? [])]);
    return other.statements.some(({ text, given, returned }) => {
      if (!concerns(text, table) || !columns.test(text)) return false;
      if (haveCommon(given, known)) {
        const named = new Set([...given, ...returned].filter((value) => known.has(value)));
        return haveCommon(named, names);
      }
      // A statement that names no row, member or server is about any of them.
      const isOpen = [...given].every((value) => !/\d{17}/.test(value));
      return isOpen || haveCommon(given, texts) || haveCommon(returned, names);
    });
  });
}

function haveCommon(one: ReadonlySet<string>, other: ReadonlySet<string>): boolean {
  return [...one].some((value) => other.has(value));
}

/** Whether a statement reads or changes a table, itself or by a trigger. */
function concerns(text: string, table: string): boolean {
  if (new RegExp(`\\b${table}\\b`).test(text)) return true;
  if (/^(?:update|delete from) "?jobs\b/i.test(text)) {
    return table === 'prepared_pictures' || table === 'picture_sources';
  }
  return /^update "?consents\b/i.test(text) && (table === 'jobs' || table === 'picture_sources');
}

function changedColumns(before: readonly Row[], rows: readonly Row[]): RegExp {
  const columns = new Set<string>();
  for (const [name, some] of Map.groupBy(rows, nameOf)) {
    const [one, other, third] = some;
    if (name === undefined || !one || !other || third) return /./;
    for (const column of Object.keys(one)) {
      if (JSON.stringify(one[column]) !== JSON.stringify(other[column])) columns.add(column);
    }
  }
  // A trigger changes columns that no statement names.
  return before.length === 0
    ? /./
    : new RegExp(`\\b(?:${[...columns].join('|')})\\b|\\*|^update "?consents`);
}

/** The name of a row, in a table in which it is unique. */
function nameOf({ id, person, owner_id: owner, number, user_id: user, ...others }: Row) {
  const name = id ?? person ?? (owner === undefined ? undefined : [owner, number]);
  if (name !== undefined) return JSON.stringify(name);
  return others.job_id === undefined && user !== undefined ? JSON.stringify(user) : undefined;
}

/** The rows that only one of both has. */
function differingRows(before: readonly Row[], after: readonly Row[]): Row[] {
  const was = new Set(before.map((row) => JSON.stringify(row)));
  const is = new Set(after.map((row) => JSON.stringify(row)));
  const removed = before.filter((row) => !is.has(JSON.stringify(row)));
  return [...removed, ...after.filter((row) => !was.has(JSON.stringify(row)))];
}

function namesIn(rows: readonly Row[]): Set<string> {
  return new Set(rows.flatMap((row) => NAMES.flatMap((column) => textsOf(row[column]))));
}

/** All texts in a value. */
function textsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (Buffer.isBuffer(value) || typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap((part) => textsOf(part));
}
