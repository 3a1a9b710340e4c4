/** Ids are drawn from 31^8, so this many collisions in a row do not happen. */
const MOST_ATTEMPTS = 5;

/** Thrown if a new row's id is taken. */
export class IdTaken extends Error {
  override readonly name = 'IdTaken';

  constructor(id: string) {
    super(`the id ${id} is taken`);
  }
}

/** Writes a row under a random id. Draws again if that is taken. */
export async function withFreeId<T>(
  draw: () => string,
  write: (id: string) => Promise<T>,
): Promise<T> {
  for (let attempts = 1; ; attempts += 1) {
    try {
      return await write(draw());
    } catch (error) {
      if (!(error instanceof IdTaken) || attempts === MOST_ATTEMPTS) throw error;
    }
  }
}
