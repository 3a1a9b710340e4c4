import { menuOf } from '../../commands/generation-commands.ts';
import { handlersFor } from '../../commands/index.ts';
import { Dispatch } from '../discord/intake/dispatch.ts';
import { Connection } from '../discord/intake/gateway.ts';
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
  openRestClients,
  RestCalls,
} from '../discord/rest/rest.ts';
import { retryAtStart } from '../discord/rest/start-failures.ts';
import { RateLimiter } from '../engines/rate-limiter.ts';
import { MemberReads } from '../engines/member-reads.ts';
import type { Job } from '../jobs/job.ts';
import type { Screening } from '../screening/open-screening.ts';
import type { Opening } from './lifecycle.ts';
import type { OpenJobs } from './open-jobs.ts';
import { openMessageSync } from './open-message-sync.ts';
import type { OpenPrivacy } from './open-privacy.ts';
import type { OpenStore } from './open-store.ts';
import { servicesOf } from './services.ts';

export interface DiscordOptions extends Opening {
  readonly screening: Screening;
  /** Called when Discord has closed the connection for good. */
  readonly onLost?: ((reason: string) => void) | undefined;
  /** Breaks off what is under way here, with its reason. */
  readonly signal: AbortSignal;
}

/** The bot's side of Discord. Its methods are called in the order in which they stand here. */
export type OpenDiscord = Awaited<ReturnType<typeof openDiscord>>;

/**
 * Asks Discord who the bot is and registers the commands. Nothing is shown or heard before one of
 * its methods is called.
 *
 * @throws what discord.js throws when Discord cannot be reached or refuses the token.
 */
export async function openDiscord(
  { screening, onLost, signal, ...opening }: DiscordOptions,
  parts: { readonly record: OpenStore; readonly privacy: OpenPrivacy; readonly jobs: OpenJobs },
) {
  const { config, clock, logger, turns, shutdown } = opening;
  const reached = await reachDiscord(opening, signal);
  const { connection, clients, identity, messages, clockIsRight, atStart } = reached;
  const { applicationId } = identity;
  const { deferrals } = parts.record;
  // Read before this process defers anything.
  const left = await deferrals.left();
  const messageSync = openMessageSync(opening, parts, reached);
  const { announcer, erasedMessages, endDeferrals, endReplies, postedPictures } = messageSync;
  const { reportPosts, notices } = messageSync;
  const handlers = handlersFor(menuOf(config, opening.workflows));
  const memberReads = new MemberReads(turns);
  const dispatch = new Dispatch({
    handlers,
    services: servicesOf(opening, { ...parts, screening, memberReads, reached, messageSync }),
    announcer,
    messages,
    turns,
    memberReads,
    clockAheadMs: reached.clockAheadMs,
    stopping: shutdown.stopping,
    cooldown: new RateLimiter(config.maxActionsPerMinute, clock),
    deferrals,
    endDeferrals,
    waitsMs: opening.discordWaitsMs,
    clock,
    logger,
  });
  const { guildId } = config.discord;
  const registration = { applicationId, guildId, definitions: definitionsOf(handlers) };
  const places = new RegisteredPlaces(`${config.databasePath}.commands`);
  const registered = await atStart(() =>
    registerCommands(clients.bot, registration, places, signal),
  );
  return {
    applicationId,
    /** How many sets of commands were registered anew. */
    registered,
    notices,
    postedPictures,
    clockIsRight,
    deleteMessages: (jobs: readonly Job[]) => void erasedMessages.removeEach(jobs),
    /** Shows changes of jobs and reports from now on, whether or not they are resumed yet. */
    async follow() {
      for (const part of [
        postedPictures,
        announcer,
        erasedMessages,
        endReplies,
        reportPosts,
        endDeferrals,
      ]) {
        shutdown.addPart(() => part.stop());
      }
      announcer.follow();
      endReplies.follow();
      await reportPosts.follow();
    },
    /** Whether it is connected to Discord's gateway just now. */
    isConnected: () => connection.isReady,
    /** Connects, and takes interactions from then on. */
    async listen() {
      shutdown.addIntake(() => connection.stopListening());
      await atStart(() => connection.open((payload) => dispatch.handle(payload), onLost));
    },
    /** Resumes messages that are out of date. */
    resumeShowing: () => announcer.resume(signal),
    /** Ends what was deferred, and resumes the removal of erased messages and the posts of reports. */
    async resumeClearing() {
      endDeferrals.start(left);
      erasedMessages.start();
      await endReplies.resume();
      signal.throwIfAborted();
      await reportPosts.resume();
    },
  };
}

/** Discord as it is spoken to. */
export type ReachedDiscord = Awaited<ReturnType<typeof reachDiscord>>;

/**
 * Asks Discord who the bot is. It hears nothing yet. `signal` breaks it off.
 *
 * @throws what discord.js throws when Discord cannot be reached or refuses the token, and the
 * signal's reason.
 */
async function reachDiscord({ config, clock, logger, shutdown }: Opening, signal: AbortSignal) {
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
    identifiesPath,
    clock,
    logger,
    stopping,
    ...heard,
  });
  // It waits for Discord's answer to its goodbye.
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
    /** Whom the bot's token belongs to. */
    identity,
    calls,
    messages: new Messages(calls, identity),
    refusedCalls,
    /** How far this clock is ahead of Discord's, in milliseconds, if known. */
    clockAheadMs: () => time.aheadMs,
    /** Whether Discord's time is this machine's. */
    clockIsRight: () => time.agrees(() => askForGateway(calls)),
    /** Makes a call without which the bot cannot start, a few times where it has to. */
    atStart,
  };
}
