import './required-node.ts';
import { setTimeout as sleep } from 'node:timers/promises';
import { REST } from 'discord.js';
import { pino } from 'pino';
import {
  confirmed,
  failWith,
  ignoreClosedPipes,
  parseArguments,
  UsageError,
} from './command-line/program.ts';
import { type Config, ConfigError, loadConfig } from './config/config.ts';
import { serverUrl } from './config/variables.ts';
import {
  changeInteractionsUrl,
  currentInteractions,
  UnverifiedUrl,
} from './discord/intake/interactions-url.ts';
import { type InteractionsSettings, restOptions } from './discord/rest/rest.ts';
import { DiscordTime } from './discord/rest/discord-time.ts';
import { whyNotStarted } from './discord/rest/start-failures.ts';
import { systemClock } from './engines/clock.ts';
import { Turns } from './engines/turns.ts';
import type { HttpApp } from './http/app.ts';
import { PortRefused } from './http/port-refused.ts';
import type { HttpServer, HttpServerOptions } from './http/server.ts';

const HELP = `npm run intake                  says how Discord delivers interactions
npm run intake -- http URL      has Discord post them to URL, which must lead to HTTP_PORT
npm run intake -- gateway       has Discord send them to the gateway

  -y, --yes   does not ask
  --help      this text

Without URL, PUBLIC_URL is used. Discord sends a PING to the address before it takes it, which this program
answers at HTTP_PORT unless a bot does. Until then it answers /readyz at METRICS_PORT, if that is set.

Exit code: 0 done; 1 not changed; 2 wrong arguments.
`;

/** How long a load balancer may take to see that this program is ready. */
const SEEN_WITHIN_MS = 5_000;

ignoreClosedPipes();
const silent = pino({ enabled: false });

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

try {
  process.exitCode = await run(process.argv.slice(2));
} catch (error) {
  const reason = whyNotStarted(error);
  if (reason === undefined) failWith(error, [ConfigError, PortRefused, UnverifiedUrl]);
  else {
    process.stderr.write(`${reason}\n`);
    process.exitCode = 1;
  }
}

async function run(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArguments('intake', {
    args: [...args],
    allowPositionals: true,
    options: { yes: { type: 'boolean', short: 'y' }, help: { type: 'boolean', short: 'h' } },
  });
  if (values.help === true) {
    process.stdout.write(HELP);
    return 0;
  }
  const [kind, given, ...more] = positionals;
  const isKnown =
    kind === undefined || kind === 'http' || (kind === 'gateway' && given === undefined);
  if (!isKnown || more.length > 0) throw new UsageError('See npm run intake -- --help.');
  const config = loadConfig();
  const { apiUrl, token } = config.discord;
  const discord = new DiscordTime({ clock: systemClock, logger: silent });
  const rest = new REST(restOptions(apiUrl, { onDate: discord.note })).setToken(token);
  const before = await currentInteractions(rest);
  if (kind === undefined) {
    say(described(before.url));
    return 0;
  }
  const url = kind === 'http' ? await endpointUrl(given ?? config.publicUrl) : undefined;
  if (url === before.url) {
    say(`${described(url)} Nothing was changed.`);
    return 0;
  }
  if (values.yes !== true && !(await isConfirmed(question(url)))) {
    say('Nothing was changed.');
    return 1;
  }
  await change(rest, url, { config, before, discord });
  say(`${described(url)} Start the bot with INTAKE=${kind}.`);
  return 0;
}

async function isConfirmed(text: string): Promise<boolean> {
  const interrupted = new AbortController();
  const interrupt = () => {
    interrupted.abort(new UsageError('Interrupted: nothing was changed.'));
  };
  process.once('SIGINT', interrupt);
  try {
    return await confirmed(text, interrupted.signal);
  } finally {
    process.off('SIGINT', interrupt);
  }
}

function described(url: string | undefined): string {
  return url === undefined
    ? 'Discord sends interactions to the gateway.'
    : `Discord posts interactions to ${url}.`;
}

function question(url: string | undefined): string {
  return url === undefined
    ? 'A bot with INTAKE=http gets no interactions from then on. Send them to the gateway?'
    : `A bot with INTAKE=gateway gets no interactions from then on. Post them to ${url}?`;
}

/** The address that Discord is given. @throws UsageError. */
async function endpointUrl(given: string | undefined): Promise<string> {
  const url = serverUrl.safeParse(given).data;
  if (url === undefined) {
    throw new UsageError(
      given === undefined || given === ''
        ? 'Name the https address that leads to HTTP_PORT: npm run intake -- http https://bot.example.com'
        : `${given} is not an https address.`,
    );
  }
  const { INTERACTIONS_PATH } = await import('./http/interactions.ts');
  return url.endsWith(INTERACTIONS_PATH) ? url : `${url}${INTERACTIONS_PATH}`;
}

interface Present {
  readonly config: Pick<Config, 'http' | 'metrics'>;
  readonly before: Pick<InteractionsSettings, 'publicKey'>;
  readonly discord: Pick<DiscordTime, 'aheadMs'>;
}

async function change(rest: REST, url: string | undefined, present: Present): Promise<void> {
  if (url === undefined) {
    await changeInteractionsUrl(rest, url);
    return;
  }
  const pings = await answerPings(present);
  const health = await answerHealthChecks(present).catch(async (error: unknown) => {
    await pings?.close();
    throw error;
  });
  try {
    await changeInteractionsUrl(rest, url).catch(async (error: unknown) => {
      if (!health || !(error instanceof UnverifiedUrl)) throw error;
      await sleep(SEEN_WITHIN_MS);
      await changeInteractionsUrl(rest, url);
    });
  } finally {
    await Promise.all([pings?.close(), health?.close()]);
  }
}

/**
 * Answers Discord's PING at HTTP_PORT, unless a bot has the port.
 *
 * @throws ConfigError without HTTP_PORT, and PortRefused.
 */
async function answerPings({ config, before, discord }: Present): Promise<HttpServer | undefined> {
  const { host, port } = config.http;
  const { publicKey } = before;
  if (port === undefined) {
    throw new ConfigError(['HTTP_PORT is missing: the port for interactions']);
  }
  if (publicKey === undefined) throw new TypeError('Discord gave no public key');
  const { interactionRoutes } = await import('./http/interactions.ts');
  const clockAheadMs = () => discord.aheadMs;
  return listen({ of: 'HTTP', host, port }, (app) => {
    // Interactions that come before the bot is started are not answered.
    interactionRoutes(app, { publicKey, take: () => false, clock: systemClock, clockAheadMs });
  });
}

/** A load balancer passes the PING on only to what is ready. @throws PortRefused. */
async function answerHealthChecks({ config }: Present): Promise<HttpServer | undefined> {
  const { host, port } = config.metrics;
  if (port === undefined) return undefined;
  return listen({ of: 'METRICS', host, port }, (app) => {
    app.get('/readyz', (c) => c.json({ ready: true }));
  });
}

/** `undefined` if another program, such as a bot, has the port. @throws PortRefused. */
async function listen(
  at: Pick<HttpServerOptions, 'of' | 'host' | 'port'>,
  route: (app: HttpApp) => void,
): Promise<HttpServer | undefined> {
  const { newHttpApp } = await import('./http/app.ts');
  const { openHttpServer } = await import('./http/server.ts');
  const app = newHttpApp(silent);
  route(app);
  const halt = AbortSignal.abort();
  const turns = new Turns();
  return openHttpServer({ ...at, app, turns, halt, logger: silent }).catch((error: unknown) => {
    if (error instanceof PortRefused && error.isTaken) return undefined;
    throw error;
  });
}
