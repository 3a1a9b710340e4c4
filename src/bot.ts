import { customAlphabet } from 'nanoid';
import { drawSeed } from './comfy/draw-seed.ts';
import { handlersFor } from '../commands/index.ts';
import type { Clock } from './clock.ts';
import { builtInRecipes } from './comfy/recipes/index.ts';
import { workerOf } from './comfy/worker-kinds.ts';
import type { Config } from './config/config.ts';
import { Announcer } from './discord/outbox/announcer.ts';
import { lookUpChannel } from './discord/wire/channel-lookup.ts';
import { Connection } from './discord/entry/connection.ts';
import { Cooldown } from './discord/interactions/cooldown.ts';
import { DiscordTime } from './discord/wire/discord-time.ts';
import { Dispatch } from './discord/entry/dispatch.ts';
import { ErasedMessages } from './discord/outbox/erased-messages.ts';
import { greetModerators } from './discord/outbox/greet-moderators.ts';
import { Messages } from './discord/wire/messages.ts';
import { OperatorNotices } from './discord/outbox/operator-notices.ts';
import type { ShrinkPicture } from './discord/outbox/picture-files.ts';
import { POSTED_ROOM, PostedPictures } from './discord/outbox/posted-pictures.ts';
import { CALLS_SPENT, RefusedCalls } from './discord/wire/refused-calls.ts';
import { RegisteredPlaces } from './discord/entry/registered-places.ts';
import { definitionsOf, registerCommands } from './discord/entry/registration.ts';
import { ReportPosts } from './discord/outbox/report-posts.ts';
import { RestCalls } from './discord/wire/rest-calls.ts';
import { askForGateway, currentIdentity } from './discord/wire/rest.ts';
import { retryAtStart } from './discord/wire/retry-at-start.ts';
import { SharedToken } from './discord/outbox/shared-token.ts';
import { downloadAttachment, type Attachment } from './images/attachment.ts';
import { download } from './images/download.ts';
import { markGenerated } from './images/mark-generated.ts';
import { Photos } from './images/photos.ts';
import { Shrinking } from './images/shrink.ts';
import { stripMetadata } from './images/strip-metadata.ts';
import { openDatabase } from './record/store/database.ts';
import { DataCopies } from './record/person/data-copies.ts';
import { Erasure } from './people/erasure.ts';
import { BUCKET_ROOM } from './jobs/finish.ts';
import { GpuTime } from './jobs/gpu-time.ts';
import { HealthWatch } from './jobs/health-watch.ts';
import { JobLog } from './record/job/job-log.ts';
import { KeyWatch } from './jobs/key-watch.ts';
import { Moderation } from './people/moderation.ts';
import { Observations } from './jobs/observations.ts';
import { PersonalData } from './people/personal-data.ts';
import { PictureStore } from './record/store/picture-store.ts';
import { openPseudonyms } from './record/person/pseudonym.ts';
import { Reports } from './people/reports.ts';
import { Retention } from './people/retention.ts';
import { ServerGpuTime } from './jobs/server-gpu-time.ts';
import { Runner } from './jobs/runner.ts';
import type { Logger } from './logger/logger.ts';
import { ByteBudget } from './runpod/byte-budget.ts';
import { RunPodClient } from './runpod/client.ts';
import { KeyAccess } from './runpod/key-access.ts';
import { CONSENT_WINDOW_MS } from './safety/consent.ts';
import type { Screening } from './safety/screening.ts';
import { Shutdown } from './shutdown.ts';
import { Turns } from './turns.ts';

/** No letters or digits that are easily mistaken for one another. */
const newId = customAlphabet('23456789abcdefghjkmnpqrstuvwxyz', 8);

export interface BotOptions {
  readonly config: Config;
  readonly screening: Screening;
  readonly logger: Logger;
  readonly clock: Clock;
  /** Told when Discord has closed the connection for good: the bot hears nothing any more. */
  readonly onLost?: (reason: string) => void;
  /** Begins to watch that the bot does not stand still, once the database is open; gives what ends that. */
  readonly watch?: () => () => Promise<void>;
  /** Breaks the start off: what has been started is stopped, and the signal's reason is thrown. */
  readonly signal?: AbortSignal;
}

/** A bot that is at work. */
export interface Bot {
  readonly log: JobLog;
  /**
   * Takes no new work, finishes what is being sent, for eight seconds at most, and leaves the
   * rest for the next start.
   */
  stop(): Promise<void>;
}

/**
 * Puts the bot together and starts it: the job log, the commands, everything that an earlier run
 * left unfinished, and last the connection to Discord, so that no interaction comes too early.
 *
 * @throws DatabaseError when the database cannot be used, and what discord.js throws when Discord
 * cannot be reached or refuses the token.
 */
export async function startBot(options: BotOptions): Promise<Bot> {
  const { config, screening, logger, clock, onLost } = options;
  const { signal = new AbortController().signal } = options;
  const database = openDatabase(config.databasePath);
  const { store } = database;
  const turns = new Turns();
  const shutdown = new Shutdown({ clock, logger, signal });
  const { stopping } = shutdown;
  const time = new DiscordTime({ clock, logger });
  const refusedCalls = new RefusedCalls(clock);
  const connection = new Connection({
    ...config.discord,
    logger,
    refusedCalls,
    stopping,
    onDate: time.note,
  });
  const { rest } = connection;
  const atStart = <T>(call: () => Promise<T>) => retryAtStart(call, { clock, logger, signal });
  // Bringing the database up to date may take long.
  const endWatch = options.watch?.();
  if (endWatch) shutdown.addPart(endWatch);
  shutdown.addPart(() => database.close());
  // It waits for an answer of Discord's to its goodbye.
  shutdown.addUnboundPart(() => connection.close());
  try {
    const identity = await atStart(() => currentIdentity(rest));
    const { applicationId, owner } = identity;
    const allowed = new Set(config.discord.allowedGuildIds);
    const pseudonym = openPseudonyms(`${config.databasePath}.key`);
    const log = new JobLog(store, clock, config.limits, pseudonym);
    log.events.on('changed', ({ id: job, state, attempt }) => {
      logger.info({ job, state, attempt }, 'job changed');
    });
    const gpuTime = new GpuTime({ ...config, log, clock });
    const recipes = builtInRecipes;
    const serverGpuTime = new ServerGpuTime({ ...config, log, clock, recipes });
    const observations = new Observations();
    const pictures = new PictureStore(`${config.databasePath}.files`);
    const { token: botToken } = config.discord;
    const calls = new RestCalls(rest, { botToken, clock, halt: shutdown.halt });
    const messages = new Messages(calls, identity);
    const slicing = { turns, signal: shutdown.stopping };
    const erasure = new Erasure({ store, log, clock, slicing }, pseudonym);
    const reports = new Reports(store, log, clock, erasure);
    const moderation = new Moderation(store, clock, slicing, config.logRetentionMs);
    moderation.events.on('hidden', (job) => log.events.emit('changed', job));
    const told = { log, messages, clock, logger, turns };
    const reportPosts = new ReportPosts({ ...told, reports, moderation });
    const erasedMessages = new ErasedMessages({ ...told, stopping: shutdown.stopping });
    const shrinking = new Shrinking(shutdown.halt);
    const shrinkPicture: ShrinkPicture = (bytes, mostBytes) => shrinking.shrink(bytes, mostBytes);
    const notices = new OperatorNotices({
      logger,
      messages,
      clock,
      stopping: shutdown.stopping,
      channelId: config.discord.operatorChannelId,
    });
    const tellOperator = (text: string) => notices.trouble(text);
    const announcer = new Announcer({
      ...told,
      sharedToken: new SharedToken({ ...told, tellOperator }),
      observations,
      pictures,
      shrinkPicture,
      erasedMessages,
    });
    const { endpointId } = config.runpod;
    const access = new KeyAccess(endpointId);
    const runpod = new RunPodClient({ ...config.runpod, clock, access });
    const health = new HealthWatch({ runpod, endpointId, clock, logger, signal: shutdown.halt });
    refusedCalls.events.on('spent', () => void notices.trouble(CALLS_SPENT));
    const origins = config.discord.attachmentOrigins;
    const fetchAttachment = (file: Attachment, signal: AbortSignal) =>
      downloadAttachment(file, { origins, clock, signal });
    const photos = new Photos(fetchAttachment);
    const fetchPicture = async (file: Attachment, signal: AbortSignal) =>
      markGenerated(await fetchAttachment(file, signal));
    const postedPictures = new PostedPictures({
      calls,
      log,
      pictures,
      logger,
      turns,
      fetchPicture,
      room: new ByteBudget(POSTED_ROOM),
      halt: shutdown.halt,
    });
    const handlers = handlersFor(config);
    const runner = new Runner(
      {
        log,
        observations,
        pictures,
        runpod,
        endpointId,
        health,
        worker: workerOf(config.worker),
        recipes,
        clock,
        turns,
        logger,
        pollIntervalMs: config.pollIntervalMs,
        jobTimeoutMs: config.jobTimeoutMs,
        queueTimeoutMs: config.queueTimeoutMs,
        maxJobsInFlight: config.maxJobsInFlight,
        gpuTime,
        serverGpuTime,
        access,
        random: Math.random,
        faces: config.faces,
        prepareFace: (photo, signal) => photos.prepare(photo, signal),
        fetchFromBucket: (url, options) =>
          download(url, { ...options, origins: config.resultOrigins, clock }),
        bucketRoom: new ByteBudget(BUCKET_ROOM),
        stripMetadata,
        markGenerated,
        halt: shutdown.halt,
      },
      { consentWindowMs: CONSENT_WINDOW_MS },
    );
    const dispatch = new Dispatch({
      handlers,
      services: {
        log,
        recipes,
        health,
        clock,
        logger,
        models: config.models,
        faces: config.faces,
        screening,
        reports,
        reportPosts,
        moderation,
        personalData: new PersonalData(store.read, slicing),
        erasure,
        erasedMessages,
        pictures,
        shrinkPicture,
        retention: config,
        postedPictures,
        holdMessage: (jobId) => announcer.hold(jobId),
        greetModerators: (channelId) => greetModerators(channelId, messages),
        gpuTime,
        serverGpuTime,
        servers: { allowed, owner },
        access,
        turns,
        dataCopies: new DataCopies(store, clock),
        drawSeed: () => drawSeed(),
        newId,
        lookUpChannel: (channelId) => lookUpChannel(calls, channelId),
      },
      announcer,
      messages,
      turns,
      cooldown: new Cooldown(config.maxActionsPerMinute, clock),
      clock,
      logger,
    });

    const { guildId } = config.discord;
    const registration = { applicationId, guildId, definitions: definitionsOf(handlers) };
    const places = new RegisteredPlaces(`${config.databasePath}.commands`);
    const registered = await atStart(() => registerCommands(rest, registration, places, signal));
    // Before the announcer changes a message, what it still shows is fetched.
    shutdown.addPart(() => postedPictures.stop());
    await postedPictures.start(signal);
    shutdown.addPart(() => announcer.stop());
    await announcer.start(signal);
    await erasure.takeUp().catch((err: unknown) => {
      logger.error({ err }, 'an erasure that was cut short could not be finished');
    });
    shutdown.addPart(() => erasedMessages.stop());
    await erasedMessages.start();
    signal.throwIfAborted();
    shutdown.addPart(() => reportPosts.stop());
    await reportPosts.start();
    shutdown.addIntake(() => runner.stop());
    await runner.start(signal);
    const retention = new Retention({
      store,
      reports,
      erasure,
      deleteMessages: (jobs) => void erasedMessages.removeEach(jobs),
      clockIsRight: () => time.agrees(() => askForGateway(calls)),
      pictures,
      clock,
      turns,
      logger,
      resultRetentionMs: config.resultRetentionMs,
      logRetentionMs: config.logRetentionMs,
    });
    retention.start();
    shutdown.addIntake(() => retention.stop());
    const keyWatch = new KeyWatch({ access, runpod, endpointId, clock, notices });
    keyWatch.start();
    shutdown.addIntake(() => keyWatch.stop());
    shutdown.addIntake(() => connection.stopListening());
    await atStart(() => connection.open((payload) => dispatch.handle(payload), onLost));
    logger.info({ application: applicationId, registered, jobs: runner.size }, 'ready');
    return { log, stop: () => shutdown.run() };
  } catch (error) {
    await shutdown.run({ grace: false });
    throw error;
  }
}
