import { channel } from 'node:diagnostics_channel';
import { once } from 'node:events';
import type { AddressInfo, Socket } from 'node:net';
import type { Server } from 'node:http';
import { createAdaptorServer, type HttpBindings } from '@hono/node-server';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import { Hono } from 'hono';
import type { Clock } from '../../src/engines/clock.ts';
import { Listeners } from './listeners.ts';

/** What a Hono handler of the sandbox sees: Node's own request and response in `c.env`. */
export interface LoopbackEnv {
  Bindings: HttpBindings;
}

/** A scripted failure. The first fault that fits a request and is not used up is played. */
export interface Fault {
  readonly method?: string;
  readonly path: RegExp;
  /** What its `content-type` is to be like. Default: anything. */
  readonly type?: RegExp;
  /** How many requests it applies to. Default 1. */
  readonly times?: number;
  /**
   * `before`: the request never takes effect (default), nor does it `during`, when the fault comes
   * once half of the body has been received. `after`: it takes effect and only its answer is
   * replaced, as when a connection breaks on the way back.
   */
  readonly when?: 'before' | 'during' | 'after';
  /** Waits this long first. Without an `answer` the request is then handled as usual. */
  readonly delayMs?: number;
  /** Waits for that first, for whoever says when it is enough. */
  readonly until?: Promise<unknown>;
  readonly answer?: FaultAnswer;
}

/**
 * `reset` breaks the connection; `hang` never answers; `endless` sends a 200 whose body never ends,
 * `cut` one whose body breaks off in its middle.
 */
export type FaultAnswer =
  | 'reset'
  | 'hang'
  | 'endless'
  | 'cut'
  | {
      readonly status: number;
      readonly headers?: Readonly<Record<string, string>>;
      readonly body?: string | Uint8Array<ArrayBuffer>;
    };

/** The diagnostics channel that reports every {@link Fault} as it happens to a request. */
export const FAULT_PLAYED = 'darkroom:sandbox:fault';
const faultPlayed = channel(FAULT_PLAYED);

/** A request that reached the server, faults included, in order of arrival. */
export interface SeenRequest {
  readonly method: string;
  /** Path and query as sent. */
  readonly path: string;
  readonly headers: Headers;
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** The answer's, once there is one. */
  status?: number;
}

/** An HTTP server on 127.0.0.1, on a port of its own unless one is named. */
export class Loopback {
  readonly app = new Hono<LoopbackEnv>();
  readonly requests: SeenRequest[] = [];
  readonly server: Server;
  readonly #listeners = new Listeners<SeenRequest>();
  readonly #faults: { fault: Fault; left: number }[] = [];
  readonly #clock: Clock;
  readonly #closing = new AbortController();

  constructor(clock: Clock) {
    this.#clock = clock;
    this.server = createAdaptorServer({ fetch: this.app.fetch }) as Server;
    this.app.use(async (c, next) => {
      // A request whose body is read only in part loses its socket.
      const { socket } = c.env.incoming;
      c.env.outgoing.setHeader('date', new Date(clock.now()).toUTCString());
      const { pathname, search } = new URL(c.req.url);
      const seen: SeenRequest = {
        method: c.req.method,
        path: pathname + search,
        headers: new Headers(c.req.raw.headers),
        at: clock.now(),
      };
      this.requests.push(seen);
      this.#listeners.tell(seen);
      const fault = this.#take(c.req.method, pathname, c.req.header('content-type'));
      const answer = fault && (await this.#befall(fault, c.env, next));
      if (!fault) await next();
      if (answer) {
        // Otherwise it would take over the headers of the answer that it replaces.
        c.res = undefined;
        c.res = answer;
      }
      if (socket.destroyed) return;
      seen.status = c.res.status;
      this.#listeners.tell(seen);
    });
  }

  /**
   * Calls the listener with every request as it comes, and again once its answer is known. Returns
   * what stops that.
   */
  onRequest(listener: (request: SeenRequest) => void): () => void {
    return this.#listeners.add(listener);
  }

  /** Scripts a failure for requests to come. */
  fault(fault: Fault): void {
    this.#faults.push({ fault, left: fault.times ?? 1 });
  }

  /** Takes back every fault that is still to come. */
  clearFaults(): void {
    this.#faults.length = 0;
  }

  async listen(port = 0): Promise<void> {
    this.server.listen(port, '127.0.0.1');
    await once(this.server, 'listening');
  }

  /** `http://127.0.0.1:port`, once listening; without the port where it is 80. */
  get url(): string {
    const { port } = this.server.address() as AddressInfo;
    return new URL(`http://127.0.0.1:${port}`).origin;
  }

  async close(): Promise<void> {
    this.#closing.abort();
    const closed = once(this.server, 'close');
    this.server.close();
    this.server.closeAllConnections();
    await closed;
  }

  #take(method: string, path: string, type = ''): Fault | undefined {
    const entry = this.#faults.find(
      ({ fault, left }) =>
        left > 0 &&
        (fault.method ?? method) === method &&
        fault.path.test(path) &&
        (fault.type?.test(type) ?? true),
    );
    if (!entry) return undefined;
    entry.left -= 1;
    faultPlayed.publish(entry.fault);
    return entry.fault;
  }

  /** What is answered instead; `undefined` where the request is handled as usual. */
  async #befall(
    { delayMs, until, when, answer }: Fault,
    bindings: HttpBindings,
    next: () => Promise<void>,
  ): Promise<Response | undefined> {
    const { incoming, outgoing } = bindings;
    const { socket } = incoming;
    if (delayMs !== undefined) await this.#clock.sleep(delayMs, this.#closing.signal);
    await until;
    if (when === 'during') await receiveHalf(incoming);
    if (answer === undefined || when === 'after') await next();
    return answer && this.#play(answer, socket, outgoing);
  }

  async #play(
    answer: FaultAnswer,
    socket: Socket,
    outgoing: HttpBindings['outgoing'],
  ): Promise<Response> {
    if (answer === 'reset') {
      socket.destroy();
      return RESPONSE_ALREADY_SENT;
    }
    if (answer === 'hang') {
      await once(socket, 'close');
      return RESPONSE_ALREADY_SENT;
    }
    if (answer === 'cut') {
      outgoing.writeHead(200, { 'content-type': 'application/json', 'content-length': 1000 });
      const closed = once(socket, 'close');
      outgoing.write('{"id":"', () => socket.destroy());
      await closed;
      return RESPONSE_ALREADY_SENT;
    }
    if (answer === 'endless') {
      outgoing.writeHead(200, { 'content-type': 'application/json' });
      const chunk = Buffer.alloc(64 * 1024, ' ');
      const closed = once(outgoing, 'close');
      while (!outgoing.destroyed) {
        if (!outgoing.write(chunk)) await Promise.race([once(outgoing, 'drain'), closed]);
      }
      return RESPONSE_ALREADY_SENT;
    }
    return new Response(answer.body ?? null, {
      status: answer.status,
      headers: answer.headers ?? {},
    });
  }
}

/** Reads until half of a body has come, or its first piece where it has no length. */
async function receiveHalf(incoming: HttpBindings['incoming']): Promise<void> {
  const half = Number(incoming.headers['content-length'] ?? 0) / 2;
  const body: AsyncIterable<Buffer> = incoming;
  let received = 0;
  for await (const piece of body) {
    received += piece.length;
    if (received >= half) return;
  }
}
