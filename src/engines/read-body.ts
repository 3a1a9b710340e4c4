import type { Readable } from 'node:stream';
import type { Dispatcher } from 'undici';

/** A body is larger than the caller is willing to read. */
export class BodyTooLarge extends Error {
  override readonly name = 'BodyTooLarge';

  constructor(largestBytes: number) {
    super(`the body exceeded ${largestBytes} bytes`);
  }
}

/**
 * The whole body of an answer. Throws {@link BodyTooLarge} if its head announces, or its body has,
 * more than this many bytes. The connection is closed then, and after any other failure.
 */
export async function readBody(
  { headers, body }: Pick<Dispatcher.ResponseData, 'headers' | 'body'>,
  largestBytes: number,
): Promise<Buffer> {
  const reader = new BodyReader(body);
  try {
    const isSmall = !(saidLength(headers) > largestBytes);
    if (isSmall && (await reader.endsWithin(largestBytes))) return reader.takeBytes();
    throw new BodyTooLarge(largestBytes);
  } catch (error) {
    body.destroy();
    throw error;
  }
}

/** The length that an answer's head announces; NaN if it does not, as not every server has to. */
export function saidLength(headers: Dispatcher.ResponseData['headers']): number {
  const length = headers['content-length'];
  return Number((Array.isArray(length) ? length[0] : length) ?? NaN);
}

/** The first bytes of an answer's body, or all of it where it is shorter. The connection is closed then. */
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

/** Reads a body in steps. What has not been read yet stays with the sender: the connection waits. */
export class BodyReader {
  readonly #pieces: AsyncIterator<Buffer>;
  #read: Buffer[] = [];
  #whole: Buffer | undefined;
  #filled = 0;
  #size = 0;

  constructor(body: Readable) {
    // Nobody else listens between two steps, and an unheard error would end the process. A connection
    // that breaks meanwhile mostly shows it only at the next read.
    body.on('error', () => undefined);
    const pieces: AsyncIterable<Buffer> = body;
    this.#pieces = pieces[Symbol.asyncIterator]();
  }

  /** How many bytes have been read. */
  get size(): number {
    return this.#size;
  }

  /** Makes one buffer for this many bytes, so that the pieces need not be kept as well. */
  makeRoom(bytes: number): void {
    const pieces = this.#read;
    this.#read = [];
    this.#whole = Buffer.allocUnsafeSlow(bytes);
    for (const piece of pieces) this.#keep(piece);
  }

  /** Reads on until there are more than this many bytes. Whether the body ended before that. */
  async endsWithin(bytes: number): Promise<boolean> {
    while (this.#size <= bytes) {
      const next = await this.#pieces.next();
      if (next.done === true) return true;
      this.#size += next.value.length;
      this.#keep(next.value);
    }
    return false;
  }

  /** Everything read so far, in one piece; it is no longer kept here. */
  takeBytes(): Buffer {
    const whole = this.#whole?.subarray(0, this.#filled);
    const rest = this.#read;
    this.#whole = undefined;
    this.#filled = 0;
    this.#read = [];
    return whole && rest.length === 0 ? whole : Buffer.concat(whole ? [whole, ...rest] : rest);
  }

  /** The same, but it stays here. */
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
