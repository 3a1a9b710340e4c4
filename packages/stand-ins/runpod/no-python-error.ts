/** Thrown where this machine's Python cannot run the worker; the message says what it lacks. */
export class NoPythonError extends Error {
  override readonly name = 'NoPythonError';
}
