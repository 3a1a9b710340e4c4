/** Ids are drawn from 31^8: that many in a row are never taken. */
const MOST_DRAWS = 5;

/** Thrown where a row is to be written under an id that another one has. */
export class IdTaken extends Error {
  override readonly name = 'IdTaken';

  constructor(id: string) {
    super(`${id} is the id of something else`);
  }
}

/** Writes something down under an id of its own: one that is taken already is drawn again. */
export async function withFreeId<T>(
  draw: () => string,
  write: (id: string) => Promise<T>,
): Promise<T> {
  for (let draws = 1; ; draws += 1) {
    try {
      return await write(draw());
    } catch (error) {
      if (!(error instanceof IdTaken) || draws === MOST_DRAWS) throw error;
    }
  }
}
