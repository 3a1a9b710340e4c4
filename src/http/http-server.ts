import { once } from 'node:events';
import { Server } from 'node:http';
import { createAdaptorServer } from '@hono/node-server';
import type { Logger } from '../logger/logger.ts';
import type { Turns } from '../turns.ts';
import { AnswersUnderWay } from './answers-under-way.ts';
import type { HttpApp } from './http-app.ts';
import { HTTP_BOUNDS, type HttpBounds } from './http-bounds.ts';
import { paceConnections } from './paced-connection.ts';
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
  const underWay = new AnswersUnderWay(() => {
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
      connectionsCheckingInterval: bounds.lookEveryMs,
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
