import { z } from 'zod';
import { microsOf } from '../engines/money.ts';
import { adultWordIn } from '../policy/checkpoints.ts';
import { readSkus } from '../premium/skus.ts';
import { FACE_WORKFLOW_NAMES } from '../recipes/face.ts';
import { modelFile } from '../recipes/model-file.ts';
import { TEXT_OPTIONS } from '../recipes/text.ts';
import { abilitiesOf, WORKER_KINDS } from '../workers/worker-kinds.ts';

const LOCAL_HOSTS = new Set(['127.0.0.1', 'localhost', '[::1]']);

/** A server address as in request URLs, without a trailing slash: https, or http on this machine. */
export const serverUrl = z
  .string()
  .refine(
    (text) => {
      if (!URL.canParse(text)) return false;
      const url = new URL(text);
      // Paths are appended to it, so it must not end in a query or fragment, not even an empty one.
      if (url.username !== '' || url.password !== '' || /[?#]/.test(text)) return false;
      return (
        url.protocol === 'https:' || (url.protocol === 'http:' && LOCAL_HOSTS.has(url.hostname))
      );
    },
    { error: 'must be an https address (http only on this machine)' },
  )
  .transform((text) => new URL(text).href.replace(/\/+$/, ''));

const LONGEST_PAGE_URL = 512;

/** A text that `read` understands. `message`: what it must be. */
const readBy = <T>(read: (text: string) => T | undefined, message: string) =>
  z.string().transform((text, context) => {
    const value = read(text);
    if (value !== undefined) return value;
    context.addIssue({ code: 'custom', message });
    return z.NEVER;
  });

/** The https address of a page, safe inside a Discord markdown link. */
const pageUrl = readBy((text) => {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol !== 'https:' || url.username !== '') return undefined;
  if (url.href.length > LONGEST_PAGE_URL) return undefined;
  return url.href.replaceAll('(', '%28').replaceAll(')', '%29');
}, `must be an https address of at most ${LONGEST_PAGE_URL} characters`);

/** An integer. `error`: what it must be. */
const integer = (error: string) => z.coerce.number({ error }).int({ error });

/** An integer number of milliseconds in a range. */
const milliseconds = (min: number, max: number) =>
  integer('must be a whole number of milliseconds')
    .min(min, { error: `must be at least ${min} ms` })
    .max(max, { error: `must be at most ${max} ms` });

/** A port to listen on. */
const listenPort = integer('must be the number of a port')
  .min(1, { error: 'must be at least 1' })
  .max(65_535, { error: 'must be at most 65535' });

/** An address of this machine to listen on, or its name. */
const listenHost = z.string().regex(/^[\w.:%-]+$/, {
  error: 'must be an address of this machine, such as 127.0.0.1, or 0.0.0.0 for all of them',
});

/** A maximum. 0 is no limit. */
const count = integer('must be a whole number')
  .min(0, { error: 'must be at least 0, which is no limit' })
  .max(1_000_000, { error: 'must be at most 1000000' });

/** How many pictures a request makes. */
const pictures = z.coerce
  .number({ error: 'must be a whole number' })
  .int({ error: 'must be a whole number' })
  .min(TEXT_OPTIONS.count.min, { error: `must be at least ${TEXT_OPTIONS.count.min}` })
  .max(TEXT_OPTIONS.count.max, { error: `must be at most ${TEXT_OPTIONS.count.max}` });

/** An amount of US dollars. 0 is no limit, so positive amounts must not round down to it. */
const dollars = z.coerce
  .number({ error: 'must be an amount of US dollars, such as 2.50' })
  .min(0, { error: 'must be at least 0, which is no limit' })
  .max(1_000_000, { error: 'must be at most 1000000' })
  .refine((usd) => usd <= 0 || microsOf(usd) > 0, {
    error: 'must be 0, which is no limit, or at least 0.000001',
  });

/** What a second on a GPU costs, in US dollars. It is stored in millionths, so it must not round down to 0. */
const secondPrice = z.coerce
  .number({ error: 'must be an amount of US dollars, such as 0.00031' })
  .min(0.000001, { error: 'must be at least 0.000001' })
  .max(1, { error: 'must be at most 1' });

/** A number of hours or days. */
const amountOf = (unit: 'hours' | 'days' | 'pictures', max: number, min = 1) =>
  z.coerce
    .number({ error: `must be a number of ${unit}` })
    .min(min, { error: `must be at least ${min}` })
    .max(max, { error: `must be at most ${max}` });

/** What each SKU at Discord gives. */
const premiumSkus = z.string().transform((text, context) => {
  const read = readSkus(text);
  if ('skus' in read) return read.skus;
  context.addIssue({ code: 'custom', message: read.problem });
  return z.NEVER;
});

/** A Discord id. */
const snowflake = (what: string) =>
  z
    .string()
    .regex(/^\d{17,20}$/, { error: `must be the id of a Discord ${what} (17 to 20 digits)` });

/** Discord ids, separated by commas. */
const snowflakes = (what: string) =>
  readBy((text) => {
    const ids = text.split(',').map((id) => id.trim());
    return ids.every((id) => snowflake(what).safeParse(id).success) ? ids : undefined;
  }, `must be ids of Discord ${what}s (17 to 20 digits), separated by commas`);

/** Explicitly sets nothing where a default would apply. */
const NONE = 'none';

/** The name of a checkpoint that does not call itself adult-rated, or undefined for {@link NONE}. */
const generalCheckpoint = modelFile
  .superRefine((name, context) => {
    const word = adultWordIn(name);
    if (word === undefined) return;
    context.addIssue({
      code: 'custom',
      message: `must be a general-audience checkpoint, but its name says "${word}"; it is used for every photo of a face`,
    });
  })
  .transform((name) => (name === NONE ? undefined : name));

/** One of these words. */
const oneOf = <const T extends readonly string[]>(names: T) =>
  z.enum(names, { error: `must be ${names.join(' or ')}` });

/** The origins of comma-separated hosts, each with an optional port. */
const hosts = readBy((text) => {
  const origins = text.split(',').map((host) => originOf(host.trim()));
  const known = origins.filter((origin) => origin !== undefined);
  return known.length === origins.length ? known : undefined;
}, 'must be host names separated by commas, such as bucket.s3.amazonaws.com');

const HOST_NAME = /^(?:[a-z\d.-]+|\[[\da-f:.]+\])$/;

/** https, or a complete http address on this machine. Only a host is accepted. */
function originOf(host: string): string | undefined {
  const url = serverUrl.safeParse(host.includes('://') ? host : `https://${host}`).data;
  if (url === undefined || /[@?#\s\p{C}]/u.test(host)) return undefined;
  const { origin, pathname, hostname } = new URL(url);
  return pathname === '/' && HOST_NAME.test(hostname) ? origin : undefined;
}

/** A bucket's name, and a prefix in it that ends with a slash or is empty. */
const BUCKET = /^s3:\/\/([a-z\d][a-z\d.-]{1,61}[a-z\d])((?:\/[\w-][\w.-]*){0,8})\/?$/;

/** Where pictures are stored. */
const pictureStore = readBy((text) => {
  if (text === 'folder' || text === 'database') return text;
  const [, name, path = ''] = BUCKET.exec(text) ?? [];
  return name === undefined ? undefined : { name, prefix: path && `${path.slice(1)}/` };
}, 'must be folder, database or s3://bucket/prefix');

/** A required variable. `what` describes it. */
const required = (what: string) => z.string({ error: `is missing: ${what}` });

/** A value sent in a header, which allows only these characters. */
const headerValue = z.string().regex(/^[\x21-\x7e]+$/, {
  error: 'must contain neither spaces nor special characters',
});

/** A required {@link headerValue}. */
const secret = (what: string) => required(what).pipe(headerValue);

/** A database on a PostgreSQL server. The value may hold a password, so no message shows it. */
const postgresUrl = z.string().refine(
  (text) => {
    if (!URL.canParse(text)) return false;
    const { protocol, pathname } = new URL(text);
    return /^postgres(?:ql)?:$/.test(protocol) && pathname.length > 1;
  },
  { error: 'must be a PostgreSQL address, such as postgres://user:password@host:5432/database' },
);

const endpointId = required('the id of your RunPod serverless endpoint').regex(/^[\w-]+$/, {
  error: 'must be letters, digits and dashes only',
});

const MOST_SHARDS = 10_000;

const shardCount = integer('must be the number of all shards')
  .min(1, { error: 'must be at least 1' })
  .max(MOST_SHARDS, { error: `must be at most ${MOST_SHARDS}` });

/** `0,2` or `0-3`. */
const shardIds = z
  .string()
  .regex(/^\d{1,5}(?:-\d{1,5})?(?:,\d{1,5}(?:-\d{1,5})?)*$/, {
    error: 'must be numbers of shards, such as 0-3 or 0,2',
  })
  .transform((text) => [...new Set(text.split(',').flatMap(shardRange))].sort((a, b) => a - b));

function shardRange(range: string): readonly number[] {
  const [from = 0, to = from] = range.split('-').map(Number);
  return Array.from(
    { length: Math.min(MOST_SHARDS, Math.max(0, to - from + 1)) },
    (_, n) => from + n,
  );
}

/** All variables by name, with their accepted values and defaults. */
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
  DATABASE_URL: postgresUrl.optional(),
  DATABASE_MARKER_DIR: z.string().optional(),
  PICTURE_STORE: pictureStore.optional(),
  S3_ENDPOINT: serverUrl.optional(),
  S3_REGION: z
    .string()
    .regex(/^[\w-]{1,64}$/, { error: 'must be the name of a region, such as eu-central-1' })
    .default('us-east-1'),
  S3_ACCESS_KEY_ID: headerValue.optional(),
  S3_SECRET_ACCESS_KEY: headerValue.optional(),
  WORKFLOWS_DIR: z.string().optional(),
  FEATURED_WORKFLOW: z.string().optional(),
  DEFAULT_COUNT: pictures.default(1),
  POLL_INTERVAL_MS: milliseconds(100, 60_000).default(5_000),
  JOB_TIMEOUT_MS: milliseconds(5_000, 7 * 86_400_000).default(600_000),
  QUEUE_TIMEOUT_MS: milliseconds(5_000, 7 * 86_400_000).default(1_800_000),
  MAX_JOBS_PER_PERSON: count.default(4),
  MAX_JOBS_PER_SERVER: count.default(20),
  MAX_WAITING_PER_PERSON: count.default(8),
  MAX_HOURLY_PER_PERSON: count.default(60),
  MAX_HOURLY_PER_SERVER: count.default(600),
  USER_INSTALL_PICTURES_PER_DAY: amountOf('pictures', 10_000, 0)
    .int({ error: 'must be a whole number' })
    .default(0),
  MAX_ACTIONS_PER_MINUTE_PER_PERSON: count.default(60),
  MAX_JOBS_IN_FLIGHT: count.default(50),
  MAX_GPU_SECONDS_PER_DAY: count.default(0),
  MAX_GPU_SECONDS_PER_DAY_PER_SERVER: count.default(0),
  MAX_SPEND_PER_DAY_USD: dollars.default(5),
  GPU_SECOND_PRICE_USD: secondPrice.optional(),
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
  FACE_REFERENCES: oneOf(['on', 'off']).default('on'),
  SCREENING_TERMS_DIR: z.string().optional(),
  PREMIUM_SKUS: premiumSkus.default({}),
  PRIVACY_URL: pageUrl.optional(),
  INTAKE: oneOf(['gateway', 'http']).default('gateway'),
  SHARD_IDS: shardIds.optional(),
  SHARD_COUNT: shardCount.optional(),
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

/** The bot's own public endpoint unless another one is configured, and its manifest. */
export const FIRST_PUBLIC = {
  endpointId: 'black-forest-labs-flux-1-schnell',
  workflow: 'flux-schnell',
} as const;

/** The same with RunPod's public endpoints, which make an own endpoint optional. */
const withPublicEndpoints = variables.extend({
  RUNPOD_ENDPOINT_ID: endpointId.default(FIRST_PUBLIC.endpointId),
});

/** Validates the variables that are set, and their combinations. */
export function readVariables(environment: Environment) {
  const set = setVariables(environment);
  const isPublic = abilitiesOf(set.WORKER)?.isPublic === true;
  return (isPublic ? withPublicEndpoints : variables).safeParse(set);
}

/** Variables by name, as in the environment or a file. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** What an empty value used to mean, as today's explicit word. For older files. */
const EMPTY_ALLOWED_BEFORE: Environment = { GENERAL_CHECKPOINT_NAME: NONE };

/** The variables that are set, trimmed. An empty value counts as not set. */
export function setVariables(environment: Environment): Record<string, string> {
  const set: Record<string, string> = {};
  for (const [name, value] of Object.entries(environment)) {
    const text = value?.trim();
    const meant = text === '' ? EMPTY_ALLOWED_BEFORE[name] : text;
    if (meant !== undefined) set[name] = meant;
  }
  return set;
}
