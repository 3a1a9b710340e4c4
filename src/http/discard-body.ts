import type { IncomingMessage } from 'node:http';

/** A status answer with the largest pictures has less. */
const MOST_BODY_BYTES = 16 * 1024 * 1024;

/**
 * Lets a request's body come in and go, and cuts the connection where there is too much of it. Resolves at once
 * where the request may be answered before that: not where its sender wants the connection closed, which would
 * cut off what is still to come, and have the sender take the answer for a failure.
 */
export async function discardBody(incoming: IncomingMessage): Promise<void> {
  let bytes = 0;
  const over = new Promise<void>((resolve) => {
    incoming.once('close', resolve).once('end', resolve);
  });
  incoming.on('error', () => undefined);
  incoming.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > MOST_BODY_BYTES) incoming.socket.destroy();
  });
  if (!isKeptOpen(incoming)) await over;
}

function isKeptOpen({ httpVersion, headers: { connection = '' } }: IncomingMessage): boolean {
  return httpVersion === '1.1' && !/\bclose\b/i.test(connection);
}
