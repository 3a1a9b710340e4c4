import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { z } from 'zod';
import type { Limits } from '../record/job/limits.ts';
import { FACE_WORKFLOW_NAMES } from '../comfy/face-workflow.ts';
import { WORKER_KINDS, workerOf, type WorkerChoice } from '../comfy/worker-kinds.ts';
import {
  amountOf,
  count,
  generalCheckpoint,
  hosts,
  milliseconds,
  modelFile,
  oneOf,
  required,
  secret,
  serverUrl,
  snowflake,
  snowflakes,
} from './config-values.ts';

const DISCORD_CDN = 'https://cdn.discordapp.com';
const DISCORD_MEDIA = 'https://media.discordapp.net';
const HOUR_MS = 60 * 60_000;

const environmentSchema = z.object({
  DISCORD_TOKEN: secret('the bot token, from the Bot page of your Discord application'),
  DISCORD_GUILD_ID: snowflake('server').optional(),
  ALLOWED_GUILD_IDS: snowflakes('server').default([]),
  OPERATOR_CHANNEL_ID: snowflake('channel').optional(),
  DISCORD_API_URL: serverUrl.default('https://discord.com/api'),
  DISCORD_CDN_URL: serverUrl.default(DISCORD_CDN),
  RUNPOD_API_KEY: secret('an API key, from the settings of your RunPod account'),
  RUNPOD_ENDPOINT_ID: required('the id of your RunPod serverless endpoint').regex(/^[\w-]+$/, {
    error: 'must be letters, digits and dashes only',
  }),
  RUNPOD_API_URL: serverUrl.default('https://api.runpod.ai/v2'),
  DATABASE_PATH: z.string().default('data/darkroom.sqlite'),
  POLL_INTERVAL_MS: milliseconds(100, 60_000).default(5_000),
  JOB_TIMEOUT_MS: milliseconds(5_000, 7 * 86_400_000).default(600_000),
  QUEUE_TIMEOUT_MS: milliseconds(5_000, 7 * 86_400_000).default(1_800_000),
  MAX_JOBS_PER_PERSON: count.default(2),
  MAX_JOBS_PER_SERVER: count.default(20),
  MAX_HOURLY_PER_PERSON: count.default(60),
  MAX_HOURLY_PER_SERVER: count.default(600),
  MAX_ACTIONS_PER_MINUTE_PER_PERSON: count.default(60),
  MAX_JOBS_IN_FLIGHT: count.default(50),
  MAX_GPU_SECONDS_PER_DAY: count.default(0),
  MAX_GPU_SECONDS_PER_DAY_PER_SERVER: count.default(0),
  RESULT_RETENTION_HOURS: amountOf('hours', 8_760).default(24),
  LOG_RETENTION_DAYS: amountOf('days', 3_650).default(90),
  CHECKPOINT_NAME: modelFile.default('lustifySDXLNSFW_ggwpV7.safetensors'),
  GENERAL_CHECKPOINT_NAME: generalCheckpoint.optional(),
  WORKER: oneOf(WORKER_KINDS).default('contract'),
  FACE_WORKFLOW: oneOf(FACE_WORKFLOW_NAMES).default('plus-face'),
  IPADAPTER_FILE: modelFile.optional(),
  CLIP_VISION_NAME: modelFile.optional(),
  RESULT_HOSTS: hosts.default([]),
  FACE_REFERENCES: z.enum(['on', 'off'], { error: 'must be on or off' }).default('on'),
  SCREENING_TERMS_DIR: z.string().optional(),
  LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'], {
      error: 'must be fatal, error, warn, info, debug, trace or silent',
    })
    .default('info'),
});

/** The settings of one run, from the environment. Frozen. */
export interface Config {
  readonly discord: {
    readonly token: string;
    /** Commands are registered in this server only; globally where `undefined`. */
    readonly guildId: string | undefined;
    /** The bot works in these servers only; in all where there are none. */
    readonly allowedGuildIds: readonly string[];
    /** Where the operator is told what they have to mend. */
    readonly operatorChannelId: string | undefined;
    readonly apiUrl: string;
    /** Where people's attachments may be fetched from, and nowhere else. */
    readonly attachmentOrigins: readonly string[];
  };
  readonly runpod: {
    readonly apiUrl: string;
    readonly apiKey: string;
    readonly endpointId: string;
  };
  readonly databasePath: string;
  readonly pollIntervalMs: number;
  readonly jobTimeoutMs: number;
  readonly queueTimeoutMs: number;
  /** 0 is no limit, here and in the next four. */
  readonly limits: Limits;
  readonly maxActionsPerMinute: number;
  readonly maxJobsInFlight: number;
  readonly maxGpuMsPerDay: number;
  readonly maxGpuMsPerDayPerServer: number;
  readonly resultRetentionMs: number;
  readonly logRetentionMs: number;
  readonly models: {
    readonly checkpoints: { readonly main: string; readonly general: string | undefined };
    readonly ipAdapterFile: string;
    readonly clipVisionName: string;
  };
  readonly worker: WorkerChoice;
  /** Where pictures may be fetched from that the worker put elsewhere, and nowhere else. */
  readonly resultOrigins: readonly string[];
  /** Whether pictures are made from photos of faces. */
  readonly faces: boolean;
  /** A folder with more terms to screen prompts by. */
  readonly screeningTermsFolder: string | undefined;
  readonly logLevel: string;
}

/** Thrown when variables are wrong or missing; its message lists them all, one in a line. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  /** A sentence each. */
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

type Environment = Readonly<Record<string, string | undefined>>;

/** Reads a configuration from variables. An empty variable counts as one that is not set. */
export function parseConfig(environment: Environment): Config {
  const filled = Object.entries(environment).filter(([, value]) => value?.trim());
  const parsed = environmentSchema.safeParse(
    Object.fromEntries(filled.map(([name, value]) => [name, value?.trim()])),
  );
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
  const cdn = new URL(env.DISCORD_CDN_URL).origin;
  // Set but empty is the operator's way to switch the general checkpoint off.
  const general =
    environment.GENERAL_CHECKPOINT_NAME?.trim() === ''
      ? undefined
      : (env.GENERAL_CHECKPOINT_NAME ?? 'sd_xl_base_1.0.safetensors');
  const worker = { kind: env.WORKER, faceWorkflow: env.FACE_WORKFLOW };
  const { faceFiles } = workerOf(worker);
  return deepFreeze({
    discord: {
      token: env.DISCORD_TOKEN,
      guildId: env.DISCORD_GUILD_ID,
      allowedGuildIds: env.ALLOWED_GUILD_IDS,
      operatorChannelId: env.OPERATOR_CHANNEL_ID,
      apiUrl: env.DISCORD_API_URL,
      attachmentOrigins: cdn === DISCORD_CDN ? [cdn, DISCORD_MEDIA] : [cdn],
    },
    runpod: {
      apiUrl: env.RUNPOD_API_URL,
      apiKey: env.RUNPOD_API_KEY,
      endpointId: env.RUNPOD_ENDPOINT_ID,
    },
    databasePath: env.DATABASE_PATH,
    pollIntervalMs: env.POLL_INTERVAL_MS,
    jobTimeoutMs: env.JOB_TIMEOUT_MS,
    queueTimeoutMs: env.QUEUE_TIMEOUT_MS,
    limits: {
      atOncePerPerson: env.MAX_JOBS_PER_PERSON,
      atOncePerServer: env.MAX_JOBS_PER_SERVER,
      hourlyPerPerson: env.MAX_HOURLY_PER_PERSON,
      hourlyPerServer: env.MAX_HOURLY_PER_SERVER,
    },
    maxActionsPerMinute: env.MAX_ACTIONS_PER_MINUTE_PER_PERSON,
    maxJobsInFlight: env.MAX_JOBS_IN_FLIGHT,
    maxGpuMsPerDay: env.MAX_GPU_SECONDS_PER_DAY * 1_000,
    maxGpuMsPerDayPerServer: env.MAX_GPU_SECONDS_PER_DAY_PER_SERVER * 1_000,
    resultRetentionMs: env.RESULT_RETENTION_HOURS * HOUR_MS,
    logRetentionMs: env.LOG_RETENTION_DAYS * 24 * HOUR_MS,
    models: {
      checkpoints: { main: env.CHECKPOINT_NAME, general },
      ipAdapterFile: env.IPADAPTER_FILE ?? faceFiles.ipAdapterFile,
      clipVisionName: env.CLIP_VISION_NAME ?? faceFiles.clipVisionName,
    },
    worker,
    resultOrigins: env.RESULT_HOSTS,
    faces: env.FACE_REFERENCES === 'on',
    screeningTermsFolder: env.SCREENING_TERMS_DIR,
    logLevel: env.LOG_LEVEL,
  });
}

/** The configuration of this process: the environment, and below it a `.env` file if there. */
export function loadConfig(dotenvPath = '.env'): Config {
  return parseConfig({ ...readDotenv(dotenvPath), ...process.env });
}

function readDotenv(path: string): Environment {
  try {
    return parseEnv(readFileSync(path, 'utf8'));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return {};
    throw new ConfigError([`The file ${path} cannot be read.`], { cause: error });
  }
}

function deepFreeze<T extends object>(value: T): T {
  for (const part of Object.values(value)) {
    if (typeof part === 'object' && part !== null) deepFreeze(part);
  }
  return Object.freeze(value);
}
