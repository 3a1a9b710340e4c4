import { once } from 'node:events';
import {
  createServer,
  type IncomingMessage,
  request,
  type Server,
  type ServerResponse,
} from 'node:http';
import { buffer } from 'node:stream/consumers';

/** Passes requests on to several ports in turn, and to the next one where nothing answers. */
export class LoadBalancer {
  readonly port: number;
  readonly #server: Server;
  #targets: readonly number[] = [];
  #next = 0;

  private constructor(server: Server, port: number) {
    this.#server = server;
    this.port = port;
    server.on('request', (incoming: IncomingMessage, outgoing: ServerResponse) => {
      void this.#pass(incoming, outgoing);
    });
  }

  static async open(): Promise<LoadBalancer> {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    return new LoadBalancer(server, typeof address === 'object' ? (address?.port ?? 0) : 0);
  }

  leadTo(ports: readonly number[]): void {
    this.#targets = ports;
  }

  close(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }

  async #pass(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const body = await buffer(incoming).catch(() => undefined);
    // The client is gone.
    if (!body) return;
    for (let tries = this.#targets.length; tries > 0; tries -= 1) {
      const port = this.#targets[this.#next++ % this.#targets.length] ?? 0;
      const answer = await this.#send(port, incoming, body).catch(() => undefined);
      if (!answer) continue;
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.on('error', () => outgoing.destroy());
      answer.pipe(outgoing);
      return;
    }
    outgoing.writeHead(502).end();
  }

  async #send(port: number, { method, url, headers }: IncomingMessage, body: Buffer) {
    const onward = request({ host: '127.0.0.1', port, method, path: url, headers, agent: false });
    // A process that is killed may reset the connection after its answer, which reports that itself.
    onward.on('error', () => undefined);
    onward.end(body);
    const [answer] = (await once(onward, 'response')) as [IncomingMessage];
    return answer;
  }
}
