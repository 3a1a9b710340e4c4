import { postgresSchema } from '../../src/store/postgres/schema.ts';
import type { Begun, Traced } from './gate.ts';
import { type Row, rowIn, type Rows } from './tables.ts';

/*
 * Which rows an act concerns, as far as its own run shows: to try only pairs that may meet, and only
 * interleavings that may differ.
 */

/** Columns that name a row. */
const NAMES = [
  'id',
  'job_id',
  'source_id',
  'interaction_id',
  'entitlement_id',
  'file',
  'person',
  'pseudonym',
];

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
    known.set(name, namesIn([...was, ...is].map(rowIn)));
    const rows = differingRows(was, is);
    if (rows.length === 0) continue;
    const columns = changedColumns(was.length, rows);
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

/**
 * Whether it makes no difference if a statement runs before or after those that another transaction
 * has begun. `after`: the same statement, run after them.
 *
 * Neither sees what the other has not committed. So a statement differs only by its own result, or
 * by what it changes or locks.
 */
export function commutes(
  before: Traced | undefined,
  after: Traced | undefined,
  others: readonly Begun[],
) {
  if (!before || !after || traceText(before) !== traceText(after)) return false;
  const [text, values] = before;
  if (locksByName(text)) {
    const names = new Set(textsOf(values));
    return !others.some(
      ([other, given]) => locksByName(other) && haveCommon(names, new Set(textsOf(given))),
    );
  }
  if (isRead(text)) return true;
  const used = tablesOf(text);
  return !others.some(([other]) => !isRead(other) && haveCommon(used, tablesOf(other)));
}

/** The tables to which statements wrote, or may have. */
export function writtenBy(statements: readonly Begun[]): Set<string> {
  return new Set(statements.flatMap(([text]) => (isRead(text) ? [] : [...tablesOf(text)])));
}

function isRead(text: string): boolean {
  return /^select\b/i.test(text) && !/\bfor (?:update|share)\b/i.test(text);
}

/** A statement with its result, to compare: without ORDER BY, its rows come in any order. */
export function traceText([text, values, rows]: Traced): string {
  const isOrdered = /\border by\b/i.test(text) || !Array.isArray(rows);
  const sorted: unknown = isOrdered ? rows : rows.map((row) => JSON.stringify(row)).toSorted();
  return JSON.stringify([text, values, sorted]);
}

function locksByName(text: string): boolean {
  return text.includes('pg_advisory_xact_lock');
}

const TABLES = new Set(
  [...postgresSchema.matchAll(/CREATE TABLE (\w+)/g)].map(([, name = '']) => name),
);
/** Tables that a change of another one may read or change, by a trigger or a foreign key. */
const REACHED: Readonly<Record<string, readonly string[]>> = {
  jobs: [
    'job_count_changes',
    'job_events',
    'job_credits',
    'prepared_pictures',
    'picture_sources',
    'consents',
  ],
  consents: ['jobs', 'picture_sources'],
  job_events: ['jobs'],
  prepared_pictures: ['jobs', 'picture_pieces'],
  picture_pieces: ['prepared_pictures'],
  stored_pictures: ['stored_picture_pieces'],
  stored_picture_pieces: ['stored_pictures'],
};

/** The tables that a statement may read, change or lock. */
function tablesOf(text: string): Set<string> {
  const named = text.match(/\b[a-z_]+\b/g) ?? [];
  return new Set(
    named.flatMap((name) => [name, ...(REACHED[name] ?? [])]).filter((name) => TABLES.has(name)),
  );
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

function changedColumns(before: number, rows: readonly Row[]): RegExp {
  const columns = new Set<string>();
  for (const [name, some] of Map.groupBy(rows, nameOf)) {
    const [one, other, third] = some;
    if (name === undefined || !one || !other || third) return /./;
    for (const column of Object.keys(one)) {
      if (JSON.stringify(one[column]) !== JSON.stringify(other[column])) columns.add(column);
    }
  }
  // A trigger changes columns that no statement names.
  return before === 0
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
function differingRows(before: readonly string[], after: readonly string[]): Row[] {
  if (before === after) return [];
  const removed = before.filter((row) => !after.includes(row));
  return [...removed, ...after.filter((row) => !before.includes(row))].map(rowIn);
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
