import { once } from 'node:events';
import { type IncomingMessage, Server, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { Duplex } from 'node:stream';
import { createAdaptorServer } from '@hono/node-server';
import type { Turns } from '../engines/turns.ts';
import type { Logger } from '../logger/logger.ts';
import type { HttpApp } from './app.ts';
import { PortRefused } from './port-refused.ts';

export interface HttpServerOptions {
  /** The prefix of the port's variables. */
  readonly of: 'HTTP' | 'METRICS';
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
  readonly app: HttpApp;
  readonly logger: Logger;
  /** Turns for incoming data. */
  readonly turns: Pick<Turns, 'take' | 'hold'>;
  /** Aborts requests in flight while closing. */
  readonly halt: AbortSignal;
  readonly bounds?: HttpBounds;
  /**
   * Whether a new connection takes the place of the oldest stranger once there are too many. Default:
   * it is dropped.
   */
  readonly evictsStrangers?: boolean;
}

/** A listening server. */
export interface HttpServer {
  readonly port: number;
  /** Stops accepting requests and waits for those in flight, or until `halt` aborts. */
  close(): Promise<void>;
}

/**
 * Serves an app within {@link HTTP_BOUNDS}. Node answers 431 to oversized headers and 408 to slow requests,
 * and drops connections above the limit. Node discards bodies that no handler reads.
 *
 * @throws PortRefused if the port is unavailable.
 */
export async function openHttpServer(options: HttpServerOptions): Promise<HttpServer> {
  const { of, host, port, logger, halt, bounds = HTTP_BOUNDS } = options;
  const server = boundedServer(options);
  let closing = false;
  const underWay = new PendingResponses(() => {
    // Answered requests may still be sending their body. Do not wait for the rest.
    if (closing && underWay.areNone) server.closeAllConnections();
  });
  server.prependListener('request', ({ socket }, answer) => {
    answer.shouldKeepAlive &&= !closing;
    underWay.add(answer, socket);
  });
  // The system drops connections that come faster than they are accepted, for a second or more.
  server.listen({ host, port, backlog: bounds.connections });
  try {
    await once(server, 'listening');
  } catch (error) {
    throw new PortRefused(of, options, error);
  }
  server.on('error', (err) => {
    logger.error({ err }, 'the HTTP server reported an error');
  });
  return {
    port: portOf(server),
    async close() {
      closing = true;
      const closed = once(server, 'close');
      server.close();
      underWay.closeAfter();
      const abortAll = () => {
        server.closeAllConnections();
      };
      // Node does not count a connection that has sent nothing yet as idle.
      if (underWay.areNone || halt.aborted) abortAll();
      halt.addEventListener('abort', abortAll);
      await closed;
      halt.removeEventListener('abort', abortAll);
    },
  };
}

/**
 * Keeps the library from replacing the global Request and Response and from handling unread bodies. It would
 * drop a connection whose body takes over half a second, and RunPod would send the webhook again.
 */
function boundedServer({
  app,
  turns,
  bounds = HTTP_BOUNDS,
  evictsStrangers = false,
}: HttpServerOptions): Server {
  const server = createAdaptorServer({
    fetch: app.fetch,
    overrideGlobalObjects: false,
    autoCleanupIncoming: false,
    serverOptions: {
      maxHeaderSize: bounds.headerBytes,
      headersTimeout: bounds.headersMs,
      requestTimeout: bounds.requestMs,
      keepAliveTimeout: bounds.keepAliveMs,
      connectionsCheckingInterval: bounds.checkEveryMs,
    },
  });
  if (!(server instanceof Server)) throw new TypeError('expected an HTTP/1.1 server');
  paceConnections(server, turns, evictsStrangers ? bounds.connections : Infinity);
  server.maxConnections = bounds.connections;
  server.maxRequestsPerSocket = bounds.requestsPerConnection;
  server.timeout = bounds.silenceMs;
  return server;
}

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new TypeError('it has no port');
  return address.port;
}

/** Limits for clients of a port. Times are milliseconds. */
export const HTTP_BOUNDS = {
  /** All headers of a request. RunPod, Prometheus and proxies send well under 2 KB. Node's own limit is 16 KiB. */
  headerBytes: 8 * 1024,
  /**
   * From the connection, or the previous response, to the last header. They come in one packet, and a proxy in
   * front sends them at once.
   */
  headersMs: 10_000,
  /**
   * From there to the last byte of the body. A webhook's may be 16 MB, which takes a minute at 270 KB/s. RunPod
   * waits for the response and retries without one.
   */
  requestMs: 60_000,
  /**
   * How long an idle connection is kept alive. Longer than Prometheus' usual 15 s would keep one for every
   * scraper. A new one on this machine costs nothing.
   */
  keepAliveMs: 5_000,
  /**
   * The longest time without a byte in either direction. Drops clients that do not read their response. Longer
   * than a request may take.
   */
  silenceMs: 75_000,
  /** How often connections are checked for the times above. */
  checkEveryMs: 2_000,
  /**
   * RunPod sends as many webhooks as jobs end at one moment. At about 20 KB each, 512 of them are 10 MB. Each may
   * add 64 KiB that Node has read and that waits for its turn, 33 MB in all.
   */
  connections: 512,
  requestsPerConnection: 1_000,
};

export type HttpBounds = Readonly<typeof HTTP_BOUNDS>;

/**
 * Responses still to be sent, by connection, since they end with it. When a connection breaks, Node reports
 * nothing about responses queued on it.
 */
class PendingResponses {
  readonly #onOver: () => void;
  readonly #bySocket = new Map<Socket, Set<ServerResponse>>();

  /** `onOver`: called whenever responses have ended. */
  constructor(onOver: () => void) {
    this.#onOver = onOver;
  }

  get areNone(): boolean {
    return [...this.#bySocket.values()].every(({ size }) => size === 0);
  }

  add(answer: ServerResponse, socket: Socket): void {
    const answers = this.#bySocket.get(socket) ?? this.#open(socket);
    answers.add(answer);
    answer.once('close', () => {
      answers.delete(answer);
      this.#onOver();
    });
  }

  /** Closes each connection after its next response. */
  closeAfter(): void {
    for (const answers of this.#bySocket.values()) {
      for (const answer of answers) answer.shouldKeepAlive = false;
    }
  }

  #open(socket: Socket): Set<ServerResponse> {
    const answers = new Set<ServerResponse>();
    this.#bySocket.set(socket, answers);
    socket.once('close', () => {
      this.#bySocket.delete(socket);
      this.#onOver();
    });
    return answers;
  }
}

/** Bytes handed on per turn: some seventy of the smallest requests at about 0.1 ms each. */
const MAX_BYTES = 2_048;

type TurnQueue = Pick<Turns, 'take' | 'hold'>;

/**
 * Paces the input of a server's connections. Node reads up to 64 KiB from each at once and starts every request in it
 * before anything else runs, and no option of its server prevents that: 64 KiB of the smallest requests stall the event
 * loop for 0.4 s from one connection and 0.9 s from twenty, and 20 to 40 ms with this.
 *
 * `most`: a connection beyond so many ends the oldest one of a stranger.
 */
function paceConnections(server: Server, turns: TurnQueue, most: number): void {
  const takers = server.listeners('connection');
  const strangers = new Set<PacedConnection>();
  let open = 0;
  server.removeAllListeners('connection');
  server.on('connection', (socket: Socket) => {
    turns.hold();
    const paced = new PacedConnection(socket, turns, () => strangers.delete(paced));
    open += 1;
    strangers.add(paced);
    paced.once('close', () => {
      open -= 1;
      strangers.delete(paced);
    });
    const [oldest] = strangers;
    if (open >= most) oldest?.destroy();
    for (const take of takers) take.call(server, paced);
  });
}

/** How many pieces of a connection are read ahead of other work, before it has shown who it is. */
const CREDIT = 16;

/** The sender of a request is known: what else comes on its connection is read ahead of other work. */
export function trust({ socket }: IncomingMessage): void {
  const connection: unknown = socket;
  if (connection instanceof PacedConnection) connection.trust();
}

/** A connection for Node's HTTP server, which accepts any stream, with the socket methods that it uses. */
class PacedConnection extends Duplex {
  readonly #socket: Socket;
  readonly #turns: TurnQueue;
  readonly #onTrusted: () => void;
  #credit = CREDIT;

  constructor(socket: Socket, turns: TurnQueue, onTrusted: () => void) {
    super({ readableHighWaterMark: MAX_BYTES });
    this.#socket = socket;
    this.#turns = turns;
    this.#onTrusted = onTrusted;
    socket.once('end', () => this.push(null));
    socket.on('timeout', () => this.emit('timeout'));
    socket.on('error', (error) => this.destroy(error));
    socket.once('close', () => this.destroy());
  }

  trust(): void {
    this.#credit = CREDIT;
    this.#onTrusted();
  }

  /** Milliseconds without a byte in either direction until `timeout`. */
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
    this.#credit -= 1;
    await this.#turns.take(this.#credit > 0 ? 'arrival' : 'stranger');
    const { readableLength } = this.#socket;
    // Null if nothing is buffered; that triggers another read from the socket.
    const piece: unknown = this.#socket.read(Math.min(readableLength, MAX_BYTES));
    if (Buffer.isBuffer(piece)) this.push(piece);
    else this.#socket.once('readable', () => void this.#handOn());
  }
}
