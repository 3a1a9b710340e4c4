import { crc32 } from 'node:zlib';

/** Numbers of one size: 1, 2 or 4 bytes each. */
export type Table = Uint8Array | Uint16Array | Int32Array;

/** Identifies the format and byte order. Change it with the format. */
const MARK = 0x4c69_7302;
/** The mark, a checksum of everything after it, and the number of tables. */
const HEAD = 3;

/**
 * Writes tables into one block of bytes: a header, then for each table the size and count of its numbers,
 * then the tables, aligned to four bytes.
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

/** Returns the tables in the order they were added, as views without copying. */
export class TableReader {
  readonly #bytes: Uint8Array;
  readonly #numbers: Int32Array;
  #read = 0;
  #at: number;

  /** @throws TablesError for bytes that do not consist of valid tables. */
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

/** The bytes are not tables, or not the expected ones. */
export class TablesError extends Error {
  override readonly name = 'TablesError';

  constructor() {
    super('these are not the tables that were written');
  }
}

function aligned(size: number): number {
  return (size + 3) & ~3;
}

/** The checksum of everything after itself, signed, as stored in a table. */
function checksumOf(bytes: Uint8Array): number {
  return crc32(bytes.subarray(8)) | 0;
}

/** Lists of numbers, by index, end to end in one table. */
export class NumberLists {
  /** By list: the index of its first number. One extra entry marks the end of the last list. */
  readonly starts: Int32Array;
  readonly numbers: Int32Array;

  constructor(starts: Int32Array, numbers: Int32Array) {
    this.starts = starts;
    this.numbers = numbers;
  }

  /** Appends each number to the list at the same index of `lists`, in order. */
  static of(count: number, lists: readonly number[], numbers: readonly number[]): NumberLists {
    const { starts, places } = sortedInto(count, lists);
    return new NumberLists(
      starts,
      places.map((place) => numbers[place] ?? 0),
    );
  }

  static read(from: TableReader): NumberLists {
    return new NumberLists(from.int32(), from.int32());
  }

  write(to: TableWriter): void {
    to.add(this.starts);
    to.add(this.numbers);
  }

  get(list: number): Int32Array {
    return this.numbers.subarray(this.starts[list], this.starts[list + 1]);
  }
}

/** The indices of each list's entries, list by list, and where each list starts. */
export function sortedInto(
  count: number,
  lists: readonly number[],
): { readonly starts: Int32Array; readonly places: Int32Array } {
  const starts = new Int32Array(count + 1);
  for (const list of lists) {
    const behind = list + 1;
    starts[behind] = (starts[behind] ?? 0) + 1;
  }
  for (let list = 0; list < count; list += 1) {
    starts[list + 1] = (starts[list + 1] ?? 0) + (starts[list] ?? 0);
  }
  const places = new Int32Array(lists.length);
  const next = starts.slice();
  for (const [at, list] of lists.entries()) {
    const place = next[list] ?? 0;
    places[place] = at;
    next[list] = place + 1;
  }
  return { starts, places };
}

/** A two-way mapping between texts and numbers, with all characters in one table. */
export class Texts {
  readonly #characters: Uint16Array;
  /** By text: the index of its first character. One extra entry marks the end of the last text. */
  readonly #starts: Int32Array;
  /** A hash table of numbers plus 1, with linear probing. */
  readonly #places: Int32Array;

  private constructor(characters: Uint16Array, starts: Int32Array, places: Int32Array) {
    this.#characters = characters;
    this.#starts = starts;
    this.#places = places;
  }

  /** A text's number is its index. For duplicates, the first is found. */
  static of(texts: readonly string[]): Texts {
    const starts = new Int32Array(texts.length + 1);
    for (const [number, { length }] of texts.entries()) {
      starts[number + 1] = (starts[number] ?? 0) + length;
    }
    const characters = new Uint16Array(starts.at(-1) ?? 0);
    const places = new Int32Array(2 ** Math.ceil(Math.log2(2 * texts.length + 1)));
    const made = new Texts(characters, starts, places);
    for (const [number, text] of texts.entries()) {
      for (let at = 0; at < text.length; at += 1) {
        characters[(starts[number] ?? 0) + at] = text.charCodeAt(at);
      }
      const place = made.#placeOf(text);
      if (places[place] === 0) places[place] = number + 1;
    }
    return made;
  }

  static read(from: TableReader): Texts {
    return new Texts(from.uint16(), from.int32(), from.int32());
  }

  write(to: TableWriter): void {
    to.add(this.#characters);
    to.add(this.#starts);
    to.add(this.#places);
  }

  get count(): number {
    return this.#starts.length - 1;
  }

  /** -1 for an unknown text. */
  numberOf(text: string): number {
    return (this.#places[this.#placeOf(text)] ?? 0) - 1;
  }

  /** Reports the texts found in this one at `start`, shortest first, each with the index after it. */
  tellFrom(text: string, start: number, tell: (number: number, end: number) => void): void {
    const last = this.#places.length - 1;
    let hash = 0;
    for (let end = start + 1; end <= text.length; end += 1) {
      hash = hashWith(hash, text.charCodeAt(end - 1));
      for (let place = spread(hash) & last; ; place = (place + 1) & last) {
        const found = this.#places[place] ?? 0;
        if (found === 0) break;
        if (!this.#isAt(found - 1, text, start, end)) continue;
        tell(found - 1, end);
        break;
      }
    }
  }

  has(text: string): boolean {
    return this.numberOf(text) !== -1;
  }

  lengthOf(number: number): number {
    return (this.#starts[number + 1] ?? 0) - (this.#starts[number] ?? 0);
  }

  /** The code of a text's first character. */
  firstOf(number: number): number | undefined {
    return this.#characters[this.#starts[number] ?? 0];
  }

  /** Empty for an unknown number. */
  at(number: number): string {
    let text = '';
    const end = this.#starts[number + 1] ?? 0;
    for (let at = this.#starts[number] ?? 0; at < end; at += 1) {
      text += String.fromCharCode(this.#characters[at] ?? 0);
    }
    return text;
  }

  /** A text's slot, or the free one where it would go. */
  #placeOf(text: string): number {
    const last = this.#places.length - 1;
    for (let place = hashOf(text) & last; ; place = (place + 1) & last) {
      const found = this.#places[place] ?? 0;
      if (found === 0 || this.#isAt(found - 1, text, 0, text.length)) return place;
    }
  }

  /** Whether a text equals this part of another, from `start` up to `end`. */
  #isAt(number: number, text: string, start: number, end: number): boolean {
    if (this.lengthOf(number) !== end - start) return false;
    const first = (this.#starts[number] ?? 0) - start;
    for (let at = start; at < end; at += 1) {
      if (this.#characters[first + at] !== text.charCodeAt(at)) return false;
    }
    return true;
  }
}

/** A hash of the text. */
export function hashOf(text: string): number {
  let hash = 0;
  for (let at = 0; at < text.length; at += 1) hash = hashWith(hash, text.charCodeAt(at));
  return spread(hash);
}

function hashWith(hash: number, code: number): number {
  return Math.imul(hash ^ code, 0x0100_0193);
}

function spread(hash: number): number {
  return hash ^ (hash >>> 15);
}
