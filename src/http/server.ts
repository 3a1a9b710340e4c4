import { once } from 'node:events';
import { Server, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { Duplex } from 'node:stream';
import { createAdaptorServer } from '@hono/node-server';
import type { Turns } from '../engines/turns.ts';
import type { Logger } from '../logger/logger.ts';
import type { HttpApp } from './app.ts';
import { PortRefused } from './port-refused.ts';

export interface HttpServerOptions {
  /** Which port it is, by what its variables begin with. */
  readonly of: 'HTTP' | 'METRICS';
  readonly host: string;
  /** 0: one that is free. */
  readonly port: number;
  readonly app: HttpApp;
  readonly logger: Logger;
  /** Those in which what comes is handed on: none that anybody else waits for. */
  readonly turns: Pick<Turns, 'take'>;
  /** Breaks off what is under way while it closes. */
  readonly halt: AbortSignal;
  readonly bounds?: HttpBounds;
}

/** A server that listens. */
export interface HttpServer {
  readonly port: number;
  /** Takes nothing new, and waits until the requests under way are answered, or `halt` aborts. */
  close(): Promise<void>;
}

/**
 * Opens an app to whoever reaches the port, within {@link HTTP_BOUNDS}: Node answers 431 to headers that are too large and 408 to
 * what comes too slowly, and lets further connections go. A body that no handler reads is discarded by Node as it comes.
 *
 * @throws PortRefused where the port is not to be had.
 */
export async function openHttpServer(options: HttpServerOptions): Promise<HttpServer> {
  const { of, host, port, logger, halt } = options;
  const server = boundedServer(options);
  let closing = false;
  const underWay = new PendingResponses(() => {
    // What is still to come of a request that has its answer is not waited for.
    if (closing && underWay.areNone) server.closeAllConnections();
  });
  server.prependListener('request', ({ socket }, answer) => {
    answer.shouldKeepAlive &&= !closing;
    underWay.add(answer, socket);
  });
  server.listen(port, host);
  try {
    await once(server, 'listening');
  } catch (error) {
    throw new PortRefused(of, options, error);
  }
  server.on('error', (err) => {
    logger.error({ err }, 'the HTTP server has had an error');
  });
  return {
    port: portOf(server),
    async close() {
      closing = true;
      const closed = once(server, 'close');
      server.close();
      underWay.closeAfter();
      const breakOff = () => {
        server.closeAllConnections();
      };
      // To Node a connection that has sent nothing yet is none that is idle.
      if (underWay.areNone || halt.aborted) breakOff();
      halt.addEventListener('abort', breakOff);
      await closed;
      halt.removeEventListener('abort', breakOff);
    },
  };
}

/**
 * The library leaves the process's Request and Response as they are, and bodies to Node: it would
 * break a connection off whose body takes over half a second, and RunPod would send it again.
 */
function boundedServer({ app, turns, bounds = HTTP_BOUNDS }: HttpServerOptions): Server {
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
  if (!(server instanceof Server)) throw new TypeError('a server of HTTP/1.1 was asked for');
  paceConnections(server, turns);
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

/** What anybody who reaches a port may take of it. Times are milliseconds. */
export interface HttpBounds {
  /** All headers of a request, in bytes. */
  readonly headerBytes: number;
  /** From the connection, or the answer before, to the last header. */
  readonly headersMs: number;
  /** From there to the last byte of the body. */
  readonly requestMs: number;
  /** How long a connection is kept for another request. */
  readonly keepAliveMs: number;
  /** How long a connection may be without a byte either way. */
  readonly silenceMs: number;
  /** How often connections are looked at for the times above. */
  readonly checkEveryMs: number;
  readonly connections: number;
  readonly requestsPerConnection: number;
}

/**
 * - Headers: RunPod, Prometheus and proxies send well under 2 KB. Node's own bound is 16 KiB.
 * - Times: headers come in one packet, and a proxy in front sends them at once. A webhook's body may be 16 MB, which takes a
 *   minute at 270 KB/s; RunPod waits for the answer, and asks again where there is none.
 * - Keep-alive: longer than Prometheus' usual 15 s would keep a connection for every scraper; a new one on this
 *   machine costs nothing.
 * - Silence: whoever reads no answer lets go within it. Longer than a request may take.
 * - Connections: RunPod's webhooks are as many as jobs that end at one moment. At about 20 KB each, 512 of them are 10 MB, and
 *   33 MB more where each has sent as much as Node reads at once, which waits for its turn.
 */
export const HTTP_BOUNDS: HttpBounds = {
  headerBytes: 8 * 1024,
  headersMs: 10_000,
  requestMs: 60_000,
  keepAliveMs: 5_000,
  silenceMs: 75_000,
  checkEveryMs: 2_000,
  connections: 512,
  requestsPerConnection: 1_000,
};

/**
 * The answers that are owed. They are kept by their connections, and go with them: of those that wait behind another on one that
 * is cut off, Node says nothing more.
 */
class PendingResponses {
  readonly #onOver: () => void;
  readonly #bySocket = new Map<Socket, Set<ServerResponse>>();

  /** `onOver`: told whenever answers are over. */
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

  /** Has each connection end with its next answer. */
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

/** As much as is handed on in a turn: some seventy of the smallest requests, of which each takes about 0.1 ms. */
const MOST_BYTES = 2_048;

type TurnQueue = Pick<Turns, 'take'>;

/**
 * Has whatever comes over a server's connections handed on in turn. Node reads 64 KiB at once from each that has sent so
 * much, and begins all the requests in them, which may be thousands, before anything else has its turn.
 */
function paceConnections(server: Server, turns: TurnQueue): void {
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
  readonly #turns: TurnQueue;

  constructor(socket: Socket, turns: TurnQueue) {
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
