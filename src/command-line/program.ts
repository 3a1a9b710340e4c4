import { once } from 'node:events';
import { createInterface } from 'node:readline/promises';
import { parseArgs, type ParseArgsConfig } from 'node:util';

/** Thrown for invalid arguments. The message is one sentence. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** The arguments of `npm run <program>` cannot be parsed. */
export function unknownArguments(program: string, cause?: unknown): UsageError {
  return new UsageError(`Wrong arguments: see npm run ${program} -- --help.`, { cause });
}

/** Parses arguments by `node:util`'s rules. @throws UsageError. */
export function parseArguments<T extends ParseArgsConfig>(program: string, config: T) {
  try {
    return parseArgs(config);
  } catch (cause) {
    throw unknownArguments(program, cause);
  }
}

/** The arguments of a program that takes one optional file name. */
export interface FileArgument {
  readonly help: boolean;
  readonly file: string | undefined;
}

/**
 * Parses the arguments after the script's name. A file name that starts with a hyphen follows `--`.
 *
 * @throws UsageError.
 */
export function readFileArgument(program: string, args: readonly string[]): FileArgument {
  const { values, positionals } = parseArguments(program, {
    args: [...args],
    allowPositionals: true,
    options: { help: { type: 'boolean', short: 'h' } },
  });
  const { help = false } = values;
  const [file, ...more] = positionals;
  if (file === '' || more.length > 0) throw unknownArguments(program);
  return { help, file };
}

/** An error class whose message is a sentence for the user of the program. */
type ReportedError = abstract new (...args: never[]) => Error;

/**
 * Prints an expected error and sets the exit code: 2 for invalid arguments, 1 for the classes in `reported`.
 *
 * @throws any other error unchanged.
 */
export function failWith(error: unknown, reported: readonly ReportedError[]): void {
  const isUsage = error instanceof UsageError;
  const isReported = isUsage || reported.some((type) => error instanceof type);
  if (!isReported || !(error instanceof Error)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = isUsage ? 2 : 1;
}

/**
 * Keeps the program running after the reader of its output has closed the pipe, so that the exit code stays
 * meaningful.
 */
export function ignoreClosedPipes(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
    });
  }
}

/**
 * Asks a question in the terminal. False without a yes. Ctrl-C interrupts the program.
 *
 * @throws the signal's reason.
 */
export async function confirmed(question: string, signal: AbortSignal): Promise<boolean> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  // The terminal is in raw mode, so Ctrl-C is a key and no signal.
  terminal.on('SIGINT', () => process.emit('SIGINT'));
  const closed = once(terminal, 'close').then(() => '');
  try {
    const answer = await Promise.race([
      terminal.question(`${question} [y/N] `, { signal }),
      closed,
    ]);
    return /^y(?:es)?$/i.test(answer.trim());
  } catch (error) {
    signal.throwIfAborted();
    // Ctrl-D: the input is over.
    if (error instanceof Error && error.name === 'AbortError') return false;
    throw error;
  } finally {
    terminal.close();
  }
}
