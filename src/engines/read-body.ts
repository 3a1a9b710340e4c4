import type { Readable } from 'node:stream';
import type { Dispatcher } from 'undici';

/** A body exceeds the caller's limit. */
export class BodyTooLarge extends Error {
  override readonly name = 'BodyTooLarge';

  constructor(largestBytes: number) {
    super(`the body exceeded ${largestBytes} bytes`);
  }
}

/**
 * Reads an answer's whole body. Throws {@link BodyTooLarge} if its head announces, or its body has,
 * more than this many bytes. Closes the connection then, and after any other failure.
 */
export async function readBody(
  { headers, body }: Pick<Dispatcher.ResponseData, 'headers' | 'body'>,
  largestBytes: number,
): Promise<Buffer> {
  const reader = new BodyReader(body);
  try {
    const isSmall = !(declaredLength(headers) > largestBytes);
    if (isSmall && (await reader.endsWithin(largestBytes))) return reader.takeBytes();
    throw new BodyTooLarge(largestBytes);
  } catch (error) {
    body.destroy();
    throw error;
  }
}

/** The length in an answer's head; NaN if missing, since servers may omit it. */
export function declaredLength(headers: Dispatcher.ResponseData['headers']): number {
  const length = headers['content-length'];
  return Number((Array.isArray(length) ? length[0] : length) ?? NaN);
}

/**
 * Reads the first bytes of an answer's body, or all of a shorter one, and closes the connection.
 */
export async function readHead(
  { body }: Pick<Dispatcher.ResponseData, 'body'>,
  bytes: number,
): Promise<Buffer> {
  const reader = new BodyReader(body);
  try {
    await reader.endsWithin(bytes - 1);
    return reader.takeBytes().subarray(0, bytes);
  } finally {
    body.destroy();
  }
}

/** Reads a body in steps. Unread data stays with the sender: backpressure stops it. */
export class BodyReader {
  readonly #pieces: AsyncIterator<Buffer>;
  #read: Buffer[] = [];
  #whole: Buffer | undefined;
  #filled = 0;
  #size = 0;

  constructor(body: Readable) {
    // There is no other listener between two steps, and an unhandled error would end the process.
    // The next read usually reports a connection that breaks in between.
    body.on('error', () => undefined);
    const pieces: AsyncIterable<Buffer> = body;
    this.#pieces = pieces[Symbol.asyncIterator]();
  }

  /** How many bytes have been read. */
  get size(): number {
    return this.#size;
  }

  /** Allocates one buffer for this many bytes, so that the chunks are not kept as well. */
  makeRoom(bytes: number): void {
    const pieces = this.#read;
    this.#read = [];
    this.#whole = Buffer.allocUnsafeSlow(bytes);
    for (const piece of pieces) this.#keep(piece);
  }

  /**
   * Reads until there are more than this many bytes. Returns whether the body ended before that.
   */
  async endsWithin(bytes: number): Promise<boolean> {
    while (this.#size <= bytes) {
      const next = await this.#pieces.next();
      if (next.done === true) return true;
      this.#size += next.value.length;
      this.#keep(next.value);
    }
    return false;
  }

  /** Returns everything read so far in one buffer, and lets go of it. */
  takeBytes(): Buffer {
    const whole = this.#whole?.subarray(0, this.#filled);
    const rest = this.#read;
    this.#whole = undefined;
    this.#filled = 0;
    this.#read = [];
    return whole && rest.length === 0 ? whole : Buffer.concat(whole ? [whole, ...rest] : rest);
  }

  /** The same, but keeps it. */
  peekBytes(): Buffer {
    const bytes = this.takeBytes();
    this.#read.push(bytes);
    return bytes;
  }

  #keep(piece: Buffer): void {
    if (this.#whole && this.#filled + piece.length <= this.#whole.length) {
      this.#filled += piece.copy(this.#whole, this.#filled);
    } else this.#read.push(piece);
  }
}
