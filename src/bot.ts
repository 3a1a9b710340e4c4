import { setMaxListeners } from 'node:events';
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
import { currentApplicationId, restOptions } from './discord/rest.ts';
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

/** How long what is being sent may take to finish when the bot stops, so that it is over in 8 s. */
const GRACE_MS = 7_000;

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
  const halt = new AbortController();
  // Every request under way listens to it.
  setMaxListeners(0, halt.signal);
  // What is to be ended, the latest first.
  const ends: (() => Promise<void>)[] = [() => database.close(), () => client.destroy()];
  const stop = async () => {
    const grace = setTimeout(() => {
      halt.abort();
    }, GRACE_MS);
    for (let end = ends.pop(); end; end = ends.pop()) {
      await end().catch((err: unknown) => {
        logger.error({ err }, 'a part of the bot did not stop in good order');
      });
    }
    clearTimeout(grace);
  };
  try {
    const applicationId = await currentApplicationId(rest);
    const log = new JobLog(database.db, clock);
    log.events.on('changed', ({ id: job, state, attempt }) => {
      logger.info({ job, state, attempt }, 'job changed');
    });
    const observations = new Observations();
    const pictures = new PictureStore(`${config.databasePath}.files`);
    const messages = new Messages(rest, {
      applicationId,
      botToken: config.discord.token,
      clock,
      halt: halt.signal,
    });
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
    const health = new HealthWatch({ runpod, endpointId, clock, logger, signal: halt.signal });
    const notices = new OperatorNotices({
      logger,
      messages,
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
        mostInFlight: config.maxJobsInFlight,
        gpuMsPerDay: config.maxGpuMsPerDay,
        access,
        random: Math.random,
        prepareFace: async (attachment, signal) => {
          const origins = config.discord.attachmentOrigins;
          return normaliseFace(await downloadAttachment(attachment, { origins, clock, signal }));
        },
        stripMetadata,
        halt: halt.signal,
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
        limits: config.limits,
        gpuMsPerDay: config.maxGpuMsPerDay,
        access,
        drawSeed: () => drawSeed(),
        newJobId,
        lookUpChannel: (channelId) => lookUpChannel(rest, channelId),
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
    ends.push(() => announcer.stop());
    await runner.start();
    ends.push(() => runner.stop());
    const retention = new Retention({
      log,
      pictures,
      clock,
      logger,
      picturesMs: config.resultRetentionMs,
      jobsMs: config.logRetentionMs,
    });
    retention.start();
    ends.push(() => retention.stop());
    const keyWatch = new KeyWatch({ access, health, runpod, endpointId, clock, notices });
    keyWatch.start();
    ends.push(() => keyWatch.stop());
    ends.push(listen(client, (payload) => dispatch.handle(payload), logger, onLost));
    await client.login(config.discord.token);
    logger.info({ application: applicationId, registered, jobs: runner.size }, 'ready');
    return { log, stop };
  } catch (error) {
    halt.abort();
    await stop();
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
