import { pino, type DestinationStream, type Logger } from 'pino';
import pretty from 'pino-pretty';
import { serializeError } from './logged-error.ts';
import { createScrub } from './scrub.ts';

export type { Logger } from 'pino';
export { serializeError, type LoggedError } from './logged-error.ts';

const REDACTED = [
  'token',
  'interactionToken',
  'authorization',
  'apiKey',
  'prompt',
  'settings',
  'params',
  'wanted',
  'face',
];

export interface LoggerOptions {
  /** Keys and tokens of this run: hidden wherever they turn up, in whatever form. */
  readonly secrets?: readonly string[];
  /** Where lines go. Default: standard output, pretty where that is a terminal. */
  readonly destination?: DestinationStream;
}

/** One JSON object a line, with no secret in it at any level. */
export function createLogger(
  level: string,
  { secrets = [], destination = standardOutput() }: LoggerOptions = {},
): Logger {
  const scrub = createScrub(secrets);
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      serializers: { err: (thrown: unknown) => serializeError(thrown, scrub.text) },
      redact: { paths: REDACTED.flatMap((name) => [name, `*.${name}`]), censor: '…' },
      // The last word on every line, for what no serializer saw.
      hooks: { streamWrite: (line) => scrub.line(line) },
    },
    destination,
  );
}

/** So often, for 100 ms each, is waited in a row for whoever reads the lines, at the end. */
const MOST_WAITS = 10;
/** Until then what is not read yet is left alone. */
const LOOK_AGAIN_MS = 100;
/** How much of what is not read is kept until it is, in bytes; lines beyond it are dropped. */
const MOST_KEPT = 4 * 1024 * 1024;

/**
 * Written before the call returns, where whoever reads it keeps up: lines keep their order, and
 * none is lost at the end. Whatever becomes of the log, pictures are made: a reader that stalls is
 * waited for only at the end, a full disk is told on standard error.
 */
function standardOutput(): DestinationStream {
  if (process.stdout.isTTY) return pretty({ sync: true, ignore: 'pid,hostname' });
  let flushing = false;
  let waits = 0;
  let said = false;
  let failing = false;
  const output = pino.destination({
    dest: 1,
    sync: true,
    maxLength: MOST_KEPT,
    retryEAGAIN: () => flushing && (waits += 1) <= MOST_WAITS,
  });
  output.on('write', (bytes: number) => {
    if (bytes === 0) return;
    waits = 0;
    failing = false;
  });
  output.on('error', ({ code }: NodeJS.ErrnoException) => {
    if (code === 'EAGAIN') {
      setTimeout(() => {
        output.flush();
      }, LOOK_AGAIN_MS).unref();
      return;
    }
    failing = true;
    if (!said) process.stderr.write(`The log cannot be written (${code ?? 'unknown reason'}).\n`);
    said = true;
  });
  // Its own tries for ever where the disk is full. pino calls it after a fatal line.
  const flush = output.flushSync.bind(output);
  output.flushSync = () => {
    if (failing) return;
    flushing = true;
    try {
      flush();
    } finally {
      flushing = false;
    }
  };
  process.once('exit', () => {
    output.flushSync();
  });
  return output;
}
