import { customAlphabet } from 'nanoid';
import { generationCommandsOf, menuOf } from '../../commands/generation-commands.ts';
import { type CommandNeeds, handlersFor } from '../../commands/index.ts';
import { type Cooldown, Dispatch } from '../discord/intake/dispatch.ts';
import { EntitlementSync } from '../discord/intake/entitlement-sync.ts';
import { Connection } from '../discord/intake/gateway.ts';
import { Receiver } from '../discord/intake/receiver.ts';
import { StandBy } from '../discord/intake/stand-by.ts';
import {
  definitionsOf,
  registerCommands,
  RegisteredPlaces,
} from '../discord/intake/registration.ts';
import { DiscordTime } from '../discord/rest/discord-time.ts';
import { EntitlementCalls } from '../discord/rest/entitlements.ts';
import { Messages } from '../discord/rest/messages.ts';
import { RefusedCalls } from '../discord/rest/refused-calls.ts';
import {
  askForGateway,
  closeRestClients,
  currentIdentity,
  divideLimit,
  lookUpChannel,
  lookUpMembership,
  lookUpName,
  lookUpRoles,
  openDirectChannel,
  openRestClients,
  RestCalls,
} from '../discord/rest/rest.ts';
import { CommandPermissionsReader } from '../discord/interactions/command-permissions.ts';
import {
  intakeMismatch,
  isFinal,
  retryAtStart,
  whyNotStarted,
} from '../discord/rest/start-failures.ts';
import type { IsMemberOf } from '../discord/interactions/at-place.ts';
import { greetModerators } from '../discord/sync/report-posts.ts';
import type { Clock } from '../engines/clock.ts';
import { KeptAnswers } from '../engines/kept-answers.ts';
import { MemberReads } from '../engines/member-reads.ts';
import { RateLimiter } from '../engines/rate-limiter.ts';
import { PictureHeads } from '../images/attachment.ts';
import { download } from '../images/download.ts';
import { chartDrawer } from '../images/picture-pool.ts';
import type { Job } from '../jobs/job.ts';
import { isOffered } from '../premium/premium.ts';
import { drawSeed } from '../recipes/recipe.ts';
import type { Screening } from '../screening/open-screening.ts';
import { DatabaseError } from '../store/database-files.ts';
import { type News, type Processes, sharersOf } from '../store/processes.ts';
import type { BotOptions } from './bot.ts';
import { CutOff, watchCutOff } from './cut-off.ts';
import { intakeNameOf, type Opening } from './lifecycle.ts';
import type { OpenJobs } from './open-jobs.ts';
import { type OpenMessageSync, openMessageSync } from './open-message-sync.ts';
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
  const { config, clock, logger, turns, shutdown } = opening;
  const { deferrals, processes } = parts.record;
  const reached = await reachDiscord(opening, { processes, signal });
  const { connection, clients, identity, messages, clockIsRight, atStart } = reached;
  const { applicationId, interactions } = identity;
  const mismatch = intakeMismatch(config.intake, interactions);
  if (mismatch) throw mismatch;
  processes.note({ applicationId });
  processes.events.on('changed', () => {
    divideLimit(clients, sharersOf(processes));
  });
  requireSameApplication(processes, applicationId);
  // Without others, its own would be among them once it has deferred any.
  const left = processes.own === '' ? await deferrals.left() : undefined;
  const messageSync = openMessageSync(opening, parts, reached);
  const { announcer, erasedMessages, deferralRecovery, endReplies, postedPictures } = messageSync;
  const { reportPosts, notices } = messageSync;
  const standBy = new StandBy({ processes, intake: intakeNameOf(config), clock });
  const handlers = handlersFor(menuOf(config, opening.workflows));
  const memberReads = new MemberReads(turns);
  const entitlementSync = openEntitlementSync(opening, parts.record, reached);
  const dispatch = new Dispatch({
    handlers,
    services: servicesOf(opening, { ...parts, screening, memberReads, reached, messageSync }),
    announcer,
    messages,
    turns,
    memberReads,
    clockAheadMs: reached.clockAheadMs,
    stopping: shutdown.stopping,
    cooldown: sharedCooldown(new RateLimiter(config.maxActionsPerMinute, clock), processes),
    noteEntitlements: entitlementSync && ((seen) => entitlementSync.inInteraction(seen)),
    deferrals,
    deferralRecovery,
    waitsMs: opening.discordWaitsMs,
    worksOutside: config.worksOutside,
    isMemberOf: membershipsOf(reached, clock),
    // A POST through a proxy takes longer to arrive.
    reserve: config.intake === 'http' ? 1 / 2 : undefined,
    clock,
    logger,
  });
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
    notices,
    postedPictures,
    clockIsRight,
    deleteMessages: (jobs: readonly Job[]) => void erasedMessages.removeEach(jobs),
    /** Shows changes of jobs and reports from now on, whether they are resumed yet or not. */
    follow() {
      for (const part of [
        postedPictures,
        announcer,
        erasedMessages,
        endReplies,
        reportPosts,
        deferralRecovery,
      ]) {
        shutdown.addPart(() => part.stop());
      }
      if (entitlementSync) {
        shutdown.addPart(() => entitlementSync.stop());
        entitlementSync.startConsuming();
      }
      announcer.follow();
      endReplies.follow();
      reportPosts.follow();
    },
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
    /** Resumes stale messages. */
    resumeShowing: () => announcer.resume(signal),
    /**
     * Ends deferrals of ended processes, and resumes deleting erased messages and posting reports.
     */
    async resumeClearing() {
      deferralRecovery.start(left ?? (await deferrals.left()));
      erasedMessages.start();
      await endReplies.resume();
      signal.throwIfAborted();
      await reportPosts.resumeMoves();
      await reportPosts.resume();
    },
  };
}

/** `undefined`: premium is not configured. */
function openEntitlementSync(
  { config, clock, logger }: Opening,
  { entitlements }: OpenStore,
  { calls, identity, clockAheadMs }: ReachedDiscord,
): EntitlementSync | undefined {
  if (!isOffered(config.premiumSkus)) return undefined;
  const { applicationId } = identity;
  return new EntitlementSync({
    entitlements,
    calls: new EntitlementCalls(calls, applicationId),
    applicationId,
    clock,
    clockAheadMs,
    logger,
  });
}

/** Whether the bot is a member of a server, looked up once in a while. */
function membershipsOf({ calls }: ReachedDiscord, clock: Clock): IsMemberOf {
  const kept = new KeptAnswers<string, boolean>({
    ...{ keepMs: 5 * 60_000, retryMs: 30_000, most: 10_000 },
    clock,
  });
  return (guildId) => kept.of(guildId, () => lookUpMembership(calls, guildId));
}

/** The channels of direct messages with users, each opened once. They stay the same for ever. */
function directChannelsOf({ calls }: ReachedDiscord, clock: Clock) {
  const kept = new KeptAnswers<string, string>({
    ...{ keepMs: 24 * 60 * 60_000, retryMs: 0, most: 10_000 },
    clock,
  });
  return (userId: string) => kept.of(userId, () => openDirectChannel(calls, userId));
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

/** Counts what members do at all processes, a moment later at the others. */
function sharedCooldown(limiter: RateLimiter, processes: Processes): Cooldown {
  processes.events.on('heard', ({ actions = [] }: News) => {
    for (const action of actions) limiter.take(action.slice(0, action.indexOf('/')));
  });
  return {
    take: (userId, interactionId) => {
      processes.tell({ actions: [`${userId}/${interactionId}`] });
      return limiter.take(userId);
    },
  };
}

/** @throws DatabaseError if a process of another bot uses the database. */
function requireSameApplication({ living, own }: Processes, applicationId: string): void {
  const other = living.find((one) => one.id !== own && one.applicationId !== undefined);
  if (!other || other.applicationId === applicationId) return;
  throw new DatabaseError(
    `DISCORD_TOKEN is of the application ${applicationId}, and a process of ${other.applicationId} uses the same database. Give each bot a database of its own.`,
  );
}

/** The connection to Discord's REST API. */
export type ReachedDiscord = Awaited<ReturnType<typeof reachDiscord>>;

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

/** Letters and digits that are not easily confused. */
const newId = customAlphabet('23456789abcdefghjkmnpqrstuvwxyz', 8);

export interface ServiceParts {
  readonly screening: Screening;
  readonly memberReads: MemberReads;
  readonly record: OpenStore;
  readonly privacy: OpenPrivacy;
  readonly jobs: OpenJobs;
  readonly reached: ReachedDiscord;
  readonly messageSync: OpenMessageSync;
}

/** Assembles what the commands need from the parts of the bot. */
export function servicesOf(
  { config, clock, logger, workflows, shutdown }: Opening,
  { screening, memberReads, record, privacy, jobs, reached, messageSync }: ServiceParts,
): CommandNeeds {
  const { resultRetentionMs, logRetentionMs } = config;
  const { identity, calls, messages } = reached;
  const origins = config.discord.attachmentOrigins;
  const pictureHeads = new PictureHeads({ origins, clock, signal: shutdown.halt });
  return {
    ...record,
    ...privacy,
    ...jobs,
    ...messageSync,
    clock,
    logger,
    memberReads,
    screening,
    models: config.models,
    faces: config.faces,
    limits: {
      ...config.limits,
      actionsPerMinute: config.maxActionsPerMinute,
      gpuMsPerDayPerServer: config.maxGpuMsPerDayPerServer,
    },
    generationCommands: generationCommandsOf(menuOf(config, workflows)),
    featured: config.workflows.featured,
    gpuSecondMicros: config.gpuSecondMicros,
    messages,
    workflows,
    operators: new Set(identity.operators),
    retention: { resultRetentionMs, logRetentionMs },
    privacyUrl: config.privacyUrl,
    operatorChannelId: config.discord.operatorChannelId,
    servers: {
      allowed: new Set(config.discord.allowedGuildIds),
      owner: identity.owner,
      worksOutside: config.worksOutside,
    },
    openDirect: directChannelsOf(reached, clock),
    observed: (job) => jobs.observations.shown(job),
    pictureHeads,
    holdMessage: (jobId) => messageSync.announcer.hold(jobId),
    greetModerators: (channelId, words) => greetModerators(channelId, words, messages),
    lookUpChannel: (channelId) => lookUpChannel(calls, channelId),
    lookUpRoles: (guildId) => lookUpRoles(calls, guildId),
    commandPermissions: new CommandPermissionsReader({
      calls,
      applicationId: identity.applicationId,
      registeredIn: config.discord.guildId,
      clock,
    }),
    lookUpName: (userId, guildId) => lookUpName(calls, userId, guildId),
    drawChart: chartDrawer(shutdown.halt),
    readFile: (url, largestBytes) =>
      download(url, { origins, clock, signal: shutdown.halt, largestBytes }),
    drawSeed: () => drawSeed(),
    defaultCount: config.defaultCount,
    newId,
  };
}
