import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { pino } from 'pino';
import { onTestFinished } from 'vitest';
import { type HttpApp, newHttpApp } from '../../src/http/app.ts';
import {
  HTTP_BOUNDS,
  type HttpBounds,
  type HttpServer,
  openHttpServer,
} from '../../src/http/server.ts';
import { Turns } from '../../src/engines/turns.ts';

export interface HttpBench {
  readonly server: HttpServer;
  readonly url: string;
  readonly logged: readonly string[];
  /** Aborts the requests under way while the server closes. */
  readonly halt: () => void;
  /** A connection that is destroyed with the test; it has sent nothing yet. */
  readonly connect: () => Promise<Socket>;
}

/** A server on a free port, whose bounds are as narrow as a test needs them. */
export async function openHttpBench(
  route: (app: HttpApp) => void,
  bounds: Partial<HttpBounds> = {},
  turns = new Turns(),
  evictsStrangers = false,
): Promise<HttpBench> {
  const logged: string[] = [];
  const logger = pino({}, { write: (line: string) => logged.push(line) });
  const app = newHttpApp(logger);
  route(app);
  const halt = new AbortController();
  const host = '127.0.0.1';
  const server = await openHttpServer({
    ...{ of: 'HTTP', host, port: 0, app, logger, turns, halt: halt.signal },
    bounds: { ...HTTP_BOUNDS, ...bounds },
    evictsStrangers,
  });
  onTestFinished(() => {
    halt.abort();
    return server.close();
  });
  return {
    server,
    url: `http://${host}:${server.port}`,
    logged,
    halt: () => {
      halt.abort();
    },
    async connect() {
      const socket = connect(server.port, host);
      socket.on('error', () => undefined);
      onTestFinished(() => void socket.destroy());
      await once(socket, 'connect');
      return socket;
    },
  };
}

/** All that a server still sends, until it lets the connection go. */
export function rest(socket: Socket): Promise<string> {
  return text(socket).catch(() => '');
}
