/** Queries that a server has not answered yet. On SQLite there are none: it answers at once. */
let underWay = 0;

/** Counts a query, until it is answered. */
export async function countQuery<T>(answer: Promise<T>): Promise<T> {
  underWay += 1;
  try {
    return await answer;
  } finally {
    underWay -= 1;
  }
}

export function queriesUnderWay(): number {
  return underWay;
}
