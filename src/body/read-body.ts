import type { Dispatcher } from 'undici';
import { BodyReader } from './body-reader.ts';

/** A body is larger than the caller is willing to read. */
export class BodyTooLarge extends Error {
  override readonly name = 'BodyTooLarge';

  constructor(largestBytes: number) {
    super(`the body exceeded ${largestBytes} bytes`);
  }
}

/**
 * The whole body of an answer. Throws {@link BodyTooLarge} if its head announces, or its body has,
 * more than this many bytes. The connection is closed then, and after any other failure.
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

/** The length that an answer's head announces; NaN if it does not, as not every server has to. */
export function saidLength(headers: Dispatcher.ResponseData['headers']): number {
  const length = headers['content-length'];
  return Number((Array.isArray(length) ? length[0] : length) ?? NaN);
}
