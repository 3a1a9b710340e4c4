import { UsageError } from './usage-error.ts';

/** A sort of error whose message is a sentence for whoever runs the program. */
type Told = abstract new (...args: never[]) => Error;

/**
 * Says what is wrong, and has the program end with 2 where its arguments were not understood, and with 1 for an error of the
 * sorts that are told.
 *
 * @throws any other error as it is.
 */
export function failWith(error: unknown, told: readonly Told[]): void {
  const isUsage = error instanceof UsageError;
  const isTold = isUsage || told.some((sort) => error instanceof sort);
  if (!isTold || !(error instanceof Error)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = isUsage ? 2 : 1;
}
