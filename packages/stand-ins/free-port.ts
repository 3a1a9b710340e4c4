import { once } from 'node:events';
import { createServer } from 'node:net';

/** A port of this machine on which nobody listens just now. */
export async function freePort(): Promise<string> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new TypeError('it has no port');
  server.close();
  await once(server, 'close');
  return String(address.port);
}
