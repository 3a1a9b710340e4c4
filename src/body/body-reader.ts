import type { Readable } from 'node:stream';

/** Reads a body in steps. What nobody reads stays on the other side: the connection waits. */
export class BodyReader {
  readonly #pieces: AsyncIterator<Buffer>;
  #read: Buffer[] = [];
  #whole: Buffer | undefined;
  #filled = 0;
  #size = 0;

  constructor(body: Readable) {
    // Between two steps nobody else listens, and an error would end the process. A connection that
    // breaks meanwhile mostly shows that only once it is read.
    body.on('error', () => undefined);
    const pieces: AsyncIterable<Buffer> = body;
    this.#pieces = pieces[Symbol.asyncIterator]();
  }

  /** How many bytes have been read. */
  get size(): number {
    return this.#size;
  }

  /** Makes one buffer for so many bytes, so that the pieces need not be kept beside it. */
  makeRoom(bytes: number): void {
    const pieces = this.#read;
    this.#read = [];
    this.#whole = Buffer.allocUnsafeSlow(bytes);
    for (const piece of pieces) this.#keep(piece);
  }

  /** Reads on until there are more than so many bytes. Whether the body ended before that. */
  async endsWithin(bytes: number): Promise<boolean> {
    while (this.#size <= bytes) {
      const next = await this.#pieces.next();
      if (next.done === true) return true;
      this.#size += next.value.length;
      this.#keep(next.value);
    }
    return false;
  }

  /** All that has been read, in one piece; it is kept here no longer. */
  takeBytes(): Buffer {
    const whole = this.#whole?.subarray(0, this.#filled);
    const rest = this.#read;
    this.#whole = undefined;
    this.#filled = 0;
    this.#read = [];
    return whole && rest.length === 0 ? whole : Buffer.concat(whole ? [whole, ...rest] : rest);
  }

  /** The same, and it is kept. */
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
