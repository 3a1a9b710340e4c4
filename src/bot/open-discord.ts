import { menuOf } from '../../commands/generation-commands.ts';
import { handlersFor } from '../../commands/index.ts';
import { Connection } from '../discord/intake/gateway.ts';
import { Receiver } from '../discord/intake/receiver.ts';
import { StandBy } from '../discord/intake/stand-by.ts';
import {
  definitionsOf,
  registerCommands,
  RegisteredPlaces,
} from '../discord/intake/registration.ts';
import { DiscordTime } from '../discord/rest/discord-time.ts';
import { Messages } from '../discord/rest/messages.ts';
import { RefusedCalls } from '../discord/rest/refused-calls.ts';
import {
  askForGateway,
  closeRestClients,
  currentIdentity,
  divideLimit,
  openRestClients,
  RestCalls,
} from '../discord/rest/rest.ts';
import {
  intakeMismatch,
  isFinal,
  retryAtStart,
  whyNotStarted,
} from '../discord/rest/start-failures.ts';
import { DatabaseError } from '../store/database-files.ts';
import { type Processes, sharersOf } from '../store/processes.ts';
import type { BotOptions } from './bot.ts';
import { CutOff, watchCutOff } from './cut-off.ts';
import { intakeNameOf, type Opening } from './lifecycle.ts';
import { openAnswers } from './open-answers.ts';
import type { OpenJobs } from './open-jobs.ts';
import type { OpenPrivacy } from './open-privacy.ts';
import type { OpenStore } from './open-store.ts';

/** The bot's Discord side. Call its methods in the order in which they stand here. */
export type OpenDiscord = Awaited<ReturnType<typeof openDiscord>>;

/**
 * Identifies the bot at Discord and registers its commands. Shows and receives nothing before one
 * of its methods is called. `signal` aborts opening, with its reason.
 *
 * @throws what discord.js throws if Discord cannot be reached or refuses the token.
 */
export async function openDiscord(
  {
    screening,
    onLost,
    signal,
    ...opening
  }: Opening & Pick<BotOptions, 'screening' | 'onLost'> & { readonly signal: AbortSignal },
  parts: { readonly record: OpenStore; readonly privacy: OpenPrivacy; readonly jobs: OpenJobs },
) {
  const { config, clock, logger, shutdown } = opening;
  const { processes } = parts.record;
  const reached = await reachDiscord(opening, { processes, signal });
  const { connection, clients, identity, clockIsRight, atStart } = reached;
  const { applicationId, interactions } = identity;
  const mismatch = intakeMismatch(config.intake, interactions);
  if (mismatch) throw mismatch;
  processes.note({ applicationId });
  processes.events.on('changed', () => {
    divideLimit(clients, sharersOf(processes));
  });
  requireSameApplication(processes, applicationId);
  const standBy = new StandBy({ processes, intake: intakeNameOf(config), clock });
  const handlers = handlersFor(menuOf(config, opening.workflows));
  const answers = await openAnswers(
    { ...opening, screening, signal },
    { ...parts, handlers },
    reached,
  );
  const { dispatch, entitlementSync } = answers;
  const { guildId } = config.discord;
  const registration = { applicationId, guildId, definitions: definitionsOf(handlers, config) };
  const places = new RegisteredPlaces(`${config.databasePath}.commands`);
  const registered = await atStart(() =>
    registerCommands(clients.bot, registration, places, signal),
  );
  return {
    applicationId,
    /** How many sets of commands had changed and were registered. */
    registered,
    notices: answers.notices,
    postedPictures: answers.postedPictures,
    clockIsRight,
    deleteMessages: answers.deleteMessages,
    follow: answers.follow,
    /** Whether the gateway is connected now. Always, if Discord posts interactions instead. */
    isConnected: () => config.intake === 'http' || connection.isReady || !standBy.isTurn,
    /**
     * Connects to the gateway and starts to accept interactions, for as long as it is the turn of this
     * process. While another one does so for these shards, stands by.
     */
    async connect() {
      const { stopping } = shutdown;
      shutdown.addIntake(() => connection.stopListening());
      const handle = async (payload: unknown) => {
        if (await standBy.claims(payload)) await dispatch.handle(payload);
      };
      const open = async () => {
        await atStart(() => connection.open(handle, onLost, entitlementSync?.onEvent));
        standBy.noteConnected(true);
      };
      const handOver = async () => {
        await standBy.handedOver(stopping);
        if (standBy.isCutOff) throw new CutOff();
        logger.info('another process is connected to Discord, and this one disconnects');
        const ended = connection.stopListening();
        standBy.noteConnected(false);
        await ended;
        await connection.close();
      };
      const takeTurns = async () => {
        for (;;) {
          if (connection.isOpen) await handOver();
          logger.info('this process stands by for another one that connects to Discord');
          await standBy.turn(stopping);
          await connectInTurn(open, opening, stopping);
        }
      };
      const cutOff = watchCutOff({ connection, standBy, clock });
      shutdown.addIntake(() => cutOff.stop());
      if (standBy.isTurn) await open();
      void takeTurns().catch((error: unknown) => {
        if (stopping.aborted) return;
        if (error instanceof CutOff) onLost?.(error.message, { inGoodOrder: true });
        else onLost?.(whyNotStarted(error) ?? String(error));
      });
    },
    /** Lets other processes take the interactions of this one, see {@link StandBy.giveWay}. */
    async giveWay(until: AbortSignal) {
      if (await standBy.giveWay(until)) return;
      logger.warn('no other process was connected to Discord in time: interactions may be lost');
    },
    /**
     * Starts to accept interactions that Discord posts. `stop` takes no more, and waits for those under
     * way. @throws TypeError without its key.
     */
    receiveByHttp() {
      const receiver = new Receiver((payload) => dispatch.handle(payload));
      const { publicKey } = interactions;
      if (publicKey === undefined) throw new TypeError('Discord gave no public key');
      const { clockAheadMs } = reached;
      return {
        ...{ publicKey, clock, clockAheadMs },
        take: (payload: unknown) => receiver.take(payload),
        stop: () => receiver.stop(),
      };
    },
    /** Reads Discord's entitlements from now on, if premium is configured. */
    startReadingEntitlements: () => entitlementSync?.startReading(),
    /**
     * What it takes to read the events that Discord posts, whatever is configured: users may remove what they installed
     * earlier. `undefined` without Discord's key.
     */
    readEvents() {
      const { publicKey } = interactions;
      if (publicKey === undefined) return undefined;
      const { clockAheadMs } = reached;
      const onEntitlement = entitlementSync?.onEvent;
      return { applicationId, publicKey, clock, clockAheadMs, onEntitlement };
    },
    resumeShowing: answers.resumeShowing,
    resumeClearing: answers.resumeClearing,
  };
}

/** After Discord could not be reached several times, in milliseconds. */
const CONNECT_AGAIN_MS = 10_000;

/** Connects in its turn, however long Discord is away. @throws what trying again does not change. */
async function connectInTurn(
  open: () => Promise<void>,
  { clock, logger }: Pick<Opening, 'clock' | 'logger'>,
  signal: AbortSignal,
): Promise<void> {
  for (;;) {
    try {
      await open();
      return;
    } catch (err) {
      if (signal.aborted || isFinal(err)) throw err;
      logger.warn({ err }, 'Discord cannot be reached, and is tried again');
    }
    await clock.sleep(CONNECT_AGAIN_MS, signal);
  }
}

/** @throws DatabaseError if a process of another bot uses the database. */
function requireSameApplication({ living, own }: Processes, applicationId: string): void {
  const other = living.find((one) => one.id !== own && one.applicationId !== undefined);
  if (!other || other.applicationId === applicationId) return;
  throw new DatabaseError(
    `DISCORD_TOKEN is of the application ${applicationId}, and a process of ${other.applicationId} uses the same database. Give each bot a database of its own.`,
  );
}

/**
 * Identifies the bot at Discord, without connecting to the gateway. `signal` aborts it.
 *
 * @throws what discord.js throws if Discord cannot be reached or refuses the token, and the
 * signal's reason.
 */
async function reachDiscord(
  { config, clock, logger, shutdown }: Opening,
  { processes, signal }: { readonly processes: Processes; readonly signal: AbortSignal },
) {
  const { apiUrl, token } = config.discord;
  const time = new DiscordTime({ clock, logger });
  const refusedCalls = new RefusedCalls(clock);
  const heard = { refusedCalls, onDate: time.note };
  const clients = openRestClients({ apiUrl, botToken: token, ...heard });
  const { stopping } = shutdown;
  const identifiesPath = `${config.databasePath}.identifies`;
  const connection = new Connection({
    apiUrl,
    token,
    shards: config.shards,
    identifiesPath,
    claim: (name, forMs) => processes.claim(name, forMs),
    clock,
    logger,
    stopping,
    ...heard,
  });
  // It waits for Discord's close frame.
  shutdown.addUnboundPart(() => {
    closeRestClients(clients);
    return connection.close();
  });
  const atStart = <T>(call: () => Promise<T>) => retryAtStart(call, { clock, logger, signal });
  const identity = await atStart(() => currentIdentity(clients.bot));
  const calls = new RestCalls(clients, { botToken: token, clock, halt: shutdown.halt });
  return {
    connection,
    clients,
    /** The bot's identity and owner, by its token. */
    identity,
    calls,
    messages: new Messages(calls, identity),
    refusedCalls,
    /** How far this clock is ahead of Discord's, in milliseconds, if known. */
    clockAheadMs: () => time.aheadMs,
    /** Whether this machine's clock agrees with Discord's. */
    clockIsRight: () => time.agrees(() => askForGateway(calls)),
    /** Makes a call that the start depends on, with retries. */
    atStart,
  };
}
