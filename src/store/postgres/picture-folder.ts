import {
  closeSync,
  constants,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readSync,
  statSync,
  writeSync,
} from 'node:fs';
import { basename, join } from 'node:path';
import { z } from 'zod';
import { DatabaseError, flush, pictureFolderOf } from '../database-files.ts';
import { PIECE_BYTES } from '../database.ts';
import type { Row, Slice, Table, Value } from './transfer-ends.ts';

/*
 * The pictures beside a SQLite database, as the rows that they are in PostgreSQL. So they are copied,
 * resumed and compared as rows are, a few pieces at a time.
 */

const PICTURES = 'stored_pictures';
const PIECES = 'stored_picture_pieces';

/** Whether a table has pictures, or their pieces. */
export function isOfPictures(table: string): boolean {
  return table === PICTURES || table === PIECES;
}

/** The files that a job's row names; `undefined` if it cannot be read. */
export function picturesNamed(column: Value | undefined): readonly string[] | undefined {
  if (typeof column !== 'string') return undefined;
  try {
    return named.parse(JSON.parse(column)).map(({ file }) => file);
  } catch {
    return undefined;
  }
}

const named = z.array(z.looseObject({ file: z.string() }));

/** A folder of pictures. */
export class PictureFolder {
  readonly path: string;
  /** In the order of a key. */
  #files: readonly string[] = [];

  constructor(databasePath: string) {
    this.path = pictureFolderOf(databasePath);
  }

  /** Finds the files. `isWanted`: whether one is a picture to copy. */
  find(isWanted: (file: string) => boolean = () => true): this {
    const entries = readdirOrNone(this.path);
    this.#files = entries
      .filter((entry) => entry.isFile() && isWanted(entry.name))
      .map(({ name }) => name)
      .sort(byBytes);
    return this;
  }

  get isEmpty(): boolean {
    return this.#files.length === 0;
  }

  /** The next rows, with the files' bytes. @throws Node's error if one cannot be read. */
  slice({ table, after, limit }: Slice): Row[] {
    const [last, lastPlace] = after ?? [];
    const rows: Row[] = [];
    let at = last === undefined ? 0 : this.#firstFrom(String(last));
    let place = 0;
    if (this.#files[at] === last) {
      if (table.name === PICTURES) at += 1;
      else place = Number(lastPlace) + 1;
    }
    for (; rows.length < limit; at += 1, place = 0) {
      const file = this.#files[at];
      if (file === undefined) break;
      const { size, mtimeMs } = statSync(join(this.path, file));
      if (table.name === PICTURES) {
        rows.push(rowOf(table, { file, size, stored_at: Math.round(mtimeMs) }));
        continue;
      }
      for (; place * PIECE_BYTES < size && rows.length < limit; place += 1) {
        rows.push(rowOf(table, { file, place, bytes: this.#piece(file, place) }));
      }
    }
    return rows;
  }

  /** Writes rows into files, durably. Doing it again changes nothing. */
  put(table: Table, rows: readonly Row[]): void {
    mkdirSync(this.path, { recursive: true, mode: 0o700 });
    const at = (name: string) => table.columns.findIndex((column) => column.name === name);
    const columns = { file: at('file'), place: at('place'), bytes: at('bytes') };
    for (const row of rows) {
      const file = String(row[columns.file]);
      if (basename(file) !== file || /^\.{0,2}$/.test(file)) {
        throw new DatabaseError(
          `A picture is named ${JSON.stringify(file)}, which no file can be.`,
        );
      }
      const opened = openSync(
        join(this.path, file),
        constants.O_RDWR | constants.O_CREAT,
        PRIVATE_FILE,
      );
      try {
        const bytes = row[columns.bytes];
        if (Buffer.isBuffer(bytes)) writeWhole(opened, bytes, Number(row[columns.place]));
        fsyncSync(opened);
      } finally {
        closeSync(opened);
      }
    }
    flush(this.path);
  }

  /** Where the first file is whose name is this one, or comes after it. */
  #firstFrom(name: string): number {
    let [low, high] = [0, this.#files.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (byBytes(this.#files[middle] ?? '', name) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #piece(file: string, place: number): Buffer {
    const opened = openSync(join(this.path, file), 'r');
    try {
      const piece = Buffer.alloc(PIECE_BYTES);
      return piece.subarray(0, readSync(opened, piece, 0, PIECE_BYTES, place * PIECE_BYTES));
    } finally {
      closeSync(opened);
    }
  }
}

const PRIVATE_FILE = 0o600;

function writeWhole(file: number, bytes: Buffer, place: number): void {
  const start = place * PIECE_BYTES;
  for (let done = 0; done < bytes.length;) {
    done += writeSync(file, bytes, done, bytes.length - done, start + done);
  }
}

function readdirOrNone(folder: string) {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    if ('code' in error && error.code === 'ENOENT') return [];
    throw new DatabaseError(`The picture folder ${folder} cannot be read: ${error.message}.`, {
      cause: error,
    });
  }
}

function rowOf({ columns }: Table, values: Readonly<Record<string, Value>>): Row {
  return columns.map(({ name }) => values[name] ?? null);
}

/** As both databases order text. */
function byBytes(one: string, other: string): number {
  return Buffer.compare(Buffer.from(one), Buffer.from(other));
}

/** Rows of two kinds in the order of their key, up to a limit. */
export function merged({ table, limit }: Slice, one: readonly Row[], other: readonly Row[]): Row[] {
  const file = table.columns.findIndex(({ name }) => name === 'file');
  const place = table.columns.findIndex(({ name }) => name === 'place');
  return [...one, ...other]
    .sort(
      (a, b) =>
        byBytes(String(a[file]), String(b[file])) || Number(a[place] ?? 0) - Number(b[place] ?? 0),
    )
    .slice(0, limit);
}

/** What to select from: only pictures that are whole. A crash may have left pieces of others. */
export function wholePictures(table: string): string {
  const whole = `${PICTURES} WHERE size = (
    SELECT coalesce(sum(length(bytes)), 0) FROM ${PIECES} WHERE ${PIECES}.file = ${PICTURES}.file)`;
  return table === PICTURES
    ? `(SELECT * FROM ${whole}) AS ${PICTURES}`
    : `(SELECT * FROM ${PIECES} WHERE file IN (SELECT file FROM ${whole})) AS ${PIECES}`;
}
