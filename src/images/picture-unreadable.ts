/** A file that cannot be decoded, at least not within the time and memory that a picture may take. */
export class PictureUnreadable extends Error {
  override readonly name = 'PictureUnreadable';
}

/** What `work` makes of a picture. Rejects with PictureUnreadable if it fails. */
export async function readable<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    throw new PictureUnreadable(cause instanceof Error ? cause.message : String(cause), { cause });
  }
}
