import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Where a connection is cut at a COMMIT: before the server has it, as soon as it has it, or once it
 * has answered, without passing the answer on.
 */
export const CUTS = ['before', 'passed', 'answered'] as const;
export type Cut = (typeof CUTS)[number];

const STARTUP_HEAD = 4;
const MESSAGE_HEAD = 5;
const QUERY = 'Q'.charCodeAt(0);

/** Finds the COMMITs in what a client sends. */
class Frontend {
  #rest: Buffer = Buffer.alloc(0);
  #isStarted = false;
  /** The messages of the transaction so far. */
  #sent: Buffer[] = [];

  /** The transaction whose COMMIT this piece completes. */
  commitIn(piece: Buffer): string | undefined {
    this.#rest = Buffer.concat([this.#rest, piece]);
    let transaction: string | undefined;
    for (;;) {
      const head = this.#isStarted ? MESSAGE_HEAD : STARTUP_HEAD;
      if (this.#rest.length < head) return transaction;
      const length = this.#rest.readInt32BE(head - 4) + head - 4;
      if (this.#rest.length < length) return transaction;
      const message = this.#rest.subarray(0, length);
      this.#sent.push(message);
      if (this.#isStarted && message[0] === QUERY && message.includes('COMMIT\0')) {
        transaction = String(Buffer.concat(this.#sent.splice(0)));
      }
      this.#isStarted = true;
      this.#rest = this.#rest.subarray(length);
    }
  }
}

/** Stands between the bot and its PostgreSQL server. */
export class PostgresProxy {
  readonly #server: Server;
  #target: number;
  readonly #sockets = new Set<Socket>();
  #delayMs = 0;
  #hang: PromiseWithResolvers<void> | undefined;
  #cut: { readonly how: Cut; skip: number; readonly statement?: string } | undefined;
  /** Whether it takes no connections. */
  #isAway = false;
  /** How many connections the bot opened so far. */
  connections = 0;

  private constructor(target: string) {
    this.#target = Number(target);
    this.#server = createServer((client) => {
      this.#serve(client);
    });
  }

  static async start(target: string): Promise<PostgresProxy> {
    const proxy = new PostgresProxy(target);
    proxy.#server.listen(0, '127.0.0.1');
    await once(proxy.#server, 'listening');
    return proxy;
  }

  get port(): string {
    const address = this.#server.address();
    if (address === null || typeof address === 'string') throw new TypeError('it has no port');
    return String(address.port);
  }

  get url(): string {
    return `postgres://bot@127.0.0.1:${this.port}/darkroom`;
  }

  /** Cuts every connection. From now on new ones go to another server. */
  moveTo(target: string): void {
    this.#target = Number(target);
    this.cutAll();
  }

  /** From now on, an answer takes this much longer. */
  delay(roundTripMs: number): void {
    this.#delayMs = roundTripMs / 2;
  }

  /** Passes nothing on until {@link resume}. */
  hang(): void {
    this.#hang ??= Promise.withResolvers();
  }

  resume(): void {
    this.#hang?.resolve();
    this.#hang = undefined;
  }

  /** Cuts the connection of one COMMIT, after `skip` others. */
  cutCommit(how: Cut, skip = 0): void {
    this.#cut = { how, skip };
  }

  /**
   * Cuts every connection along with the COMMIT of the next transaction that has such a statement,
   * and takes none until {@link accept}.
   */
  leaveAtCommit(how: Cut, statement: string): void {
    this.#cut = { how, skip: 0, statement };
  }

  accept(): void {
    this.#isAway = false;
  }

  /** Whether a cut is still to come. */
  get isCutting(): boolean {
    return this.#cut !== undefined;
  }

  /** Cuts all connections. */
  cutAll(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  async close(): Promise<void> {
    this.#server.close();
    this.cutAll();
    await once(this.#server, 'close');
  }

  #serve(client: Socket): void {
    if (this.#isAway) {
      client.destroy();
      return;
    }
    this.connections += 1;
    const server = connect(this.#target, '127.0.0.1');
    for (const [socket, other] of [
      [client, server],
      [server, client],
    ] as const) {
      this.#sockets.add(socket);
      socket.setNoDelay();
      socket.on('error', () => undefined);
      socket.on('close', () => {
        this.#sockets.delete(socket);
        other.destroy();
      });
    }
    const frontend = new Frontend();
    let isCutOff = false;
    const toServer = this.#inOrder(server);
    const toClient = this.#inOrder(client);
    client.on('data', (piece: Buffer) => {
      const commit = frontend.commitIn(piece);
      const cut = commit === undefined ? undefined : this.#cutNow(commit);
      if (!cut) {
        toServer(piece);
        return;
      }
      isCutOff = true;
      const { how, statement } = cut;
      if (statement !== undefined) this.#leave(client, server);
      if (how === 'before') client.destroy();
      else if (how === 'passed') {
        server.end(piece);
        // The server ends the session once it has done that.
        client.removeAllListeners('close').destroy();
      } else toServer(piece);
    });
    server.on('data', (piece: Buffer) => {
      if (isCutOff) client.destroy();
      else toClient(piece);
    });
  }

  /** Cuts all connections but one. */
  #leave(...kept: readonly Socket[]): void {
    this.#isAway = true;
    for (const socket of this.#sockets) if (!kept.includes(socket)) socket.destroy();
  }

  #cutNow(transaction: string) {
    if (!transaction.includes(this.#cut?.statement ?? '')) return undefined;
    if (!this.#cut) return undefined;
    if (this.#cut.skip > 0) {
      this.#cut.skip -= 1;
      return undefined;
    }
    const cut = this.#cut;
    this.#cut = undefined;
    return cut;
  }

  /** Passes pieces on late, if need be, but in their order. */
  #inOrder(to: Socket): (piece: Buffer) => void {
    let before: Promise<unknown> = Promise.resolve();
    return (piece) => {
      const due = sleep(this.#delayMs);
      before = before
        .then(() => due)
        .then(() => this.#hang?.promise)
        .then(() => {
          if (!to.destroyed) to.write(piece);
        });
    };
  }
}
