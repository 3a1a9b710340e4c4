import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';
import { flush } from '../../store/database-files.ts';
import { DatabaseError } from '../../store/database.ts';

/** Where commands are: in the server with that id, or everywhere. */
export type Place = string;
export const EVERYWHERE: Place = 'everywhere';

const remembered = z.record(z.string(), z.array(z.string()));
type Remembered = z.infer<typeof remembered>;

/**
 * Remembers in which places an application has commands, so that these can be cleared when it
 * moves. It is a file beside the database rather than a table of it: registering then need not hold
 * the database, and restoring a backup does not bring back where they were long ago. A file that is
 * lost or cannot be read means that nothing is known, and every server is asked once.
 */
export class RegisteredPlaces {
  readonly #path: string;

  constructor(path: string) {
    this.#path = path;
  }

  /** Every place that may have commands of that application; `undefined` where that is not known. */
  of(applicationId: string): readonly Place[] | undefined {
    return this.#read()[applicationId];
  }

  /**
   * Notes all of an application's places at once. It outlives a crash: the file is whole whatever
   * happens, and on disk when this returns.
   *
   * @throws DatabaseError where it cannot be written.
   */
  note(applicationId: string, places: readonly Place[]): void {
    const all = { ...this.#read(), [applicationId]: [...new Set(places)] };
    try {
      mkdirSync(dirname(this.#path), { recursive: true, mode: 0o700 });
      writeFileSync(`${this.#path}.tmp`, JSON.stringify(all), { mode: 0o600, flush: true });
      renameSync(`${this.#path}.tmp`, this.#path);
      flush(dirname(this.#path));
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new DatabaseError(`The file ${this.#path} cannot be written: ${reason}.`, {
        cause: error,
      });
    }
  }

  #read(): Remembered {
    try {
      return remembered.parse(JSON.parse(readFileSync(this.#path, 'utf8')));
    } catch {
      return {};
    }
  }
}
