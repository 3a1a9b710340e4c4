/** Thrown for a command line that makes no sense; its message is one sentence. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
