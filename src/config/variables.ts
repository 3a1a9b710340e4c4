import { z } from 'zod';
import { modelFile } from '../comfy/model-file.ts';
import { FACE_WORKFLOW_NAMES } from '../comfy/face-workflow.ts';
import { WORKER_KINDS } from '../comfy/worker-kinds.ts';
import {
  amountOf,
  count,
  dollars,
  generalCheckpoint,
  hosts,
  listenHost,
  listenPort,
  milliseconds,
  NONE,
  oneOf,
  pageUrl,
  required,
  secret,
  serverUrl,
  snowflake,
  snowflakes,
} from './config-values.ts';

const endpointId = required('the id of your RunPod serverless endpoint').regex(/^[\w-]+$/, {
  error: 'must be letters, digits and dashes only',
});

/** Every variable by its name, with the values that it may have and its default. */
export const variables = z.object({
  DISCORD_TOKEN: secret('the bot token, from the Bot page of your Discord application'),
  DISCORD_GUILD_ID: snowflake('server').optional(),
  ALLOWED_GUILD_IDS: snowflakes('server').default([]),
  OPERATOR_CHANNEL_ID: snowflake('channel').optional(),
  DISCORD_API_URL: serverUrl.default('https://discord.com/api'),
  DISCORD_CDN_URL: serverUrl.default('https://cdn.discordapp.com'),
  RUNPOD_API_KEY: secret('an API key, from the settings of your RunPod account'),
  RUNPOD_ENDPOINT_ID: endpointId,
  RUNPOD_API_URL: serverUrl.default('https://api.runpod.ai/v2'),
  RUNPOD_REST_URL: serverUrl.default('https://api.runpod.io/v2'),
  DATABASE_PATH: z.string().default('data/darkroom.sqlite'),
  DATABASE_MARKER_DIR: z.string().optional(),
  WORKFLOWS_DIR: z.string().optional(),
  FEATURED_WORKFLOW: z.string().optional(),
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
  MAX_SPEND_PER_DAY_USD: dollars.default(5),
  RESULT_RETENTION_HOURS: amountOf('hours', 8_760).default(24),
  LOG_RETENTION_DAYS: amountOf('days', 3_650).default(90),
  SAFETY_PAUSE_AFTER: count.default(3),
  SAFETY_RECORD_DAYS: amountOf('days', 30, 0).default(0),
  CHECKPOINT_NAME: modelFile.default('lustifySDXLNSFW_ggwpV7.safetensors'),
  GENERAL_CHECKPOINT_NAME: generalCheckpoint.prefault('sd_xl_base_1.0.safetensors'),
  WORKER: oneOf(WORKER_KINDS).default('contract'),
  FACE_WORKFLOW: oneOf(FACE_WORKFLOW_NAMES).default('plus-face'),
  IPADAPTER_FILE: modelFile.optional(),
  CLIP_VISION_NAME: modelFile.optional(),
  RESULT_HOSTS: hosts.default([]),
  PREVIEWS: z
    .enum(['off', 'on', 'everywhere'], { error: 'must be off, on or everywhere' })
    .default('off'),
  NOTIFY_AFTER_SECONDS: count.default(60),
  FACE_REFERENCES: z.enum(['on', 'off'], { error: 'must be on or off' }).default('on'),
  SCREENING_TERMS_DIR: z.string().optional(),
  PRIVACY_URL: pageUrl.optional(),
  HTTP_PORT: listenPort.optional(),
  HTTP_HOST: listenHost.default('127.0.0.1'),
  PUBLIC_URL: serverUrl.optional(),
  METRICS_PORT: listenPort.optional(),
  METRICS_HOST: listenHost.default('127.0.0.1'),
  LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'], {
      error: 'must be fatal, error, warn, info, debug, trace or silent',
    })
    .default('info'),
});

/** The one of RunPod's public endpoints that is the bot's own where none is named, and its manifest. */
export const FIRST_PUBLIC = {
  endpointId: 'black-forest-labs-flux-1-schnell',
  workflow: 'flux-schnell',
} as const;

/** The same where RunPod's public endpoints make the pictures: nobody has to have one of their own. */
const withPublicEndpoints = variables.extend({
  RUNPOD_ENDPOINT_ID: endpointId.default(FIRST_PUBLIC.endpointId),
});

/** Reads the variables that are set, as far as they go together. */
export function readVariables(environment: Environment) {
  const set = setVariables(environment);
  return (set.WORKER === 'runpod-public' ? withPublicEndpoints : variables).safeParse(set);
}

/** Variables by their names, as the environment or a file has them. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** What being empty used to mean, as the word that says it now: for files that are older. */
const ONCE_SAID_BY_BEING_EMPTY: Environment = { GENERAL_CHECKPOINT_NAME: NONE };

/**
 * The variables that are set, without the blanks around their values. An empty one counts as not set,
 * whichever it is.
 */
export function setVariables(environment: Environment): Record<string, string> {
  const set: Record<string, string> = {};
  for (const [name, value] of Object.entries(environment)) {
    const text = value?.trim();
    const meant = text === '' ? ONCE_SAID_BY_BEING_EMPTY[name] : text;
    if (meant !== undefined) set[name] = meant;
  }
  return set;
}
