import { readFileSync } from 'node:fs';

const HEADER_BYTES = 32;
const FRAME_HEADER_BYTES = 24;

/** What a write-ahead log holds: https://www.sqlite.org/fileformat2.html#the_write_ahead_log */
export interface WalContent {
  /** Changes when SQLite starts again at the beginning of the file. */
  readonly salt: string;
  /** How many transactions end in it. Each was followed by an fsync, with `synchronous=FULL`. */
  readonly commits: number;
}

/** Reads a write-ahead log. Frames after the last one with its salt are left over from before. */
export function readWal(bytes: Buffer): WalContent {
  if (bytes.length < HEADER_BYTES) return { salt: '', commits: 0 };
  const pageBytes = bytes.readUInt32BE(8);
  const salt = bytes.toString('hex', 16, 24);
  let commits = 0;
  for (
    let at = HEADER_BYTES;
    at + FRAME_HEADER_BYTES + pageBytes <= bytes.length;
    at += FRAME_HEADER_BYTES + pageBytes
  ) {
    if (bytes.toString('hex', at + 8, at + 16) !== salt) break;
    // The size of the database at the end of a transaction, and 0 within one.
    if (bytes.readUInt32BE(at + 4) > 0) commits += 1;
  }
  return { salt, commits };
}

const LOOK_EVERY_MS = 20;

/** Counts the commits to a database that another process writes, by its write-ahead log. */
export class CommitCount {
  readonly #path: string;
  readonly #timer: NodeJS.Timeout;
  #content: WalContent;
  #earlier: number;

  constructor(databasePath: string) {
    this.#path = `${databasePath}-wal`;
    this.#content = this.#read();
    this.#earlier = -this.#content.commits;
    // Looking too seldom would miss what is overwritten.
    this.#timer = setInterval(() => {
      this.#look();
    }, LOOK_EVERY_MS);
  }

  /** How many there have been since the start. */
  stop(): number {
    clearInterval(this.#timer);
    this.#look();
    return this.#earlier + this.#content.commits;
  }

  #look(): void {
    const content = this.#read();
    if (content.salt !== this.#content.salt) this.#earlier += this.#content.commits;
    this.#content = content;
  }

  #read(): WalContent {
    try {
      return readWal(readFileSync(this.#path));
    } catch {
      return { salt: '', commits: 0 };
    }
  }
}
