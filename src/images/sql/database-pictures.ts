import { setImmediate as turn } from 'node:timers/promises';
import type { Clock } from '../../engines/clock.ts';
import { type Random, systemRandom } from '../../engines/env.ts';
import type { Slicing } from '../../engines/slices.ts';
import { BotError } from '../../errors/errors.ts';
import { type Database, PIECE_BYTES } from '../../store/database.ts';
import { moments } from '../../store/moments.ts';
import { argument, kindOf, PreparedQuery } from '../../store/queries.ts';
import type { Store } from '../../store/store.ts';
import type { Picture } from '../picture.ts';
import {
  type FilesInUse,
  PictureGone,
  type PictureStore,
  removeEach,
  saveEach,
  StorageError,
  type StorageFault,
  type StoredBytes,
  type StoredPicture,
  SWEEP_SLICE,
  SWEPT_AFTER_MS,
  uniqueFile,
} from '../picture-store.ts';

const SIZE = new PreparedQuery<{ size: number }>((db) =>
  db.selectFrom('storedPictures').select('size').where('file', '=', argument<string>('file')),
);
const PIECE = new PreparedQuery<{ bytes: Buffer }>((db) =>
  db
    .selectFrom('storedPicturePieces')
    .select('bytes')
    .where('file', '=', argument<string>('file'))
    .where('place', '=', argument<number>('place')),
);

const ADD_PICTURE = new PreparedQuery((db) =>
  db.insertInto('storedPictures').values({
    file: argument<string>('file'),
    size: argument<number>('size'),
    storedAt: argument<number>('storedAt'),
  }),
);
const ADD_PIECE = new PreparedQuery((db) =>
  db.insertInto('storedPicturePieces').values({
    file: argument<string>('file'),
    place: argument<number>('place'),
    bytes: argument<Buffer>('bytes'),
  }),
);

/** How many pieces share a transaction on PostgreSQL, where it holds nobody up. */
const TOGETHER = 6;

/** Stores pictures in the database, in small pieces: on SQLite each is a transaction of its own. */
export class DatabasePictures implements PictureStore {
  readonly place = 'database';
  readonly #store: Pick<Store, 'read' | 'write' | 'leaveNoTrace'>;
  readonly #clock: Clock;
  readonly #random: Random;
  /** Serialises writes, so that no commit on SQLite has two pieces in it. */
  #lastWritten: Promise<unknown> = Promise.resolve();

  constructor(
    store: Pick<Store, 'read' | 'write' | 'leaveNoTrace'>,
    clock: Clock,
    random: Random = systemRandom,
  ) {
    this.#store = store;
    this.#clock = clock;
    this.#random = random;
  }

  save(
    jobId: string,
    pictures: Iterable<Picture> | AsyncIterable<Picture>,
    before = 0,
  ): Promise<StoredPicture[]> {
    return saveEach(
      { jobId, pictures, before },
      {
        fileOf: (name, format) => uniqueFile(name, format, this.#random),
        write: async (file, bytes) => {
          await this.#writeNext(file, bytes);
          moments.pictureWritten.publish({ jobId });
        },
        discard: (written) => this.remove(written),
      },
    );
  }

  /** The database does not tell. */
  freeBytes(): Promise<number> {
    return Promise.resolve(Infinity);
  }

  async probe(bytes: number): Promise<void> {
    const file = uniqueFile('.probe', 'png', this.#random);
    try {
      await this.#writeNext(file, Buffer.alloc(bytes));
    } finally {
      await this.#remove(file).catch(() => undefined);
    }
  }

  async read({ file }: StoredPicture): Promise<Buffer> {
    const size = await this.#sizeOf(file);
    const pieces: Buffer[] = [];
    for await (const piece of this.#pieces(file, size)) pieces.push(piece);
    return Buffer.concat(pieces);
  }

  async bytesOf({ file }: StoredPicture): Promise<StoredBytes> {
    const size = await this.#sizeOf(file);
    return { size, pieces: () => this.#pieces(file, size) };
  }

  async remove(pictures: readonly StoredPicture[]): Promise<void> {
    await removeEach(pictures, (file) => this.#remove(file));
    if (pictures.length > 0) this.#store.leaveNoTrace();
  }

  async sweep(
    inUse: (files: readonly string[]) => Promise<FilesInUse>,
    { turns, signal }: Slicing,
  ): Promise<unknown[]> {
    const failures: unknown[] = [];
    const before = this.#clock.now() - SWEPT_AFTER_MS;
    for (let after = ''; !signal.aborted;) {
      await turns.take();
      const files = await storedBefore(this.#store.read, { before, after });
      const { named, unfinished } = await inUse(files);
      const orphans = files.filter((file) => !named.has(file) && !unfinished.has(file));
      for (const file of orphans) {
        await this.#remove(file).catch((error: unknown) => failures.push(error));
      }
      if (orphans.length > 0) this.#store.leaveNoTrace();
      const last = files.at(-1);
      if (last === undefined || files.length < SWEEP_SLICE) break;
      after = last;
    }
    return failures;
  }

  async #sizeOf(file: string): Promise<number> {
    const row = await SIZE.first(this.#store.read, { file });
    if (!row) throw new PictureGone();
    return row.size;
  }

  async *#pieces(file: string, size: number): AsyncGenerator<Buffer> {
    for (let place = 0; place * PIECE_BYTES < size; place += 1) {
      if (place > 0) await turn();
      const piece = await PIECE.first(this.#store.read, { file, place });
      if (!piece) throw new PictureGone();
      yield piece.bytes;
    }
  }

  #writeNext(file: string, bytes: Buffer): Promise<void> {
    const written = this.#lastWritten.then(() => orStorageError(this.#write(file, bytes)));
    this.#lastWritten = written.catch(() => undefined);
    return written;
  }

  async #write(file: string, bytes: Buffer): Promise<void> {
    const storedAt = this.#clock.now();
    const count = Math.max(1, Math.ceil(bytes.length / PIECE_BYTES));
    const together = kindOf(this.#store.read) === 'postgres' ? TOGETHER : 1;
    for (let first = 0; first < count; first += together) {
      await this.#store.write(async (trx) => {
        if (first === 0) await ADD_PICTURE.send(trx, { file, size: bytes.length, storedAt });
        for (let place = first; place < Math.min(first + together, count); place += 1) {
          const piece = bytes.subarray(place * PIECE_BYTES, (place + 1) * PIECE_BYTES);
          await ADD_PIECE.send(trx, { file, place, bytes: piece });
        }
      });
    }
  }

  async #remove(file: string): Promise<void> {
    while (await this.#store.write((trx) => removeLastPiece(trx, file)));
  }
}

/** Removes a picture's last piece, and the picture with its first. Whether there are more. */
async function removeLastPiece(trx: Database, file: string): Promise<boolean> {
  const { place } = await trx
    .selectFrom('storedPicturePieces')
    .select((eb) => eb.fn.max<number | null>('place').as('place'))
    .where('file', '=', file)
    .executeTakeFirstOrThrow();
  if (place !== null) {
    await trx
      .deleteFrom('storedPicturePieces')
      .where('file', '=', file)
      .where('place', '=', place)
      .execute();
    if (place > 0) return true;
  }
  await trx.deleteFrom('storedPictures').where('file', '=', file).execute();
  return false;
}

/** The next files that were stored before a time, in the order of their names. */
async function storedBefore(
  db: Database,
  { before, after }: { readonly before: number; readonly after: string },
): Promise<string[]> {
  const rows = await db
    .selectFrom('storedPictures')
    .select('file')
    .where('storedAt', '<', before)
    .where('file', '>', after)
    .orderBy('file')
    .limit(SWEEP_SLICE)
    .execute();
  return rows.map(({ file }) => file);
}

/** Faults by the codes of SQLite, PostgreSQL and the system. */
const FAULTS: readonly (readonly [RegExp, StorageFault])[] = [
  [/^(?:SQLITE_FULL|53100|53400)$/, 'full'],
  [/^(?:SQLITE_READONLY|25006|42501)/, 'not writable'],
  [/^(?:08|57|53300$|E[A-Z]+$)/, 'unreachable'],
];

/** @throws StorageError if the database rejects a write, otherwise the original error. */
async function orStorageError<T>(writes: Promise<T>): Promise<T> {
  return writes.catch((error: unknown) => {
    if (!(error instanceof BotError) || error.code !== 'log_unwritable') throw error;
    const { cause } = error;
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'UNKNOWN';
    const fault = FAULTS.find(([codes]) => codes.test(code))?.[1] ?? 'failing';
    throw new StorageError(fault, code, error);
  });
}
