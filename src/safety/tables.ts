import { crc32 } from 'node:zlib';

/** Numbers of one kind, of 1, 2 or 4 bytes each. */
export type Table = Uint8Array | Uint16Array | Int32Array;

/** Says that these are tables, in this byte order and this form. Another form gets another number. */
const MARK = 0x4c69_7302;
/** The mark, a checksum of all that follows it, and how many tables there are. */
const HEAD = 3;

/**
 * Lays tables end to end in one piece of bytes: a head, then for each table the size of its numbers
 * and how many there are, then the tables themselves, each at a multiple of four bytes.
 */
export class TableWriter {
  readonly #tables: Table[] = [];

  add(table: Table): void {
    this.#tables.push(table);
  }

  bytes(): Uint8Array {
    const head = HEAD + 2 * this.#tables.length;
    const sizes = this.#tables.map(({ byteLength }) => aligned(byteLength));
    const bytes = new Uint8Array(sizes.reduce((sum, size) => sum + size, 4 * head));
    const numbers = new Int32Array(bytes.buffer, 0, head);
    numbers[0] = MARK;
    numbers[2] = this.#tables.length;
    let at = 4 * head;
    for (const [index, table] of this.#tables.entries()) {
      numbers[HEAD + 2 * index] = table.BYTES_PER_ELEMENT;
      numbers[HEAD + 2 * index + 1] = table.length;
      bytes.set(new Uint8Array(table.buffer, table.byteOffset, table.byteLength), at);
      at += sizes[index] ?? 0;
    }
    numbers[1] = checksumOf(bytes);
    return bytes;
  }
}

/** Hands out the tables in the order in which they were added, as views: nothing is copied. */
export class TableReader {
  readonly #bytes: Uint8Array;
  readonly #numbers: Int32Array;
  #read = 0;
  #at: number;

  /** @throws TablesError for bytes that are not tables from their first to their last. */
  constructor(bytes: Uint8Array) {
    const whole = bytes.byteOffset % 4 === 0 ? bytes : new Uint8Array(bytes);
    const words = whole.length >> 2;
    this.#bytes = whole;
    this.#numbers = new Int32Array(whole.buffer, whole.byteOffset, words);
    const [mark, checksum, count = 0] = this.#numbers;
    if (mark !== MARK || words < HEAD + 2 * count || checksum !== checksumOf(whole)) {
      throw new TablesError();
    }
    this.#at = 4 * (HEAD + 2 * count);
  }

  bytes(): Uint8Array {
    const [buffer, offset, length] = this.#next(1);
    return new Uint8Array(buffer, offset, length);
  }

  uint16(): Uint16Array {
    const [buffer, offset, length] = this.#next(2);
    return new Uint16Array(buffer, offset, length);
  }

  int32(): Int32Array {
    const [buffer, offset, length] = this.#next(4);
    return new Int32Array(buffer, offset, length);
  }

  #next(room: number): [ArrayBufferLike, number, number] {
    const place = HEAD + 2 * this.#read;
    const [found, length = 0] = this.#numbers.subarray(place, place + 2);
    const offset = this.#bytes.byteOffset + this.#at;
    this.#at += aligned(room * length);
    this.#read += 1;
    const isThere = this.#read <= (this.#numbers[2] ?? 0) && this.#at <= this.#bytes.length;
    if (!isThere || found !== room) throw new TablesError();
    return [this.#bytes.buffer, offset, length];
  }
}

/** Bytes that are not tables, or not the ones that were asked for. */
export class TablesError extends Error {
  override readonly name = 'TablesError';

  constructor() {
    super('these are not the tables that were written');
  }
}

function aligned(size: number): number {
  return (size + 3) & ~3;
}

/** Of everything after itself; as a signed number, as it stands in a table. */
function checksumOf(bytes: Uint8Array): number {
  return crc32(bytes.subarray(8)) | 0;
}
