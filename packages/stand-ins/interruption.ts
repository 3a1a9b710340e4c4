/** Somebody asked the process to end. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';
}

/**
 * Aborts with {@link Interrupted} at the first SIGINT, SIGTERM or SIGHUP. Further ones change
 * nothing: the bot is already being stopped, which takes seconds at most.
 */
export function interruption(): AbortSignal {
  const interrupted = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      interrupted.abort(new Interrupted(signal));
    });
  }
  return interrupted.signal;
}
