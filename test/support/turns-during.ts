/** How many turns the event loop gets while something is worked on. */
export async function turnsDuring(work: Promise<unknown>): Promise<number> {
  const over = new AbortController();
  const end = () => {
    over.abort();
  };
  work.then(end, end);
  let turns = 0;
  for (; !over.signal.aborted; turns += 1) await new Promise(setImmediate);
  return turns;
}
