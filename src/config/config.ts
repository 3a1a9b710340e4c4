import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { parseEnv } from 'node:util';
import type { z } from 'zod';
import { microsOf } from '../engines/money.ts';
import { isOffered } from '../premium/premium.ts';
import { abilitiesOf, type WorkerChoice, workerOf } from '../workers/worker-kinds.ts';
import {
  type Environment,
  FIRST_PUBLIC,
  readVariables,
  setVariables,
  variables,
} from './variables.ts';

const DISCORD_CDN = 'https://cdn.discordapp.com';
const DISCORD_MEDIA = 'https://media.discordapp.net';
const HOUR_MS = 60 * 60_000;

/** The settings of one run, from the environment. Frozen. */
export type Config = ReturnType<typeof parseConfig>;

/** Parses a configuration from variables as returned by {@link setVariables}. @throws ConfigError. */
export function parseConfig(environment: Environment) {
  const parsed = readVariables(environment);
  if (!parsed.success) {
    throw new ConfigError(
      parsed.error.issues.map((issue) => `${String(issue.path[0])} ${issue.message}`),
    );
  }
  const env = parsed.data;
  const { DISCORD_GUILD_ID: home, ALLOWED_GUILD_IDS: allowed } = env;
  if (home !== undefined && allowed.length > 0 && !allowed.includes(home)) {
    throw new ConfigError(['DISCORD_GUILD_ID must be one of ALLOWED_GUILD_IDS']);
  }
  if (env.HTTP_PORT !== undefined && env.HTTP_PORT === env.METRICS_PORT) {
    throw new ConfigError(['METRICS_PORT must be another than HTTP_PORT']);
  }
  if (env.PUBLIC_URL !== undefined && env.HTTP_PORT === undefined) {
    throw new ConfigError(['HTTP_PORT is missing: the port that PUBLIC_URL leads to']);
  }
  if (env.INTAKE === 'http' && env.HTTP_PORT === undefined) {
    throw new ConfigError(['HTTP_PORT is missing: the port for interactions, as INTAKE is http']);
  }
  requireForUserInstall(env);
  const worksOutside = env.USER_INSTALL_PICTURES_PER_DAY > 0;
  const cdn = new URL(env.DISCORD_CDN_URL).origin;
  const worker: WorkerChoice = { kind: env.WORKER, faceWorkflow: env.FACE_WORKFLOW };
  const { faceFiles } = workerOf(worker);
  return deepFreeze({
    discord: {
      token: env.DISCORD_TOKEN,
      /** The only server that gets the commands. `undefined`: they are registered globally. */
      guildId: env.DISCORD_GUILD_ID,
      /** The only servers the bot works in. Empty: all of them. */
      allowedGuildIds: env.ALLOWED_GUILD_IDS,
      /** Where operators are notified of problems to fix. */
      operatorChannelId: env.OPERATOR_CHANNEL_ID,
      apiUrl: env.DISCORD_API_URL,
      /** The only origins that attachments may be fetched from. */
      attachmentOrigins: cdn === DISCORD_CDN ? [cdn, DISCORD_MEDIA] : [cdn],
    },
    runpod: {
      apiUrl: env.RUNPOD_API_URL,
      /** RunPod's REST API, which manages endpoints. */
      restUrl: env.RUNPOD_REST_URL,
      apiKey: env.RUNPOD_API_KEY,
      endpointId: env.RUNPOD_ENDPOINT_ID,
    },
    databasePath: env.DATABASE_PATH,
    /** A PostgreSQL database to use in place of the SQLite file. Other files stay beside that path. */
    databaseUrl: env.DATABASE_URL,
    /** Where a marker records that the database has been created. */
    databaseMarkerFolder: env.DATABASE_MARKER_DIR ?? join(homedir(), '.local/state/darkroom'),
    /** Where the pictures that jobs made are stored. */
    pictureStore: pictureStoreIn(env),
    workflows: workflowsIn(env),
    /** How many pictures a request to a built-in command makes if nobody says. */
    defaultCount: env.DEFAULT_COUNT,
    pollIntervalMs: env.POLL_INTERVAL_MS,
    jobTimeoutMs: env.JOB_TIMEOUT_MS,
    queueTimeoutMs: env.QUEUE_TIMEOUT_MS,
    /** 0 means no limit, here and in the next five. */
    limits: {
      atOncePerPerson: env.MAX_JOBS_PER_PERSON,
      atOncePerServer: env.MAX_JOBS_PER_SERVER,
      waitingPerPerson: env.MAX_WAITING_PER_PERSON,
      hourlyPerPerson: env.MAX_HOURLY_PER_PERSON,
      hourlyPerServer: env.MAX_HOURLY_PER_SERVER,
      /** Pictures that each person may make in 24 hours outside servers. 0: none, and there is no user install. */
      dailyOutsideServers: env.USER_INSTALL_PICTURES_PER_DAY,
    },
    /** Whether users can install the bot for themselves, and use it outside servers. */
    worksOutside,
    maxActionsPerMinute: env.MAX_ACTIONS_PER_MINUTE_PER_PERSON,
    maxJobsInFlight: env.MAX_JOBS_IN_FLIGHT,
    maxGpuMsPerDay: env.MAX_GPU_SECONDS_PER_DAY * 1_000,
    maxGpuMsPerDayPerServer: env.MAX_GPU_SECONDS_PER_DAY_PER_SERVER * 1_000,
    /** For endpoints billed by the picture, in millionths of a US dollar. */
    maxSpendMicrosPerDay: microsOf(env.MAX_SPEND_PER_DAY_USD),
    /** What a GPU second costs, in millionths of a US dollar. `undefined`: unknown, so GPU time has no price. */
    gpuSecondMicros: env.GPU_SECOND_PRICE_USD && microsOf(env.GPU_SECOND_PRICE_USD),
    resultRetentionMs: env.RESULT_RETENTION_HOURS * HOUR_MS,
    logRetentionMs: env.LOG_RETENTION_DAYS * 24 * HOUR_MS,
    /** Pauses a member after this many refused requests in a day (0: never), and how long these are recorded. */
    safety: {
      pauseAfter: env.SAFETY_PAUSE_AFTER,
      recordMs: env.SAFETY_RECORD_DAYS * 24 * HOUR_MS,
    },
    models: {
      checkpoints: { main: env.CHECKPOINT_NAME, general: env.GENERAL_CHECKPOINT_NAME },
      ipAdapterFile: env.IPADAPTER_FILE ?? faceFiles.ipAdapterFile,
      clipVisionName: env.CLIP_VISION_NAME ?? faceFiles.clipVisionName,
    },
    worker,
    /** Origins that pictures may be fetched from, besides the worker's own. */
    resultOrigins: env.RESULT_HOSTS,
    /** Where previews of unfinished pictures are shown: nowhere, in age-restricted channels, or everywhere. */
    previews: env.PREVIEWS,
    /** Jobs that take at least this long notify their requester at the end. 0: none do. */
    notifyAfterMs: env.NOTIFY_AFTER_SECONDS * 1_000,
    /** Whether to accept pictures that may show people. */
    faces: env.FACE_REFERENCES === 'on',
    /** A folder of additional screening terms. */
    screeningTermsFolder: env.SCREENING_TERMS_DIR,
    /** What each SKU at Discord gives, by its id. Empty: premium is off. */
    premiumSkus: env.PREMIUM_SKUS,
    /** Whether Discord has to post events to HTTP_PORT: of removed installs, or of what was bought. */
    needsEvents: worksOutside || isOffered(env.PREMIUM_SKUS),
    /** The page of the privacy policy. */
    privacyUrl: env.PRIVACY_URL,
    /** The public address of HTTP_PORT. `undefined` if it is not reachable from outside. */
    publicUrl: env.PUBLIC_URL,
    /** How interactions arrive: from Discord's gateway, or posted by it to the HTTP port. */
    intake: env.INTAKE,
    /** The gateway's shards that this process connects. `undefined`: all of them. */
    shards: shardsIn(env),
    /** Where RunPod's webhooks and interactions arrive. Without `port`, does not listen. */
    http: { host: env.HTTP_HOST, port: env.HTTP_PORT },
    /** Where health and metrics are served. */
    metrics: { host: env.METRICS_HOST, port: env.METRICS_PORT },
    logLevel: env.LOG_LEVEL,
  });
}

/**
 * The configuration of this process, from its environment and an optional `.env` file. The environment wins.
 *
 * @throws ConfigError.
 */
export function loadConfig(dotenvPath = '.env'): Config {
  return parseConfig({ ...readDotenv(dotenvPath), ...setVariables(process.env) });
}

/** Like {@link loadConfig}, for programs that never connect to Discord: a missing token is fine. */
export function loadConfigWithoutDiscord(dotenvPath = '.env'): Config {
  const set = { ...readDotenv(dotenvPath), ...setVariables(process.env) };
  return parseConfig({ DISCORD_TOKEN: 'none', ...setVariables(set) });
}

/** Like {@link loadConfig}, for the workflow settings alone. Nothing else has to be set or valid. */
export function loadWorkflowsConfig(dotenvPath = '.env'): Config['workflows'] {
  const environment = { ...readDotenv(dotenvPath), ...setVariables(process.env) };
  return workflowsIn(workflowVariables.parse(setVariables(environment)));
}

type Variables = z.infer<typeof variables>;

const workflowVariables = variables
  .pick({ DATABASE_PATH: true, WORKFLOWS_DIR: true, FEATURED_WORKFLOW: true })
  .extend({ WORKER: variables.shape.WORKER.catch('contract') });

function workflowsIn(env: z.infer<typeof workflowVariables>) {
  const publicEndpoints = abilitiesOf(env.WORKER).isPublic;
  return {
    /** One subfolder per workflow. May be missing. */
    folder: env.WORKFLOWS_DIR ?? join(dirname(dirname(env.DATABASE_PATH)), 'workflows'),
    /** The workflow behind `/imagine`, in place of the built-in recipes. */
    featured: env.FEATURED_WORKFLOW ?? (publicEndpoints ? FIRST_PUBLIC.workflow : undefined),
    /** Whether RunPod's public endpoints make the pictures. Adds the bundled ones. */
    publicEndpoints,
  };
}

/** @throws ConfigError. */
function requireForUserInstall(env: Variables): void {
  if (env.USER_INSTALL_PICTURES_PER_DAY === 0) return;
  if (env.DISCORD_GUILD_ID !== undefined) {
    throw new ConfigError([
      'DISCORD_GUILD_ID must not be set, as USER_INSTALL_PICTURES_PER_DAY is: users can install only commands that are registered everywhere',
    ]);
  }
  if (env.HTTP_PORT === undefined) {
    throw new ConfigError([
      'HTTP_PORT is missing: the port on which Discord says that a user has removed the bot, as USER_INSTALL_PICTURES_PER_DAY is set',
    ]);
  }
}

/** @throws ConfigError. */
function shardsIn({ SHARD_IDS: ids, SHARD_COUNT: count, ...env }: Variables) {
  if (ids === undefined && count === undefined) return undefined;
  if (ids === undefined || count === undefined) {
    throw new ConfigError(['SHARD_IDS and SHARD_COUNT must be set together']);
  }
  if (env.DATABASE_URL === undefined) {
    throw new ConfigError([
      'DATABASE_URL is missing: only PostgreSQL has room for several processes',
    ]);
  }
  if (env.INTAKE === 'http') {
    throw new ConfigError(['SHARD_IDS must not be set, as INTAKE is http']);
  }
  if (ids.some((id) => id >= count)) {
    throw new ConfigError(['SHARD_IDS must be less than SHARD_COUNT']);
  }
  return { ids, count };
}

/** A folder beside the database, the database, or a bucket. @throws ConfigError. */
function pictureStoreIn({ DATABASE_URL: url, PICTURE_STORE: given, ...env }: Variables) {
  const store = given ?? (url === undefined ? 'folder' : 'database');
  if (url !== undefined && store === 'folder') {
    throw new ConfigError(['PICTURE_STORE must be database or a bucket, as DATABASE_URL is set']);
  }
  if (store === 'folder' || store === 'database') return { place: store } as const;
  const { S3_ACCESS_KEY_ID: accessKeyId, S3_SECRET_ACCESS_KEY: secretAccessKey } = env;
  if (accessKeyId === undefined || secretAccessKey === undefined) {
    throw new ConfigError([
      'S3_ACCESS_KEY_ID or S3_SECRET_ACCESS_KEY is missing: the key to the bucket of PICTURE_STORE',
    ]);
  }
  const { S3_ENDPOINT: endpoint, S3_REGION: region } = env;
  const key = { accessKeyId, secretAccessKey };
  return { place: 'bucket', bucket: { ...store, endpoint, region, ...key } } as const;
}

/** The folder in which a command was typed: npm runs programs in the project's own. */
export function typedIn(): string {
  return process.env.INIT_CWD ?? process.cwd();
}

function readDotenv(path: string): Environment {
  try {
    return parseEnv(readFileSync(path, 'utf8'));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return {};
    throw new ConfigError([`The file ${path} cannot be read.`], { cause: error });
  }
}

type Frozen<T> = { readonly [Name in keyof T]: T[Name] extends object ? Frozen<T[Name]> : T[Name] };

function deepFreeze<T extends object>(value: T): Frozen<T> {
  for (const part of Object.values(value)) {
    if (typeof part === 'object' && part !== null) deepFreeze(part);
  }
  return Object.freeze(value);
}

/** Thrown when variables are invalid or missing. The message lists them all, one per line. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  /** One sentence each. */
  readonly problems: readonly string[];

  constructor(problems: readonly string[], options?: ErrorOptions) {
    const list =
      problems.length === 1
        ? ` ${problems.join()}`
        : problems.map((problem) => `\n  ${problem}`).join('');
    super(`The configuration has to be corrected:${list}`, options);
    this.problems = problems;
  }
}
