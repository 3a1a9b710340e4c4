/** Codes for a file that is not there, or not readable here; another try would give the same. */
const GONE: ReadonlySet<unknown> = new Set([
  'ENOENT',
  'ENOTDIR',
  'EISDIR',
  'EACCES',
  'EPERM',
  'EIO',
]);

/** A job's picture that cannot be sent as it should be. */
export class PictureUnusable extends Error {
  override readonly name = 'PictureUnusable';
  /** `too_large`: as it is, or in any size. */
  readonly failure: 'picture_gone' | 'too_large';

  constructor(failure: PictureUnusable['failure'], cause?: unknown) {
    super(failure === 'picture_gone' ? 'its file is not there' : 'it is too large', { cause });
    this.failure = failure;
  }
}

/** @throws PictureUnusable where the file is gone, and else what the disk says. */
export async function orUnusable<T>(reading: Promise<T>): Promise<T> {
  return reading.catch((cause: unknown) => {
    throw unusable(cause);
  });
}

/** The same for a file that is read while it is sent. */
export async function* piecesOrUnusable<T>(pieces: AsyncIterable<T>): AsyncGenerator<T> {
  try {
    yield* pieces;
  } catch (cause) {
    throw unusable(cause);
  }
}

function unusable(cause: unknown): unknown {
  const isGone = cause instanceof Error && 'code' in cause && GONE.has(cause.code);
  return isGone ? new PictureUnusable('picture_gone', cause) : cause;
}
