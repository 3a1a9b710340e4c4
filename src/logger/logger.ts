import { pino, type DestinationStream, type Logger } from 'pino';
import pretty from 'pino-pretty';
import { createScrub, serializeError } from './redaction.ts';

export type { Logger } from 'pino';

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
  /** The keys and tokens of this run: hidden wherever they turn up, in any form. */
  readonly secrets?: readonly string[];
  /** Where lines go. Default: standard output, prettified if that is a terminal. */
  readonly destination?: DestinationStream;
}

/** One JSON object per line, without a secret at any depth. */
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
      // A last look at every line, for what no serializer saw.
      hooks: { streamWrite: (line) => scrub.line(line) },
    },
    destination,
  );
}

/** How many times in a row, for 100 ms each, the end waits for a slow reader. */
const MAX_WAITS = 10;
/** Until then, lines that have not been read yet are left alone. */
const RECHECK_MS = 100;
/** How many bytes are kept for a reader that falls behind; further lines are dropped. */
const MAX_BUFFERED_BYTES = 4 * 1024 * 1024;

/**
 * A line is written before the call returns, as long as its reader keeps up: lines stay in order, and
 * none is lost at the end. Whatever happens to the log, pictures are made: only the end waits for a
 * reader that stalls, and a full disk is reported on standard error.
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
    maxLength: MAX_BUFFERED_BYTES,
    retryEAGAIN: () => flushing && (waits += 1) <= MAX_WAITS,
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
      }, RECHECK_MS).unref();
      return;
    }
    failing = true;
    if (!said) process.stderr.write(`The log cannot be written (${code ?? 'unknown reason'}).\n`);
    said = true;
  });
  // The original would try for ever on a full disk. pino calls this after a fatal line.
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
