import { addAbortSignal, Readable } from 'node:stream';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import { type Clock, systemClock } from '../engines/clock.ts';
import type { Slicing } from '../engines/slices.ts';
import { TimeLimit } from '../engines/time-limit.ts';
import { moments } from '../store/moments.ts';
import type { Picture } from './picture.ts';
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
} from './picture-store.ts';

/** Larger objects are not pictures of the bot. */
const LARGEST_BYTES = 32 * 1024 * 1024;

/** Limit of a request with its retries, plus a second for each time this many bytes are sent. */
const TIMEOUT_MS = 15_000;
const LEAST_BYTES_A_SECOND = 50_000;
const CONNECT_TIMEOUT_MS = 5_000;
/** The client retries what may pass (503 SlowDown, broken connections) with backoff. */
const MOST_TRIES = 3;

/** Names of the bot's objects, also of files copied from a folder. Sweeping leaves others alone. */
const OURS = /^(?:[a-z\d]{1,20}-\d{1,2}|\.probe)(?:\.[\da-f]{10})?\.(?:png|jpg|webp)$/;

/** An S3-compatible bucket. */
export interface Bucket {
  readonly name: string;
  /** Before the name of each object: empty, or ends with a slash. */
  readonly prefix: string;
  /** The server's address. The bucket's name is put into its path. `undefined`: Amazon's. */
  readonly endpoint?: string | undefined;
  readonly region: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

export interface BucketOptions {
  /** Ends every request. */
  readonly signal: AbortSignal;
  readonly timeoutMs?: number;
  /** The clock for timeouts. Default: real time, as is the network's. */
  readonly networkClock?: Clock;
}

/** Stores pictures as objects in an S3-compatible bucket, for any number of processes. */
export class BucketPictures implements PictureStore {
  readonly place = 'bucket';
  readonly #bucket: Bucket;
  readonly #client: S3Client;
  readonly #signal: AbortSignal;
  readonly #timeoutMs: number;
  readonly #clock: Clock;

  constructor(
    bucket: Bucket,
    { signal, timeoutMs = TIMEOUT_MS, networkClock = systemClock }: BucketOptions,
  ) {
    const { endpoint, region, accessKeyId, secretAccessKey } = bucket;
    this.#bucket = bucket;
    this.#signal = signal;
    this.#timeoutMs = timeoutMs;
    this.#clock = networkClock;
    this.#client = new S3Client({
      ...(endpoint !== undefined && { endpoint }),
      region,
      credentials: { accessKeyId, secretAccessKey },
      forcePathStyle: true,
      maxAttempts: MOST_TRIES,
      retryMode: 'standard',
      // Servers other than Amazon's may not know the newer checksums.
      requestChecksumCalculation: 'WHEN_REQUIRED',
      responseChecksumValidation: 'WHEN_REQUIRED',
      requestHandler: { connectionTimeout: CONNECT_TIMEOUT_MS },
    });
    // Hashing a large picture in one go would block the event loop. TLS protects it in transit.
    this.#client.middlewareStack.add(
      (next) => (args) => {
        const { request } = args;
        if (hasHeaders(request)) request.headers['x-amz-content-sha256'] = 'UNSIGNED-PAYLOAD';
        return next(args);
      },
      { step: 'build' },
    );
  }

  save(
    jobId: string,
    pictures: Iterable<Picture> | AsyncIterable<Picture>,
    before = 0,
  ): Promise<StoredPicture[]> {
    return saveEach(
      { jobId, pictures, before },
      {
        fileOf: uniqueFile,
        write: async (file, bytes) => {
          await this.#put(file, bytes);
          moments.pictureWritten.publish({ jobId });
        },
        discard: (written) => this.remove(written),
      },
    );
  }

  /** A bucket does not tell. */
  freeBytes(): Promise<number> {
    return Promise.resolve(Infinity);
  }

  async probe(bytes: number): Promise<void> {
    const file = uniqueFile('.probe', 'png');
    await this.#put(file, Buffer.alloc(bytes));
    await this.#delete(file);
  }

  async read({ file }: StoredPicture): Promise<Buffer> {
    const pieces: Uint8Array[] = [];
    for await (const piece of this.#pieces(file)) pieces.push(piece);
    return Buffer.concat(pieces);
  }

  async bytesOf({ file, format }: StoredPicture): Promise<StoredBytes> {
    const { ContentLength: size = 0 } = await this.#head(file).catch(async (error: unknown) => {
      // An answer without a body does not tell a missing object from a missing bucket.
      if (error instanceof PictureGone) await this.read({ file, format });
      throw error;
    });
    return { size, pieces: () => this.#pieces(file, size) };
  }

  async remove(pictures: readonly StoredPicture[]): Promise<void> {
    await removeEach(pictures, this.#deleter());
  }

  async sweep(
    inUse: (files: readonly string[]) => Promise<FilesInUse>,
    { turns, signal }: Slicing,
  ): Promise<unknown[]> {
    const failures: unknown[] = [];
    const remove = this.#deleter();
    const before = (await this.#now()) - SWEPT_AFTER_MS;
    const { name: Bucket, prefix: Prefix } = this.#bucket;
    let ContinuationToken: string | undefined;
    do {
      await turns.take();
      if (signal.aborted) break;
      const input = { Bucket, Prefix, Delimiter: '/', MaxKeys: SWEEP_SLICE, ContinuationToken };
      const page = await this.#within(0, (abortSignal) =>
        this.#client.send(new ListObjectsV2Command(input), { abortSignal }),
      );
      const files = (page.Contents ?? []).flatMap(({ Key = '', LastModified }) => {
        const file = Key.slice(Prefix.length);
        const isOld = LastModified !== undefined && LastModified.getTime() < before;
        return isOld && OURS.test(file) ? [file] : [];
      });
      const { named, unfinished } = await inUse(files);
      for (const file of files) {
        if (named.has(file) || unfinished.has(file)) continue;
        await remove(file).catch((error: unknown) => failures.push(error));
      }
      ContinuationToken = page.IsTruncated ? page.NextContinuationToken : undefined;
    } while (ContinuationToken !== undefined);
    return failures;
  }

  /** The server's time, since it dates the objects. */
  async #now(): Promise<number> {
    const file = uniqueFile('.probe', 'png');
    await this.#put(file, Buffer.alloc(1));
    const { LastModified } = await this.#head(file).finally(() => this.#delete(file));
    if (!LastModified) throw new StorageError('failing', 'NoLastModified', undefined);
    return LastModified.getTime();
  }

  async #put(file: string, bytes: Buffer): Promise<void> {
    const put = new PutObjectCommand({
      ...this.#object(file),
      Body: bytes,
      ContentLength: bytes.length,
    });
    await this.#within(bytes.length, (abortSignal) => this.#client.send(put, { abortSignal }));
  }

  #head(file: string) {
    const head = new HeadObjectCommand(this.#object(file));
    return this.#within(0, (abortSignal) => this.#client.send(head, { abortSignal }));
  }

  /** Deletes files, but sends no more requests once the server does not answer. */
  #deleter(): (file: string) => Promise<void> {
    let lost: StorageError | undefined;
    return async (file) => {
      if (lost) throw lost;
      try {
        await this.#delete(file);
      } catch (error) {
        if (error instanceof StorageError && error.fault === 'unreachable') lost = error;
        throw error;
      }
    };
  }

  async #delete(file: string): Promise<void> {
    const remove = new DeleteObjectCommand(this.#object(file));
    await this.#within(0, (abortSignal) => this.#client.send(remove, { abortSignal })).catch(
      (error: unknown) => {
        if (!(error instanceof PictureGone)) throw error;
      },
    );
  }

  /** Each piece has to arrive in time. `size`: what it has to have in all. */
  async *#pieces(file: string, size?: number): AsyncGenerator<Uint8Array> {
    const limit = new TimeLimit(this.#timeoutMs, this.#clock, this.#signal);
    let left = size ?? LARGEST_BYTES;
    try {
      const { Body } = await limit.within(() =>
        this.#client.send(new GetObjectCommand(this.#object(file)), {
          abortSignal: limit.signal,
        }),
      );
      if (!(Body instanceof Readable)) throw new TypeError('an object without a body');
      const body: AsyncIterable<Uint8Array> = addAbortSignal(limit.signal, Body);
      const pieces = body[Symbol.asyncIterator]();
      try {
        for (;;) {
          const next = await limit.within(() => pieces.next());
          if (next.done) break;
          left -= next.value.length;
          if (left < 0) throw new Error('the object is larger than the picture');
          yield next.value;
        }
      } finally {
        Body.destroy();
      }
    } catch (error) {
      throw this.#signal.aborted ? error : storageError(error, limit.signal);
    } finally {
      limit.end();
    }
    if (size !== undefined && left > 0) throw new StorageError('failing', 'Truncated', undefined);
  }

  #object(file: string) {
    return { Bucket: this.#bucket.name, Key: `${this.#bucket.prefix}${file}` };
  }

  /** @throws StorageError, or the signal's reason if the bot stops. */
  async #within<T>(bytes: number, run: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const extraMs = Math.round(bytes / LEAST_BYTES_A_SECOND) * 1_000;
    const limit = new TimeLimit(this.#timeoutMs + extraMs, this.#clock, this.#signal);
    try {
      return await limit.within(() => run(limit.signal));
    } catch (error) {
      throw this.#signal.aborted ? error : storageError(error, limit.signal);
    } finally {
      limit.end();
    }
  }
}

function hasHeaders(request: unknown): request is { headers: Record<string, string> } {
  return typeof request === 'object' && request !== null && 'headers' in request;
}

/** Faults by S3's error codes. Servers other than Amazon's have some of their own. */
const FAULTS: ReadonlyMap<string, StorageFault> = new Map([
  ['NoSuchBucket', 'missing'],
  ['PermanentRedirect', 'not writable'],
  ['AuthorizationHeaderMalformed', 'not writable'],
  ['QuotaExceeded', 'full'],
  ['InsufficientCapacity', 'full'],
  ['XMinioStorageFull', 'full'],
  ['XMinioAdminBucketQuotaExceeded', 'full'],
]);

/** What a failed request says about the bucket. Texts of the server are left out. */
function storageError(error: unknown, signal: AbortSignal): unknown {
  if (error instanceof StorageError) return error;
  if (signal.aborted) return new StorageError('unreachable', 'ETIMEDOUT', signal.reason);
  if (!(error instanceof S3ServiceException)) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : undefined;
    if (code === undefined) return error;
    return new StorageError('unreachable', code, error);
  }
  const { httpStatusCode: status = 0 } = error.$metadata;
  const code = /^\w{1,60}$/.test(error.name) ? error.name : 'Unknown';
  const cause = new Error(`answered ${status}`);
  if (code === 'NoSuchKey' || code === 'NotFound') return new PictureGone();
  const fault = FAULTS.get(code);
  if (fault !== undefined) return new StorageError(fault, code, cause);
  if (status === 507) return new StorageError('full', code, cause);
  const isDenied = status === 401 || status === 403;
  return new StorageError(isDenied ? 'not writable' : 'failing', code, cause);
}
