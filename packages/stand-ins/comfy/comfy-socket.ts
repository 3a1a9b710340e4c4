import { randomUUID } from 'node:crypto';
import type { Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';
import type { Audience, ComfyEvent } from './comfy-event.ts';
import type { ComfyUi } from './comfy-ui.ts';

/** ComfyUI's numbers in the head of a binary frame: a preview, and a JPEG. */
const PREVIEW_IMAGE = 1;
const JPEG = 1;

/** ComfyUI's websocket, `/ws?clientId=…`, on the HTTP server's port. */
export class ComfySocket {
  readonly #sockets = new WebSocketServer({ noServer: true });
  readonly #clients = new Map<string, WebSocket>();
  readonly #comfy: ComfyUi;

  constructor(server: Server, comfy: ComfyUi) {
    this.#comfy = comfy;
    comfy.listen((event, audience) => {
      this.#tell(event, audience);
    });
    server.on('upgrade', (request, socket: Duplex, head) => {
      const url = new URL(request.url ?? '/', 'http://127.0.0.1');
      if (url.pathname !== '/ws' && url.pathname !== '/api/ws') {
        socket.end('HTTP/1.1 404 Not Found\r\n\r\n');
        return;
      }
      // A client without an id, or with an empty one, is given one.
      const asked = url.searchParams.get('clientId') ?? '';
      const client = asked === '' ? randomUUID().replaceAll('-', '') : asked;
      this.#sockets.handleUpgrade(request, socket, head, (connection) => {
        this.#greet(client, connection);
      });
    });
  }

  /** How many clients are connected. */
  get clients(): readonly string[] {
    return [...this.#clients.keys()];
  }

  /** Breaks every connection, as a dying proxy does. */
  drop(): void {
    for (const socket of this.#sockets.clients) socket.terminate();
  }

  close(): void {
    this.drop();
    this.#sockets.close();
  }

  #greet(client: string, socket: WebSocket): void {
    // One that comes back takes over its place; the old connection hears nothing more.
    this.#clients.set(client, socket);
    socket.on('error', () => {
      socket.terminate();
    });
    socket.on('close', () => {
      if (this.#clients.get(client) === socket) this.#clients.delete(client);
    });
    socket.send(encode({ type: 'status', data: { ...this.#comfy.status, sid: client } }));
  }

  #tell(event: ComfyEvent, { client, orEverybody }: Audience): void {
    const frame = encode(event);
    if (client !== undefined) this.#clients.get(client)?.send(frame);
    else if (orEverybody) for (const socket of this.#clients.values()) socket.send(frame);
  }
}

function encode(event: ComfyEvent): string | Buffer {
  if (!('jpeg' in event)) return JSON.stringify(event);
  const head = Buffer.alloc(8);
  head.writeUInt32BE(PREVIEW_IMAGE, 0);
  head.writeUInt32BE(JPEG, 4);
  return Buffer.concat([head, event.jpeg]);
}
