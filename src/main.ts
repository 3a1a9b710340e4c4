import './required-node.ts';
import { type Serving, startBot } from './bot/bot.ts';
import { startWatchdog } from './bot/watchdog.ts';
import { type Config, ConfigError, loadConfig } from './config/config.ts';
import { whyNotStarted } from './discord/rest/start-failures.ts';
import { systemClock } from './engines/clock.ts';
import { giveBackMemory, steadyHeapGrowth } from './engines/memory.ts';
import { PortRefused } from './http/port-refused.ts';
import { createLogger } from './logger/logger.ts';
import { openScreening, type Screening, TermListError } from './screening/open-screening.ts';

/** A bot exits within this time after it has begun to stop, whatever happens. */
const LONGEST_STOP_MS = 8_000;

/** Loads the configuration, or exits with every invalid variable. */
function configOrExit(): Config {
  try {
    return loadConfig();
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  }
}

/** Opens the screening of prompts, or exits with the unreadable list. */
function screeningOrExit({ screeningTermsFolder }: Config): Screening {
  try {
    return openScreening(screeningTermsFolder);
  } catch (error) {
    if (!(error instanceof TermListError)) throw error;
    const source = screeningTermsFolder === undefined ? '' : ' (with SCREENING_TERMS_DIR)';
    process.stderr.write(`The screening terms${source} cannot be used: ${error.message}\n`);
    process.exit(1);
  }
}

function passwordOf(url: string | undefined): string {
  return url === undefined ? '' : decodeURIComponent(new URL(url).password);
}

const config = configOrExit();
const { pictureStore } = config;
const logger = createLogger(config.logLevel, {
  secrets: [
    config.discord.token,
    config.runpod.apiKey,
    passwordOf(config.databaseUrl),
    ...(pictureStore.place === 'bucket'
      ? [pictureStore.bucket.accessKeyId, pictureStore.bucket.secretAccessKey]
      : []),
  ],
});

function die(error: unknown, what: string): never {
  logger.fatal({ err: error }, what);
  process.exit(1);
}

/** Exits with a line that says what to fix. Stack traces only help debugging. */
function refuse(error: unknown, line: string): never {
  if (logger.isLevelEnabled('debug')) logger.fatal({ err: error }, line);
  else if (logger.isLevelEnabled('fatal')) logger.fatal(line);
  else process.stderr.write(`${line}\n`);
  process.exit(1);
}

process.on('uncaughtException', (error) => die(error, 'uncaught error'));

const screening = screeningOrExit(config);
giveBackMemory();
steadyHeapGrowth();

const aborting = new AbortController();
let serving: Serving | undefined;
const starting = startBot({
  config,
  screening,
  logger,
  clock: systemClock,
  onLost: (reason, { inGoodOrder = false } = {}) => {
    if (!inGoodOrder) refuse(undefined, reason);
    logger.fatal(reason);
    stop(1);
  },
  onServing: (bot) => {
    serving = bot;
  },
  watch: () => startWatchdog({ logger }),
  signal: aborting.signal,
});

function onSignal(signal: NodeJS.Signals): void {
  // A second signal has no listener and ends the process at once.
  process.off('SIGINT', onSignal).off('SIGTERM', onSignal);
  logger.info({ signal }, 'stopping');
  void Promise.resolve(serving?.giveWay(aborting.signal)).then(() => {
    stop(0);
  });
}

let exitCode: number | undefined;

function stop(code: number): void {
  const isStopping = exitCode !== undefined;
  exitCode = Math.max(exitCode ?? 0, code);
  if (isStopping) return;
  // The next start resumes whatever a hanging start has begun.
  setTimeout(() => process.exit(exitCode), LONGEST_STOP_MS);
  aborting.abort();
  starting
    .then(
      (bot) => bot.stop(),
      () => undefined,
    )
    .then(
      () => {
        logger.info('stopped');
        process.exit(exitCode);
      },
      (error: unknown) => die(error, 'did not stop cleanly'),
    );
}

process.on('SIGINT', onSignal).on('SIGTERM', onSignal);
starting.catch((error: unknown) => {
  if (aborting.signal.aborted) return;
  const line = error instanceof PortRefused ? error.message : whyNotStarted(error);
  if (line === undefined) die(error, 'could not start');
  refuse(error, line);
});
