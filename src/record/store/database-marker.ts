import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { DatabaseError } from './database-error.ts';
import { flush } from './flush.ts';
import { waitingName } from './put-in-place.ts';

/**
 * A file outside the data folder that records that a database was made at a path. If the marker is
 * there and the database is not, the data was moved or its disk is not mounted: an empty
 * database would hide that. To get a new database, the operator deletes the marker.
 */
export class DatabaseMarker {
  readonly #path: string;
  readonly #folder: string;
  readonly #databasePath: string;

  /** `folder`: where markers are kept, one file for each database. */
  constructor(folder: string, databasePath: string) {
    this.#databasePath = resolve(databasePath);
    this.#folder = resolve(folder);
    const name = createHash('sha256').update(this.#databasePath).digest('hex').slice(0, 16);
    this.#path = join(this.#folder, `${name}.made`);
  }

  /**
   * Call before the database is opened. Call the function that it returns after that, to set the
   * marker; it throws if an existing database cannot be marked.
   *
   * @throws DatabaseError if a marked database is missing, or a new one could not be marked.
   */
  beforeOpening(): () => void {
    const isThere = isDatabase(this.#databasePath) || existsSync(waitingName(this.#databasePath));
    const isMarked = existsSync(this.#path);
    if (isThere) {
      return () => {
        if (isMarked) return;
        this.#write();
        this.#put();
      };
    }
    if (isMarked) {
      throw new DatabaseError(
        `There is no database at ${this.#databasePath}, but the bot had one there. Move the data folder back, mount its disk, or put a copy back by \`npm run restore -- FILE\`. To begin with an empty database, delete the marker ${this.#path} (DATABASE_MARKER_DIR).`,
      );
    }
    this.#write();
    return () => {
      this.#put();
    };
  }

  /** Writes it under another name, so that a start that fails in between leaves no marker. */
  #write(): void {
    try {
      mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
      const words = `Darkroom has a database at ${this.#databasePath}. While this file is here, the bot makes no new one there.\n`;
      writeFileSync(`${this.#path}.tmp`, words, { mode: 0o600, flush: true });
    } catch (error) {
      throw this.#unwritable(error);
    }
  }

  #put(): void {
    try {
      renameSync(`${this.#path}.tmp`, this.#path);
      flush(this.#folder);
    } catch (error) {
      throw this.#unwritable(error);
    }
  }

  #unwritable(cause: unknown): DatabaseError {
    const reason = cause instanceof Error ? cause.message : String(cause);
    return new DatabaseError(
      `The marker of the database ${this.#databasePath} cannot be written: ${reason}. Set DATABASE_MARKER_DIR to a folder outside the data folder that the bot may write to.`,
      { cause },
    );
  }
}

/** A start that was killed early leaves an empty file, which is no database. */
function isDatabase(path: string): boolean {
  return (statSync(path, { throwIfNoEntry: false })?.size ?? 0) > 0;
}
