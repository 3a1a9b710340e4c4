import { readFileSync } from 'node:fs';
import { rename, writeFile } from 'node:fs/promises';
import { z } from 'zod';
import { IDENTIFY_WINDOW_MS, type Identify } from './identify-pace.ts';

const stored = z.array(z.object({ at: z.number(), shard: z.number() }));

/**
 * The identifies of the last hour, over restarts. A file beside the database rather than a table: a
 * restored backup must not make the bot forget what it has spent. A file that is lost or cannot be
 * read counts as none sent.
 */
export class SentIdentifies {
  readonly #path: string;
  #sent: readonly Identify[];

  constructor(path: string) {
    this.#path = path;
    this.#sent = read(path);
  }

  /** Those of the last hour, in order. If the clock went backwards, later ones count as sent now. */
  since(now: number): readonly Identify[] {
    this.#sent = this.#sent
      .map(({ at, shard }) => ({ at: Math.min(at, now), shard }))
      .filter(({ at }) => at > now - IDENTIFY_WINDOW_MS);
    return this.#sent;
  }

  /**
   * Notes one that is about to be sent. It counts in this process even if it cannot be stored. Makes no
   * folder: in the place of a data folder that was moved, one would be in the way.
   *
   * @throws what the file system throws.
   */
  async note(identify: Identify): Promise<void> {
    this.#sent = [...this.since(identify.at), identify];
    const path = this.#path;
    await writeFile(`${path}.tmp`, JSON.stringify(this.#sent), { mode: 0o600, flush: true });
    await rename(`${path}.tmp`, path);
  }
}

function read(path: string): readonly Identify[] {
  try {
    return stored.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    return [];
  }
}
