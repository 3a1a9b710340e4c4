import type { CompiledQuery, QueryResult } from 'kysely';
import PQueue from 'p-queue';
import { PostgresFault } from '../unwritable.ts';
import { isBroken, LOCK_TIMEOUT } from './faults.ts';
import { type PoolClient, run } from './pool-client.ts';

/**
 * How many reads share a connection at most: a slow one holds up those behind it, and what waits for
 * their answers goes on in the same turn of the event loop.
 */
const MOST_TOGETHER = 8;

export interface ReadBatchesOptions {
  /** Takes a connection. @throws PostgresFault if there is none. */
  readonly take: () => Promise<PoolClient>;
  /** How many batches run at the same time. Others wait, and reads join them meanwhile. */
  readonly atOnce: number;
}

/**
 * Sends reads together: those of the same turn of the event loop, and those that wait for a
 * connection. A batch is one system call, and one round trip to the server.
 */
export class ReadBatches {
  readonly #take: () => Promise<PoolClient>;
  readonly #turns: PQueue;
  #joinable: Batch | undefined;

  constructor({ take, atOnce }: ReadBatchesOptions) {
    this.#take = take;
    this.#turns = new PQueue({ concurrency: atOnce });
  }

  /** @throws PostgresFault. It is `passing` if the read may succeed on another connection. */
  run<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    const batch = (this.#joinable ??= this.#begin());
    const answer = batch.run<R>(query);
    if (batch.size === MOST_TOGETHER) this.#close(batch);
    return answer;
  }

  #begin(): Batch {
    const batch = new Batch();
    void this.#turns.add(async () => {
      const connected = this.#take();
      await connected.catch(() => undefined);
      this.#close(batch);
      await batch.send(connected);
    });
    return batch;
  }

  /** Lets no more reads join. */
  #close(batch: Batch): void {
    if (this.#joinable === batch) this.#joinable = undefined;
  }
}

/** Reads that share a connection. */
class Batch {
  readonly #client = Promise.withResolvers<PoolClient>();
  readonly #answers: Promise<unknown>[] = [];
  /** Rejects for those that are behind a locked table. */
  readonly #locked = Promise.withResolvers<never>();
  #isBroken = false;

  get size(): number {
    return this.#answers.length;
  }

  run<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    const answer = this.#run<R>(query);
    this.#answers.push(answer);
    return answer;
  }

  async #run<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    const client = await this.#client.promise;
    try {
      return await Promise.race([run<R>(client, query), this.#locked.promise]);
    } catch (error) {
      if (isBroken(error)) this.#isBroken = true;
      // The others would wait as long, one after the other.
      if (error instanceof PostgresFault && error.code === LOCK_TIMEOUT) {
        this.#isBroken = true;
        this.#locked.reject(new PostgresFault('passing', LOCK_TIMEOUT, error.cause));
      }
      throw error;
    }
  }

  /** Sends the reads, and gives the connection back after the last answer. Never rejects. */
  async send(connected: Promise<PoolClient>): Promise<void> {
    this.#client.resolve(connected);
    await Promise.allSettled(this.#answers);
    await connected.then(
      (client) => {
        client.release(this.#isBroken);
      },
      () => undefined,
    );
  }
}
