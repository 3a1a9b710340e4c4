/**
 * Waits for a call that cannot be aborted. On an abort it is abandoned.
 * @throws the signal's reason, and what the call throws.
 */
export async function unlessAborted<T>(call: () => Promise<T>, signal: AbortSignal): Promise<T> {
  signal.throwIfAborted();
  const done = new AbortController();
  const aborted = new Promise<never>((_, reject) => {
    const onAbort = () => {
      reject(signal.reason instanceof Error ? signal.reason : new Error('aborted'));
    };
    signal.addEventListener('abort', onAbort, { signal: done.signal });
  });
  try {
    return await Promise.race([call(), aborted]);
  } finally {
    done.abort();
  }
}
