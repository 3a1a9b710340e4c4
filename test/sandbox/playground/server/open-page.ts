import { EventEmitter, once } from 'node:events';
import { onTestFinished } from 'vitest';
import { WebSocket, type ClientOptions } from 'ws';
import type { PlaygroundEvent } from '../../../../packages/stand-ins/playground/wire.ts';

/** What a page hears over its WebSocket. */
export class OpenPage {
  readonly events: PlaygroundEvent[] = [];
  readonly socket: WebSocket;
  readonly closed: Promise<unknown>;
  readonly #heard = new EventEmitter<{ event: [] }>();

  constructor(socket: WebSocket) {
    this.socket = socket;
    this.closed = once(socket, 'close');
    socket.on('error', () => undefined);
    socket.on('message', (data: Buffer) => {
      this.events.push(JSON.parse(data.toString()) as PlaygroundEvent);
      this.#heard.emit('event');
    });
  }

  /** The first event that fits, now or later. */
  async waitFor(fits: (event: PlaygroundEvent) => boolean): Promise<PlaygroundEvent> {
    for (;;) {
      const found = this.events.find(fits);
      if (found) return found;
      await once(this.#heard, 'event');
    }
  }
}

/** Opens a page's WebSocket, and waits for everything that it is told first. */
export async function openPage(url: string, options: ClientOptions = {}): Promise<OpenPage> {
  const socket = new WebSocket(`${url.replace(/^http/, 'ws')}/live`, options);
  const page = new OpenPage(socket);
  onTestFinished(() => {
    socket.terminate();
  });
  await page.waitFor(() => true);
  return page;
}
