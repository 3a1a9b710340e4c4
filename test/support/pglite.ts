import { setFlagsFromString } from 'node:v8';
import { PGlite } from '@electric-sql/pglite';
import pg from 'pg';
import { Connections } from '../../src/store/postgres/connections.ts';
import type { Pool, PoolClient, Statement } from '../../src/store/postgres/pool-client.ts';
import { ONLY_PROCESS } from '../../src/store/processes.ts';
import type { OpenDatabase } from '../../src/store/database.ts';
import { PostgresStore } from '../../src/store/postgres/postgres-store.ts';
import { Semaphore } from '../../src/engines/semaphore.ts';
import { postgresSchema } from '../../src/store/postgres/schema.ts';

const { BOOL, BYTEA, INT8, NUMERIC } = pg.types.builtins;

/** Values as the store's own connections give them. */
const parsers = {
  [BOOL]: (text: string) => (text === 't' ? 1 : 0),
  [BYTEA]: (text: string) => Buffer.from(text.slice('\\x'.length), 'hex'),
  [INT8]: Number,
  [NUMERIC]: Number,
};

/** A store on PostgreSQL inside this process, of one session: a read waits for the piece before it. */
export async function openPglite(): Promise<OpenDatabase> {
  const session = await quickly(async () => {
    const started = new PGlite();
    await started.exec(postgresSchema);
    return started;
  });
  const turn = new Semaphore({ shares: 1 });
  const query = async ({ text, values = [] }: Statement) => {
    const result = await session.query(text, values, { parsers }).catch(asServerError);
    const { rows, affectedRows = 0, command = '' } = result;
    return { rows, rowCount: affectedRows, command };
  };
  const pool: Pool = {
    async connect(): Promise<PoolClient> {
      const share = await turn.take();
      return {
        query,
        release() {
          share.release();
        },
      };
    },
    end: () => Promise.resolve(),
  };
  const connections = new Connections({ reading: pool, writing: pool, readsAtOnce: 1 });
  const store = new PostgresStore(connections);
  return {
    store,
    db: connections.writing,
    processes: ONLY_PROCESS,
    firstMoved: () => Promise.resolve(undefined),
    async close() {
      await store.stop();
      await session.close();
    },
  };
}

/** Compiles WebAssembly once: optimizing it costs more than a few statements gain. */
async function quickly<T>(start: () => Promise<T>): Promise<T> {
  setFlagsFromString('--liftoff-only');
  try {
    return await start();
  } finally {
    setFlagsFromString('--no-liftoff-only');
  }
}

function asServerError(error: unknown): never {
  if (!(error instanceof Error) || !('code' in error)) throw error;
  throw Object.assign(new pg.DatabaseError(error.message, 0, 'error'), { code: error.code });
}
