import pg from 'pg';
import { Connections, optionsOf, OWN_NUMBER } from '../../src/store/postgres/connections.ts';
import type { PoolClient, Statement } from '../../src/store/postgres/pool-client.ts';

/** A statement, and what it returned. */
export type Traced = readonly [text: string, values: unknown, rows: unknown];

/** A statement without its answer. */
export type Begun = readonly [text: string, values: unknown];

/** Stops one transaction of a writer before each of its statements, until it may go on. */
export class Gate {
  /** Everything that the transaction has run, up to its end. */
  trace: Traced[] = [];
  /** The statements of all transactions so far. The last one may still wait for a lock. */
  begun: Begun[] = [];
  /** How many transactions came after it: another run of it, or another piece. */
  more = 0;
  #transactions = 0;
  #nth = 0;
  #statements = 0;
  #stopAt = Infinity;
  #goOn: (() => void) | undefined;
  #reached = Promise.withResolvers<undefined>();

  /** Stops the `nth` transaction from now on before it begins. Resolves once it is there. */
  stopAtStart(nth: number): Promise<undefined> {
    this.trace = [];
    this.begun = [];
    this.more = 0;
    this.#transactions = 0;
    this.#nth = nth;
    this.#statements = 0;
    return this.#stop(0);
  }

  /** Goes on to before this statement, counted from 1. Resolves once it is there. */
  goTo(statement: number): Promise<undefined> {
    const reached = this.#stop(statement);
    this.#release();
    return reached;
  }

  /** Goes on to the end. */
  goOn(): void {
    this.#stopAt = Infinity;
    this.#release();
  }

  /** The statements of the transaction so far, COMMIT included. */
  get statements(): number {
    return this.#statements - 1;
  }

  async pass(...begun: Begun): Promise<void> {
    if (begun[0] === 'BEGIN') {
      this.#transactions += 1;
      if (this.#transactions > this.#nth) this.more += 1;
    }
    if (this.#transactions === this.#nth) {
      if (this.#statements === this.#stopAt) await this.#wait();
      this.#statements += 1;
    }
    this.begun.push(begun);
  }

  note(...traced: Traced): void {
    if (this.#transactions >= this.#nth) this.trace.push(traced);
  }

  #stop(statement: number): Promise<undefined> {
    this.#stopAt = statement;
    this.#reached = Promise.withResolvers<undefined>();
    return this.#reached.promise;
  }

  #wait(): Promise<undefined> {
    const { promise, resolve } = Promise.withResolvers<undefined>();
    this.#goOn = () => {
      resolve(undefined);
    };
    this.#reached.resolve(undefined);
    return promise;
  }

  #release(): void {
    const goOn = this.#goOn;
    this.#goOn = undefined;
    goOn?.();
  }
}

/** Connections whose transactions pass a gate. `name` tells the writer from others on the server. */
export function gatedConnections(url: string, name: string, gate: Gate): Connections {
  const options = { ...optionsOf(url), application_name: name };
  const writing = new pg.Pool({ ...options, max: 2 });
  const readOnly = '-c default_transaction_read_only=on';
  return new Connections({
    readsAtOnce: 1,
    reading: new pg.Pool({ ...options, max: 1, options: readOnly }),
    writing: {
      end: () => writing.end(),
      connect: async () => gated(await writing.connect(), gate),
    },
  });
}

/** A statement that is sent along with the next one is stopped at like any other. */
function gated(client: pg.PoolClient, gate: Gate): PoolClient {
  let answered: Promise<unknown> = Promise.resolve();
  const run = async (statement: Statement) => {
    const { text, values = [] } = statement;
    if (text === OWN_NUMBER) return client.query<Record<string, unknown>>(statement);
    await gate.pass(text, values);
    const answer = await client.query<Record<string, unknown>>(statement);
    gate.note(text, values, answer.rows);
    return answer;
  };
  return {
    query(statement) {
      const answer = answered.then(() => run(statement));
      answered = answer.catch(() => undefined);
      return answer;
    },
    release(isBroken) {
      client.release(isBroken);
    },
  };
}
