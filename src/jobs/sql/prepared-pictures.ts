import { setImmediate as turn } from 'node:timers/promises';
import { sql } from 'kysely';
import type { InputFormat, JobInput, PictureSource } from '../../recipes/stored-request.ts';
import { type Database, PIECE_BYTES } from '../../store/database.ts';
import type { Locks } from '../../store/locks.ts';
import { moments } from '../../store/moments.ts';
import { argument, PreparedQuery } from '../../store/queries.ts';
import type { Store } from '../../store/store.ts';

/** An input picture as sent to the worker. */
export interface PreparedPicture {
  readonly option: string;
  readonly format: InputFormat;
  readonly bytes: Buffer;
}

/** A prepared picture with its stored properties. */
export interface HashedPicture extends PreparedPicture {
  readonly person: boolean;
  readonly source?: PictureSource | undefined;
  readonly fromFace?: boolean | undefined;
  /** SHA-256 of `bytes`, in hex. */
  readonly sha256: string;
}

/** The `inputs` column for these pictures. */
export function inputsOf(pictures: readonly HashedPicture[]): readonly JobInput[] {
  return pictures.map(({ option, person, source, fromFace, format, bytes }) => ({
    option,
    person,
    ...(source && { source, fromFace }),
    format,
    bytes: bytes.length,
  }));
}

/** The stored form of a job's prepared pictures: concatenated in the order of its inputs. */
export function concatenated(pictures: readonly PreparedPicture[]): Buffer {
  return Buffer.concat(pictures.map(({ bytes }) => bytes));
}

/**
 * Splits stored pictures without copying; `undefined` if the length does not match. Earlier
 * versions stored a single picture without its length.
 */
export function splitPictures(
  inputs: readonly JobInput[],
  kept: Buffer | undefined,
): readonly PreparedPicture[] | undefined {
  if (inputs.length === 0) return [];
  if (!kept) return undefined;
  const lengths = inputs.map(({ bytes }) => bytes ?? (inputs.length === 1 ? kept.length : NaN));
  if (lengths.reduce((sum, length) => sum + length, 0) !== kept.length) return undefined;
  let end = 0;
  return inputs.map(({ option, format = 'jpeg' }, index) => {
    const start = end;
    end += lengths[index] ?? 0;
    return { option, format, bytes: kept.subarray(start, end) };
  });
}

const PIECE = new PreparedQuery<{ bytes: Buffer | null }>((db) =>
  db
    .selectFrom('preparedPictures')
    .leftJoin('picturePieces', (join) =>
      join.onRef('picturesId', '=', 'preparedPictures.id').on('place', '=', argument('place')),
    )
    .select('bytes')
    .where('jobId', '=', argument<string>('jobId')),
);

/**
 * Reads a job's stored pictures piece by piece, and yields to the event loop in between.
 * `undefined` if the job has none, or has ended meanwhile.
 */
export async function readPreparedPicture(
  db: Database,
  jobId: string,
): Promise<Buffer | undefined> {
  const pieces: Buffer[] = [];
  for (;;) {
    const row = await PIECE.first(db, { jobId, place: pieces.length });
    if (!row) return undefined;
    if (!row.bytes) return Buffer.concat(pieces);
    pieces.push(row.bytes);
    await turn();
  }
}

/** Stores the prepared pictures of jobs, one transaction per piece. */
export class PreparedPictureStore {
  readonly #store: Pick<Store, 'write' | 'leaveNoTrace'>;
  /** Serialises writes, so that no commit has two pieces in it. */
  #lastWritten: Promise<unknown> = Promise.resolve();

  constructor(store: Pick<Store, 'write' | 'leaveNoTrace'>) {
    this.#store = store;
  }

  /**
   * Stores the pictures of a job in state `preparing`, and replaces any earlier ones. False if it
   * has left that state. Pieces already written then belong to no job. The same happens if the
   * database rejects a piece, as on a full disk, which they would keep full.
   */
  keep(jobId: string, pictures: readonly PreparedPicture[]): Promise<boolean> {
    // A queue might keep a reference to finished work, and so to the pictures.
    const written = this.#lastWritten.then(() => this.#keep(jobId, concatenated(pictures)));
    this.#lastWritten = written.catch(() => undefined);
    return written;
  }

  async #keep(jobId: string, bytes: Buffer): Promise<boolean> {
    const id = await this.#store.write((trx, locks) => claim({ trx, locks }, jobId));
    if (id === undefined) return false;
    try {
      for (let place = 0; place * PIECE_BYTES < bytes.length; place += 1) {
        const piece = bytes.subarray(place * PIECE_BYTES, (place + 1) * PIECE_BYTES);
        const isWritten = await this.#store.write((trx, locks) =>
          writePiece({ trx, locks }, { id, jobId, place, piece }),
        );
        if (!isWritten) return false;
        moments.pieceKept.publish({ jobId, place });
      }
      return true;
    } catch (error) {
      await this.#giveUp(id);
      throw error;
    }
  }

  /** Best effort: otherwise the next try starts with it. `id`: what was written, and nothing newer. */
  async #giveUp(id: number): Promise<void> {
    await this.#store.write((trx) => disown(trx, { id })).catch(() => undefined);
    this.#store.leaveNoTrace();
  }
}

interface Transaction {
  readonly trx: Database;
  readonly locks: Locks;
}

/** Starts over for a job in state `preparing`, which it cannot leave before the commit. */
async function claim({ trx, locks }: Transaction, jobId: string): Promise<number | undefined> {
  await locks.rows('jobs', [jobId]);
  await disown(trx, { jobId });
  const claimed = await trx
    .insertInto('preparedPictures')
    .columns(['jobId'])
    .expression((eb) =>
      eb
        .selectFrom('jobs')
        .select('id')
        .where('id', '=', jobId)
        .where('state', '=', sql.lit('preparing')),
    )
    .returning('id')
    .executeTakeFirst();
  return claimed?.id;
}

async function disown(
  trx: Database,
  those: { readonly id: number } | { readonly jobId: string },
): Promise<void> {
  await trx
    .updateTable('preparedPictures')
    .set({ jobId: null })
    .where((eb) => eb.and(those))
    .execute();
}

interface NewPiece {
  readonly id: number;
  readonly jobId: string;
  readonly place: number;
  readonly piece: Buffer;
}

/** False if the pictures no longer belong to the job. */
async function writePiece(
  { trx, locks }: Transaction,
  { id, jobId, place, piece }: NewPiece,
): Promise<boolean> {
  await locks.rows('preparedPictures', [jobId], 'keep');
  const written = await trx
    .insertInto('picturePieces')
    .columns(['picturesId', 'place', 'bytes'])
    .expression((eb) =>
      eb
        .selectFrom('preparedPictures')
        .select(['id', eb.val(place).as('place'), eb.val(piece).as('bytes')])
        .where('id', '=', id)
        .where('jobId', '=', jobId),
    )
    .returning('place')
    .executeTakeFirst();
  return written !== undefined;
}
