import { Readable } from 'node:stream';
import type { Slicing } from '../engines/slices.ts';
import type { Picture } from './picture.ts';
import type { FilesInUse, PictureStore, StoredBytes, StoredPicture } from './picture-store.ts';

/** How many bytes are held at most. */
const MOST_BYTES = 16 * 1024 * 1024;

/**
 * Holds pictures that were just stored until they are read for the first time, as their job's message
 * does at once: fetching them from a database or a bucket costs as much as storing them.
 */
export class RecentPictures implements PictureStore {
  readonly #store: PictureStore;
  readonly #held = new Map<string, Buffer>();
  #size = 0;

  constructor(store: PictureStore) {
    this.#store = store;
  }

  get place(): PictureStore['place'] {
    return this.#store.place;
  }

  async save(
    jobId: string,
    pictures: Iterable<Picture> | AsyncIterable<Picture>,
    before?: number,
  ): Promise<StoredPicture[]> {
    const bytes: Buffer[] = [];
    const stored = await this.#store.save(jobId, noting(pictures, bytes), before);
    for (const [index, { file }] of stored.entries()) this.#hold(file, bytes[index]);
    return stored;
  }

  read(picture: StoredPicture): Promise<Buffer> {
    const held = this.#take(picture);
    return held ? Promise.resolve(held) : this.#store.read(picture);
  }

  bytesOf(picture: StoredPicture): Promise<StoredBytes> {
    const held = this.#take(picture);
    return held ? Promise.resolve(storedBytes(held)) : this.#store.bytesOf(picture);
  }

  async remove(pictures: readonly StoredPicture[]): Promise<void> {
    for (const picture of pictures) this.#take(picture);
    await this.#store.remove(pictures);
  }

  freeBytes(): Promise<number> {
    return this.#store.freeBytes();
  }

  probe(bytes: number): Promise<void> {
    return this.#store.probe(bytes);
  }

  async sweep(
    inUse: (files: readonly string[]) => Promise<FilesInUse>,
    slicing: Slicing,
  ): Promise<unknown[]> {
    for (const file of this.#held.keys()) this.#take({ file });
    return this.#store.sweep(inUse, slicing);
  }

  /** Makes room by letting go of the oldest. */
  #hold(file: string, bytes: Buffer | undefined): void {
    if (!bytes || bytes.length > MOST_BYTES) return;
    this.#held.set(file, bytes);
    this.#size += bytes.length;
    for (const oldest of this.#held.keys()) {
      if (this.#size <= MOST_BYTES) break;
      this.#take({ file: oldest });
    }
  }

  #take({ file }: Pick<StoredPicture, 'file'>): Buffer | undefined {
    const bytes = this.#held.get(file);
    this.#held.delete(file);
    this.#size -= bytes?.length ?? 0;
    return bytes;
  }
}

function storedBytes(bytes: Buffer): StoredBytes {
  return { size: bytes.length, pieces: () => Readable.from([bytes]) };
}

/** Passes pictures on, and notes the bytes of the first ones. */
async function* noting(
  pictures: Iterable<Picture> | AsyncIterable<Picture>,
  noted: Buffer[],
): AsyncGenerator<Picture> {
  let size = 0;
  for await (const picture of pictures) {
    size += picture.bytes.length;
    if (size <= MOST_BYTES) noted.push(picture.bytes);
    yield picture;
  }
}
