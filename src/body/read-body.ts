import type { Dispatcher } from 'undici';
import { BodyReader } from './body-reader.ts';

/** A body has more bytes than are read of it. */
export class BodyTooLarge extends Error {
  override readonly name = 'BodyTooLarge';

  constructor(largestBytes: number) {
    super(`the body exceeded ${largestBytes} bytes`);
  }
}

/**
 * The whole body of an answer. Throws {@link BodyTooLarge} where the head names, or the body has,
 * more than so many bytes; then, and after any other failure, its connection is closed.
 */
export async function readBody(
  { headers, body }: Pick<Dispatcher.ResponseData, 'headers' | 'body'>,
  largestBytes: number,
): Promise<Buffer> {
  const reader = new BodyReader(body);
  try {
    const isSmall = !(saidLength(headers) > largestBytes);
    if (isSmall && (await reader.endsWithin(largestBytes))) return reader.takeBytes();
    throw new BodyTooLarge(largestBytes);
  } catch (error) {
    body.destroy();
    throw error;
  }
}

/** The length that an answer's head names; NaN where it names none, as not every server does. */
export function saidLength(headers: Dispatcher.ResponseData['headers']): number {
  const length = headers['content-length'];
  return Number((Array.isArray(length) ? length[0] : length) ?? NaN);
}
