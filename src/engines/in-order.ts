/**
 * Waits for work that runs at the same time, and returns its results.
 *
 * @throws the error of the first one in this order that failed, whichever failed first.
 */
export async function allInOrder<T extends readonly unknown[]>(work: {
  readonly [K in keyof T]: Promise<T[K]>;
}): Promise<T> {
  const ends = await Promise.allSettled(work);
  for (const end of ends) if (end.status === 'rejected') throw end.reason;
  return Promise.all(work) as Promise<unknown> as Promise<T>;
}
