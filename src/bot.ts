import { randomBytes } from 'node:crypto';
import { Client, Events, Options, type REST } from 'discord.js';
import { customAlphabet } from 'nanoid';
import { handlers } from '../commands/index.ts';
import type { Clock } from './clock.ts';
import { contractWorker } from './comfy/worker.ts';
import type { Config } from './config.ts';
import { Announcer } from './discord/announcer.ts';
import { lookUpChannel } from './discord/channel-lookup.ts';
import { Dispatch } from './discord/dispatch.ts';
import { Messages } from './discord/messages.ts';
import { registerCommands } from './discord/registration.ts';
import { downloadAttachment } from './images/attachment.ts';
import { normaliseFace } from './images/face.ts';
import { stripMetadata } from './images/strip-metadata.ts';
import { openDatabase } from './jobs/database.ts';
import { HealthWatch } from './jobs/health-watch.ts';
import { JobLog } from './jobs/job-log.ts';
import { Observations } from './jobs/observations.ts';
import { PictureStore } from './jobs/picture-store.ts';
import { Runner } from './jobs/runner.ts';
import type { Logger } from './logger.ts';
import { RunPodClient } from './runpod/client.ts';
import { CONSENT_WINDOW_MS } from './safety/consent.ts';

/** Discord's own server holds a bot to 50 requests a second; one on this machine does not. */
const REQUESTS_PER_SECOND = { discord: 50, local: 10_000 } as const;

/** How long what is being sent may take to finish when the bot stops. */
const GRACE_MS = 8_000;

/** No letters or digits that are easily mistaken for one another. */
const newJobId = customAlphabet('23456789abcdefghjkmnpqrstuvwxyz', 8);

export interface BotOptions {
  readonly config: Config;
  readonly logger: Logger;
  readonly clock: Clock;
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
 * Puts the bot together and starts it: the job log, the client, the commands, and then everything
 * that an earlier run left unfinished.
 *
 * @throws DatabaseError when the database cannot be used, and what discord.js throws at login.
 */
export async function startBot({ config, logger, clock }: BotOptions): Promise<Bot> {
  const database = openDatabase(config.databasePath);
  const client = createClient(config);
  const halt = new AbortController();
  try {
    client.on(Events.Error, (err) => {
      logger.error({ err }, 'discord.js reported an error');
    });
    client.on(Events.ShardError, (err) => {
      logger.warn({ err }, 'the connection to Discord failed and is made again');
    });
    const applicationId = await login(client, config.discord.token);

    const log = new JobLog(database.db, clock);
    log.events.on('changed', ({ id: job, state, attempt }) => {
      logger.info({ job, state, attempt }, 'job changed');
    });
    const observations = new Observations();
    const pictures = new PictureStore(`${config.databasePath}.files`);
    const messages = new Messages(client.rest, applicationId, halt.signal);
    const { endpointId } = config.runpod;
    const runpod = new RunPodClient({ ...config.runpod, clock });
    const health = new HealthWatch({ runpod, endpointId, clock, logger, signal: halt.signal });
    const announcer = new Announcer({ log, observations, pictures, messages, clock, logger });
    const runner = new Runner(
      {
        log,
        observations,
        pictures,
        runpod,
        endpointId,
        worker: contractWorker,
        clock,
        logger,
        pollIntervalMs: config.pollIntervalMs,
        jobTimeoutMs: config.jobTimeoutMs,
        random: Math.random,
        prepareFace: async (attachment, signal) =>
          normaliseFace(
            await downloadAttachment(attachment, {
              origins: config.discord.attachmentOrigins,
              clock,
              signal,
            }),
          ),
        stripMetadata,
        health,
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
        drawSeed: () => Number(randomBytes(8).readBigUInt64BE() >> 11n),
        newJobId,
        lookUpChannel: (channelId) => lookUpChannel(client.rest, channelId),
      },
      announcer,
      messages,
      logger,
    });

    const changed = await register(client.rest, config, applicationId);
    await announcer.start();
    await runner.start();
    const pending = new Set<Promise<void>>();
    const onRaw = (packet: { t?: unknown; d?: unknown }) => {
      if (packet.t !== 'INTERACTION_CREATE') return;
      const handled = dispatch.handle(packet.d).finally(() => pending.delete(handled));
      pending.add(handled);
    };
    client.on(Events.Raw, onRaw);
    logger.info({ application: applicationId, registered: changed, jobs: runner.size }, 'ready');

    return {
      log,
      async stop() {
        client.off(Events.Raw, onRaw);
        const grace = setTimeout(() => {
          halt.abort();
        }, GRACE_MS);
        await Promise.all([...pending, runner.stop()]);
        await announcer.stop();
        clearTimeout(grace);
        halt.abort();
        await client.destroy();
        await database.close();
      },
    };
  } catch (error) {
    await client.destroy();
    await database.close();
    throw error;
  }
}

/** The bot's commands, in the place that the configuration names. How many sets were changed. */
export async function register(
  rest: REST,
  { discord }: Config,
  applicationId: string,
): Promise<number> {
  return registerCommands(rest, {
    applicationId,
    guildId: discord.guildId,
    definitions: handlers.commands.map(({ definition }) => ({ ...definition })),
  });
}

/** Where Discord's API is, and how fast it may be asked. */
export function restOptions({ discord }: Config) {
  const local = !discord.apiUrl.startsWith('https:');
  return {
    api: discord.apiUrl,
    globalRequestsPerSecond: local ? REQUESTS_PER_SECOND.local : REQUESTS_PER_SECOND.discord,
  };
}

/**
 * No intent is needed for interactions, and nothing is cached: every interaction brings what the
 * bot needs, so that memory does not grow with the people who use it.
 */
function createClient(config: Config): Client {
  return new Client({
    intents: [],
    rest: restOptions(config),
    makeCache: Options.cacheWithLimits({
      GuildMemberManager: 0,
      MessageManager: 0,
      UserManager: 0,
    }),
  });
}

/** Connects, and gives the application's id. */
async function login(client: Client, token: string): Promise<string> {
  const ready = new Promise<Client<true>>((resolve) => {
    client.once(Events.ClientReady, resolve);
  });
  await client.login(token);
  return (await ready).application.id;
}
