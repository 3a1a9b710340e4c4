import { pino, type DestinationStream, type Logger } from 'pino';
import pretty from 'pino-pretty';
import { serializeError } from './logger/logged-error.ts';
import { createScrub } from './logger/scrub.ts';

export type { Logger } from 'pino';
export { serializeError, type LoggedError } from './logger/logged-error.ts';

const REDACTED = [
  'token',
  'interactionToken',
  'authorization',
  'apiKey',
  'prompt',
  'settings',
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

/** Written before the call returns: lines keep their order, and none is lost at the end. */
function standardOutput(): DestinationStream {
  if (process.stdout.isTTY) return pretty({ sync: true, ignore: 'pid,hostname' });
  const output = pino.destination({ dest: 1, sync: true });
  let said = false;
  // Pictures are made all the same while the disk that the log goes to is full.
  output.on('error', ({ code }: NodeJS.ErrnoException) => {
    if (!said) process.stderr.write(`The log cannot be written (${code ?? 'unknown reason'}).\n`);
    said = true;
  });
  return output;
}
