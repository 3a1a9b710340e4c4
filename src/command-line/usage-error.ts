/** Thrown for a command line that makes no sense; its message is one sentence. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** A command that the program `npm run <program>` cannot make anything of. */
export function notUnderstood(program: string, cause?: unknown): UsageError {
  return new UsageError(`That is not understood: see npm run ${program} -- --help.`, { cause });
}
