import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import { Duplex } from 'node:stream';
import type { Turns } from '../turns.ts';

/** As much as is handed on in a turn: some seventy of the smallest requests, of which each takes about 0.1 ms. */
const MOST_BYTES = 2_048;

type TakesTurns = Pick<Turns, 'take'>;

/**
 * Has whatever comes over a server's connections handed on in turn. Node reads 64 KiB at once from each that has sent so
 * much, and begins all the requests in them, which may be thousands, before anything else has its turn.
 */
export function paceConnections(server: Server, turns: TakesTurns): void {
  const takers = server.listeners('connection');
  server.removeAllListeners('connection');
  server.on('connection', (socket: Socket) => {
    const paced = new PacedConnection(socket, turns);
    for (const take of takers) take.call(server, paced);
  });
}

/** A connection as Node's HTTP server takes it: any stream, with what it asks of a socket where there is that. */
class PacedConnection extends Duplex {
  readonly #socket: Socket;
  readonly #turns: TakesTurns;

  constructor(socket: Socket, turns: TakesTurns) {
    super({ readableHighWaterMark: MOST_BYTES });
    this.#socket = socket;
    this.#turns = turns;
    socket.once('end', () => this.push(null));
    socket.on('timeout', () => this.emit('timeout'));
    socket.on('error', (error) => this.destroy(error));
    socket.once('close', () => this.destroy());
  }

  /** Milliseconds without a byte either way until `timeout`. */
  setTimeout(ms: number): this {
    this.#socket.setTimeout(ms);
    return this;
  }

  /** Ends once everything is written. */
  destroySoon(): void {
    this.end(() => this.destroy());
  }

  override _read(): void {
    void this.#handOn();
  }

  override _write(chunk: Buffer, _: BufferEncoding, done: (error?: Error | null) => void): void {
    this.#socket.write(chunk, done);
  }

  override _final(done: (error?: Error | null) => void): void {
    this.#socket.end(done);
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.#socket.destroy();
    done(error);
  }

  async #handOn(): Promise<void> {
    await this.#turns.take();
    const { readableLength } = this.#socket;
    // Null where there is nothing, which has more read.
    const piece: unknown = this.#socket.read(Math.min(readableLength, MOST_BYTES));
    if (Buffer.isBuffer(piece)) this.push(piece);
    else this.#socket.once('readable', () => void this.#handOn());
  }
}
