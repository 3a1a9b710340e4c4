import { Client, Options } from 'discord.js';
import { customAlphabet } from 'nanoid';
import { drawSeed } from '../commands/draw-seed.ts';
import { handlers } from '../commands/index.ts';
import type { Clock } from './clock.ts';
import { contractWorker } from './comfy/worker.ts';
import type { Config } from './config.ts';
import { Announcer } from './discord/announcer.ts';
import { lookUpChannel } from './discord/channel-lookup.ts';
import { Dispatch } from './discord/dispatch.ts';
import { listen } from './discord/listen.ts';
import { Messages } from './discord/messages.ts';
import { OperatorNotices } from './discord/operator-notices.ts';
import { registerCommands } from './discord/registration.ts';
import { RestCalls } from './discord/rest-calls.ts';
import { currentIdentity, restOptions } from './discord/rest.ts';
import { downloadAttachment } from './images/attachment.ts';
import { normaliseFace } from './images/face.ts';
import { shrinkPicture } from './images/shrink.ts';
import { stripMetadata } from './images/strip-metadata.ts';
import { openDatabase } from './jobs/database.ts';
import { HealthWatch } from './jobs/health-watch.ts';
import { JobLog } from './jobs/job-log.ts';
import { KeyWatch } from './jobs/key-watch.ts';
import { Observations } from './jobs/observations.ts';
import { PictureStore } from './jobs/picture-store.ts';
import { Retention } from './jobs/retention.ts';
import { Runner } from './jobs/runner.ts';
import type { Logger } from './logger.ts';
import { RunPodClient } from './runpod/client.ts';
import { KeyAccess } from './runpod/key-access.ts';
import { CONSENT_WINDOW_MS } from './safety/consent.ts';
import { Shutdown } from './shutdown.ts';

/** No letters or digits that are easily mistaken for one another. */
const newJobId = customAlphabet('23456789abcdefghjkmnpqrstuvwxyz', 8);

export interface BotOptions {
  readonly config: Config;
  readonly logger: Logger;
  readonly clock: Clock;
  /** Told when Discord has closed the connection for good: the bot hears nothing any more. */
  readonly onLost?: (reason: string) => void;
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
export async function startBot({ config, logger, clock, onLost }: BotOptions): Promise<Bot> {
  const database = openDatabase(config.databasePath);
  const client = createClient(config.discord.apiUrl);
  const rest = client.rest.setToken(config.discord.token);
  const shutdown = new Shutdown({ clock, logger });
  shutdown.addPart(() => database.close());
  // It waits for an answer of Discord's to its goodbye.
  shutdown.addUnboundPart(() => client.destroy());
  try {
    const identity = await currentIdentity(rest);
    const { applicationId } = identity;
    const log = new JobLog(database.db, clock, config.limits);
    log.events.on('changed', ({ id: job, state, attempt }) => {
      logger.info({ job, state, attempt }, 'job changed');
    });
    const observations = new Observations();
    const pictures = new PictureStore(`${config.databasePath}.files`);
    const { token: botToken } = config.discord;
    const calls = new RestCalls(rest, { botToken, clock, halt: shutdown.halt });
    const messages = new Messages(calls, identity);
    const announcer = new Announcer({
      log,
      observations,
      pictures,
      shrinkPicture,
      messages,
      clock,
      logger,
    });
    const { endpointId } = config.runpod;
    const access = new KeyAccess(endpointId);
    const runpod = new RunPodClient({ ...config.runpod, clock, access });
    const health = new HealthWatch({ runpod, endpointId, clock, logger, signal: shutdown.halt });
    const notices = new OperatorNotices({
      logger,
      messages,
      clock,
      stopping: shutdown.stopping,
      channelId: config.discord.operatorChannelId,
    });
    const runner = new Runner(
      {
        log,
        observations,
        pictures,
        runpod,
        endpointId,
        health,
        worker: contractWorker,
        clock,
        logger,
        pollIntervalMs: config.pollIntervalMs,
        jobTimeoutMs: config.jobTimeoutMs,
        queueTimeoutMs: config.queueTimeoutMs,
        maxJobsInFlight: config.maxJobsInFlight,
        maxGpuMsPerDay: config.maxGpuMsPerDay,
        access,
        random: Math.random,
        prepareFace: async (attachment, signal) => {
          const origins = config.discord.attachmentOrigins;
          return normaliseFace(await downloadAttachment(attachment, { origins, clock, signal }));
        },
        stripMetadata,
        halt: shutdown.halt,
      },
      { consentWindowMs: CONSENT_WINDOW_MS },
    );
    const dispatch = new Dispatch({
      handlers,
      services: {
        log,
        health,
        clock,
        models: config.models,
        gpuTime: config,
        access,
        drawSeed: () => drawSeed(),
        newJobId,
        lookUpChannel: (channelId) => lookUpChannel(calls, channelId),
      },
      announcer,
      messages,
      logger,
    });

    const registered = await registerCommands(rest, {
      applicationId,
      guildId: config.discord.guildId,
      definitions: handlers.commands.map(({ definition }) => definition),
    });
    await announcer.start();
    shutdown.addPart(() => announcer.stop());
    await runner.start();
    shutdown.addIntake(() => runner.stop());
    const retention = new Retention({
      log,
      pictures,
      clock,
      logger,
      resultRetentionMs: config.resultRetentionMs,
      logRetentionMs: config.logRetentionMs,
    });
    retention.start();
    shutdown.addIntake(() => retention.stop());
    const keyWatch = new KeyWatch({ access, runpod, endpointId, clock, notices });
    keyWatch.start();
    shutdown.addIntake(() => keyWatch.stop());
    shutdown.addIntake(listen(client, (payload) => dispatch.handle(payload), logger, onLost));
    await client.login(config.discord.token);
    logger.info({ application: applicationId, registered, jobs: runner.size }, 'ready');
    return { log, stop: () => shutdown.run() };
  } catch (error) {
    await shutdown.run({ grace: false });
    throw error;
  }
}

/**
 * No intent is needed for interactions, and people are not cached: every interaction brings what
 * the bot needs, so that memory does not grow with those who use it.
 */
function createClient(apiUrl: string): Client {
  return new Client({
    intents: [],
    rest: restOptions(apiUrl),
    makeCache: Options.cacheWithLimits({
      GuildMemberManager: 0,
      MessageManager: 0,
      UserManager: 0,
    }),
  });
}
