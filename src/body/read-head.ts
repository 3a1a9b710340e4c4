import type { Dispatcher } from 'undici';
import { BodyReader } from './body-reader.ts';

/** The first bytes of an answer's body, or all of it where it is shorter. The connection is closed then. */
export async function readHead(
  { body }: Pick<Dispatcher.ResponseData, 'body'>,
  bytes: number,
): Promise<Buffer> {
  const reader = new BodyReader(body);
  try {
    await reader.endsWithin(bytes - 1);
    return reader.takeBytes().subarray(0, bytes);
  } finally {
    body.destroy();
  }
}
