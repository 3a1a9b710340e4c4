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
  /** The keys and tokens of this run, hidden in any form. */
  readonly secrets?: readonly string[];
  /** Where lines go. Default: standard output, prettified on a terminal. */
  readonly destination?: DestinationStream;
}

/** Logs one JSON object per line, without secrets at any depth. */
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
      // Scrub every line again, for what no serializer saw.
      hooks: { streamWrite: (line) => scrub.line(line) },
    },
    destination,
  );
}

/** How many times in a row, for 100 ms each, shutdown waits for a slow reader. */
const MAX_WAITS = 10;
/** How long unread lines are left before the next attempt. */
const RECHECK_MS = 100;
/** How many bytes are buffered for a slow reader. Further lines are dropped. */
const MAX_BUFFERED_BYTES = 4 * 1024 * 1024;

/**
 * Writes each line before the call returns while the reader keeps up. So lines stay in order, and none is
 * lost at shutdown. The log never blocks pictures: only shutdown waits for a stalled reader, and a full disk
 * is reported on standard error.
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
  // The original retries forever on a full disk. pino calls this after a fatal line.
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
