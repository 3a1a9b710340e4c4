import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import type { PlaygroundEvent, PlaygroundState } from './wire.ts';

const MOST_UNREAD_BYTES = 16 * 1024 * 1024;

export interface LiveFeedOptions {
  readonly server: Server;
  /** Whether a request comes from the page. */
  readonly isFromPage: (request: IncomingMessage) => boolean;
  readonly state: () => PlaygroundState;
}

/** The WebSocket at `/live`: everything at first, then every change. It takes no messages. */
export class LiveFeed {
  readonly #sockets = new WebSocketServer({ noServer: true, maxPayload: 1 });

  constructor({ server, isFromPage, state }: LiveFeedOptions) {
    server.on('upgrade', (request, socket: Duplex, head) => {
      if (request.url !== '/live' || !isFromPage(request)) {
        socket.destroy();
        return;
      }
      this.#sockets.handleUpgrade(request, socket, head, (connection) => {
        connection.on('error', () => {
          connection.terminate();
        });
        connection.send(JSON.stringify({ type: 'all', state: state() } satisfies PlaygroundEvent));
      });
    });
  }

  /** Tells every open page. One that stopped reading long ago is cut off: it can come back. */
  send(event: PlaygroundEvent): void {
    if (this.#sockets.clients.size === 0) return;
    const frame = JSON.stringify(event);
    for (const socket of this.#sockets.clients) {
      if (socket.bufferedAmount > MOST_UNREAD_BYTES) socket.terminate();
      else socket.send(frame);
    }
  }

  /** Cuts every page off. */
  close(): void {
    for (const socket of this.#sockets.clients) socket.terminate();
    this.#sockets.close();
  }
}
