/** Thrown for a command line that makes no sense; its message is one sentence. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** A command that the program `npm run <program>` cannot make anything of. */
export function unknownArguments(program: string, cause?: unknown): UsageError {
  return new UsageError(`That is not understood: see npm run ${program} -- --help.`, { cause });
}

/** A sort of error whose message is a sentence for whoever runs the program. */
type ReportedError = abstract new (...args: never[]) => Error;

/**
 * Says what is wrong, and has the program end with 2 where its arguments were not understood, and with 1 for an error of the
 * sorts that are told.
 *
 * @throws any other error as it is.
 */
export function failWith(error: unknown, reported: readonly ReportedError[]): void {
  const isUsage = error instanceof UsageError;
  const isReported = isUsage || reported.some((sort) => error instanceof sort);
  if (!isReported || !(error instanceof Error)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = isUsage ? 2 : 1;
}

/** Has this program go on where whoever read what it says has gone: its exit code still says how it stands. */
export function ignoreClosedPipes(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
    });
  }
}
