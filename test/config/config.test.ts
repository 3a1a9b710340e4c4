import { homedir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ConfigError, parseConfig } from '../../src/config/config.ts';
import { variables } from '../../src/config/variables.ts';

const REQUIRED = { DISCORD_TOKEN: 'a.b.c', RUNPOD_API_KEY: 'key', RUNPOD_ENDPOINT_ID: 'ep-1' };

/** What is said about an environment that is wrong. */
function complaint(environment: Record<string, string | undefined>): string {
  try {
    parseConfig(environment);
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  throw new Error('this environment is not wrong');
}

describe('defaults', () => {
  it('are those of docs/configuration.md where only the required variables are set', () => {
    expect(parseConfig(REQUIRED)).toEqual({
      discord: {
        token: 'a.b.c',
        guildId: undefined,
        allowedGuildIds: [],
        operatorChannelId: undefined,
        apiUrl: 'https://discord.com/api',
        attachmentOrigins: ['https://cdn.discordapp.com', 'https://media.discordapp.net'],
      },
      runpod: {
        apiUrl: 'https://api.runpod.ai/v2',
        restUrl: 'https://api.runpod.io/v2',
        apiKey: 'key',
        endpointId: 'ep-1',
      },
      databasePath: 'data/darkroom.sqlite',
      databaseMarkerFolder: join(homedir(), '.local/state/darkroom'),
      workflows: { folder: 'workflows', featured: undefined, publicEndpoints: false },
      defaultCount: 1,
      pollIntervalMs: 5_000,
      jobTimeoutMs: 600_000,
      queueTimeoutMs: 1_800_000,
      limits: {
        atOncePerPerson: 4,
        atOncePerServer: 20,
        waitingPerPerson: 8,
        hourlyPerPerson: 60,
        hourlyPerServer: 600,
        dailyOutsideServers: 0,
      },
      worksOutside: false,
      maxActionsPerMinute: 60,
      maxJobsInFlight: 50,
      maxGpuMsPerDay: 0,
      maxGpuMsPerDayPerServer: 0,
      maxSpendMicrosPerDay: 5_000_000,
      resultRetentionMs: 24 * 3_600_000,
      logRetentionMs: 90 * 24 * 3_600_000,
      safety: { pauseAfter: 3, recordMs: 0 },
      models: {
        checkpoints: {
          main: 'lustifySDXLNSFW_ggwpV7.safetensors',
          general: 'sd_xl_base_1.0.safetensors',
        },
        ipAdapterFile: 'ip-adapter-faceid_sdxl.bin',
        clipVisionName: 'CLIP-ViT-bigG-14-laion2B-39B-b160k.safetensors',
      },
      worker: { kind: 'contract', faceWorkflow: 'plus-face' },
      pictureStore: { place: 'folder' },
      resultOrigins: [],
      previews: 'off',
      notifyAfterMs: 60_000,
      faces: true,
      screeningTermsFolder: undefined,
      premiumSkus: {},
      needsEvents: false,
      intake: 'gateway',
      http: { host: '127.0.0.1', port: undefined },
      metrics: { host: '127.0.0.1', port: undefined },
      logLevel: 'info',
    });
  });

  it.each(Object.keys(REQUIRED))('do not stand in for %s', (name) => {
    expect(complaint({ ...REQUIRED, [name]: undefined })).toMatch(
      new RegExp(`^The configuration has to be corrected: ${name} is missing: `),
    );
  });

  const optional = Object.keys(variables.shape).filter((name) => !(name in REQUIRED));

  it.each(optional.filter((name) => name !== 'GENERAL_CHECKPOINT_NAME'))(
    'stand in for %s where it is empty or blank',
    (name) => {
      expect(parseConfig({ ...REQUIRED, [name]: '' })).toEqual(parseConfig(REQUIRED));
      expect(parseConfig({ ...REQUIRED, [name]: '  ' })).toEqual(parseConfig(REQUIRED));
    },
  );
});

describe('a variable', () => {
  it.each<[string, string]>([
    ['DISCORD_TOKEN', 'two words'],
    ['DISCORD_TOKEN', 'a.b.c\r\nX-Other: 1'],
    ['RUNPOD_API_KEY', 'kéy'],
    ['DISCORD_GUILD_ID', '12345'],
    ['DISCORD_GUILD_ID', 'my server'],
    ['DISCORD_API_URL', 'discord.com/api'],
    ['DISCORD_API_URL', 'http://discord.com/api'],
    ['DISCORD_API_URL', 'ftp://127.0.0.1/'],
    ['DISCORD_CDN_URL', 'https://name:word@cdn.discordapp.com'],
    ['DISCORD_CDN_URL', 'http://127.0.0.1.example.com'],
    ['RUNPOD_API_URL', 'https://api.runpod.ai/v2?key=1'],
    ['RUNPOD_REST_URL', 'api.runpod.io'],
    ['INTAKE', 'webhook'],
    ['SHARD_IDS', 'all'],
    ['SHARD_IDS', '0-'],
    ['SHARD_COUNT', '0'],
    ['PICTURE_STORE', 'disk'],
    ['PICTURE_STORE', 's3://'],
    ['PICTURE_STORE', 's3://UPPER'],
    ['PICTURE_STORE', 's3://pictures//darkroom'],
    ['PICTURE_STORE', 's3://pictures/../darkroom'],
    ['PICTURE_STORE', 's3://pictures?versionId=1'],
    ['PICTURE_STORE', 'https://pictures.s3.amazonaws.com'],
    ['S3_ENDPOINT', 'http://s3.example.com'],
    ['S3_REGION', 'eu central'],
    ['S3_ACCESS_KEY_ID', 'two words'],
    ['S3_SECRET_ACCESS_KEY', 'two words'],
    ['RUNPOD_ENDPOINT_ID', 'a/b'],
    ['RUNPOD_ENDPOINT_ID', '../x'],
    ['PRIVACY_URL', 'http://127.0.0.1/policy'],
    ['PRIVACY_URL', 'example.com/policy'],
    ['PRIVACY_URL', 'javascript:alert(1)'],
    ['PRIVACY_URL', `https://example.com/${'a'.repeat(512)}`],
    ['FACE_REFERENCES', 'yes'],
    ['PREVIEWS', 'yes'],
    ['NOTIFY_AFTER_SECONDS', '-1'],
    ['POLL_INTERVAL_MS', '5s'],
    ['POLL_INTERVAL_MS', '99'],
    ['POLL_INTERVAL_MS', '60001'],
    ['POLL_INTERVAL_MS', '1000.5'],
    ['JOB_TIMEOUT_MS', '-1'],
    ['JOB_TIMEOUT_MS', '4999'],
    ['JOB_TIMEOUT_MS', 'Infinity'],
    ['OPERATOR_CHANNEL_ID', '#ops'],
    ['QUEUE_TIMEOUT_MS', '4999'],
    ['MAX_JOBS_PER_PERSON', '-1'],
    ['MAX_JOBS_PER_SERVER', '1.5'],
    ['MAX_HOURLY_PER_PERSON', 'many'],
    ['MAX_HOURLY_PER_SERVER', '1000001'],
    ['USER_INSTALL_PICTURES_PER_DAY', '-1'],
    ['USER_INSTALL_PICTURES_PER_DAY', '1.5'],
    ['MAX_JOBS_IN_FLIGHT', 'NaN'],
    ['MAX_GPU_SECONDS_PER_DAY', '-5'],
    ['ALLOWED_GUILD_IDS', '200000000000000001,me'],
    ['MAX_GPU_SECONDS_PER_DAY_PER_SERVER', '1.5'],
    ['MAX_SPEND_PER_DAY_USD', '-0.01'],
    ['MAX_SPEND_PER_DAY_USD', '0.0000004'],
    ['MAX_SPEND_PER_DAY_USD', '$5'],
    ['GPU_SECOND_PRICE_USD', '0'],
    ['GPU_SECOND_PRICE_USD', '0.0000009'],
    ['GPU_SECOND_PRICE_USD', '1.01'],
    ['GPU_SECOND_PRICE_USD', 'cheap'],
    ['RESULT_RETENTION_HOURS', '0'],
    ['LOG_RETENTION_DAYS', '3651'],
    ['CHECKPOINT_NAME', 'a\nb.safetensors'],
    ['CHECKPOINT_NAME', '../secret'],
    ['CHECKPOINT_NAME', 'x'.repeat(256)],
    ['GENERAL_CHECKPOINT_NAME', 'a\\..\\b'],
    ['IPADAPTER_FILE', 'folder/../../x.bin'],
    ['CLIP_VISION_NAME', 'tab\there'],
    ['WORKER', 'comfyui'],
    ['FACE_WORKFLOW', 'instantid'],
    ['RESULT_HOSTS', 'http://bucket.example'],
    ['RESULT_HOSTS', 'bucket.example/pictures'],
    ['RESULT_HOSTS', 'bucket.example, name:word@other.example'],
    ['RESULT_HOSTS', 'bucket.example,,'],
    ['RESULT_HOSTS', '*.example'],
    ['RESULT_HOSTS', 'a.example;b.example'],
    ['RESULT_HOSTS', 'a.example\tb.example'],
    ['RESULT_HOSTS', 'a.example b.example'],
    ['HTTP_PORT', '0'],
    ['HTTP_PORT', '80a'],
    ['HTTP_HOST', 'http://127.0.0.1'],
    ['PUBLIC_URL', 'http://bot.example'],
    ['PUBLIC_URL', 'https://bot.example/#runpod'],
    ['PUBLIC_URL', 'https://bot.example/?'],
    ['PUBLIC_URL', 'https://bot.example#'],
    ['PUBLIC_URL', 'https://:word@bot.example'],
    ['METRICS_PORT', '65536'],
    ['METRICS_PORT', '90.5'],
    ['METRICS_HOST', '127.0.0.1/24'],
    ['LOG_LEVEL', 'loud'],
  ])('%s is refused as %j, by its name and with what is expected', (name, value) => {
    expect(complaint({ ...REQUIRED, [name]: value })).toMatch(
      new RegExp(`^The configuration has to be corrected: ${name} must \\w.+$`),
    );
  });

  it('is listed with all others that are wrong, a line each', () => {
    const lines = complaint({
      DISCORD_GUILD_ID: 'x',
      POLL_INTERVAL_MS: 'often',
      LOG_LEVEL: 'loud',
    }).split('\n');
    expect(lines.slice(1).map((line) => line.trim().split(' ')[0])).toEqual([
      'DISCORD_TOKEN',
      'DISCORD_GUILD_ID',
      'RUNPOD_API_KEY',
      'RUNPOD_ENDPOINT_ID',
      'POLL_INTERVAL_MS',
      'LOG_LEVEL',
    ]);
  });

  it('is not repeated in what is said about it', () => {
    expect(complaint({ ...REQUIRED, RUNPOD_ENDPOINT_ID: 'se/cret' })).not.toContain('se/cret');
  });

  it('is read without the blanks around it', () => {
    const config = parseConfig({
      ...REQUIRED,
      DISCORD_TOKEN: ' a.b.c \n',
      JOB_TIMEOUT_MS: ' 7000 ',
    });
    expect([config.discord.token, config.jobTimeoutMs]).toEqual(['a.b.c', 7000]);
  });

  it('that is an amount of GPU time says so in seconds', () => {
    const config = parseConfig({ ...REQUIRED, MAX_GPU_SECONDS_PER_DAY: '90' });
    expect(config.maxGpuMsPerDay).toBe(90_000);
  });

  it('that is an amount of money may have cents, and is kept in millionths', () => {
    const config = parseConfig({ ...REQUIRED, MAX_SPEND_PER_DAY_USD: '0.50' });
    expect(config.maxSpendMicrosPerDay).toBe(500_000);
  });

  it('that is the price of a GPU second is kept in millionths, and unset it is unknown', () => {
    const config = parseConfig({ ...REQUIRED, GPU_SECOND_PRICE_USD: '0.00031' });
    expect(config.gpuSecondMicros).toBe(310);
    expect(parseConfig(REQUIRED).gpuSecondMicros).toBeUndefined();
  });

  it('that is an address loses the slash at its end', () => {
    const config = parseConfig({ ...REQUIRED, DISCORD_API_URL: 'http://127.0.0.1:8080/api//' });
    expect(config.discord.apiUrl).toBe('http://127.0.0.1:8080/api');
  });

  it.each([
    ['HTTPS://API.RunPod.ai:443/v2', 'https://api.runpod.ai/v2'],
    ['https:api.runpod.ai/v2/', 'https://api.runpod.ai/v2'],
    ['https://api.runpod.ai/a b', 'https://api.runpod.ai/a%20b'],
  ])('that is an address, such as %j, is kept as requests have it', (RUNPOD_API_URL, kept) => {
    expect(parseConfig({ ...REQUIRED, RUNPOD_API_URL }).runpod.apiUrl).toBe(kept);
  });
});

describe('PICTURE_STORE', () => {
  const KEY = { S3_ACCESS_KEY_ID: 'AKIA', S3_SECRET_ACCESS_KEY: 'secret/+' };
  const storeOf = (variables: Readonly<Record<string, string>>) =>
    parseConfig({ ...REQUIRED, ...variables }).pictureStore;

  it.each(['folder', 'database'])('can be the %s', (place) => {
    expect(storeOf({ PICTURE_STORE: place })).toEqual({ place });
  });

  it.each([
    ['s3://pictures', 'pictures', ''],
    ['s3://my.pictures-1/', 'my.pictures-1', ''],
    ['s3://pictures/darkroom', 'pictures', 'darkroom/'],
    ['s3://pictures/bots/my_bot-2/', 'pictures', 'bots/my_bot-2/'],
  ])('can be a bucket, such as %s', (PICTURE_STORE, name, prefix) => {
    expect(storeOf({ PICTURE_STORE, ...KEY })).toEqual({
      place: 'bucket',
      bucket: {
        name,
        prefix,
        endpoint: undefined,
        region: 'us-east-1',
        accessKeyId: 'AKIA',
        secretAccessKey: 'secret/+',
      },
    });
  });

  it('can be a bucket elsewhere', () => {
    const there = { S3_ENDPOINT: 'https://s3.example.com/', S3_REGION: 'eu-central-1' };
    expect(storeOf({ PICTURE_STORE: 's3://pictures', ...KEY, ...there })).toMatchObject({
      bucket: { endpoint: 'https://s3.example.com', region: 'eu-central-1' },
    });
  });

  it.each(Object.keys(KEY))('needs %s if it is a bucket', (name) => {
    const variables = { ...REQUIRED, ...KEY, PICTURE_STORE: 's3://pictures', [name]: '' };
    expect(complaint(variables)).toContain(name);
  });
});

describe('the configuration', () => {
  it('is frozen through and through', () => {
    const parts: unknown[] = [parseConfig(REQUIRED)];
    for (const part of parts) {
      if (typeof part !== 'object' || part === null) continue;
      expect(Object.isFrozen(part)).toBe(true);
      parts.push(...Object.values<unknown>({ ...part }));
    }
    expect(parts.length).toBeGreaterThan(20);
  });

  it('takes attachments from a local CDN only, where one is named', () => {
    const { discord } = parseConfig({ ...REQUIRED, DISCORD_CDN_URL: 'http://127.0.0.1:9/files' });
    expect(discord.attachmentOrigins).toEqual(['http://127.0.0.1:9']);
  });

  it("takes attachments from Discord's two hosts, where its own CDN is named", () => {
    const DISCORD_CDN_URL = 'https://cdn.discordapp.com/';
    expect(parseConfig({ ...REQUIRED, DISCORD_CDN_URL }).discord.attachmentOrigins).toEqual([
      'https://cdn.discordapp.com',
      'https://media.discordapp.net',
    ]);
  });
});

describe("the worker's", () => {
  const filesOf = (environment: Record<string, string>) => {
    const { ipAdapterFile, clipVisionName } = parseConfig({ ...REQUIRED, ...environment }).models;
    return [ipAdapterFile, clipVisionName];
  };
  const VIT_H = 'CLIP-ViT-H-14-laion2B-s32B-b79K.safetensors';

  it.each([
    [{}, ['ip-adapter-plus-face_sdxl_vit-h.safetensors', VIT_H]],
    [{ FACE_WORKFLOW: 'faceid' }, ['ip-adapter-faceid_sdxl.bin', VIT_H]],
    [{ IPADAPTER_FILE: 'mine.bin' }, ['mine.bin', VIT_H]],
    [{ CLIP_VISION_NAME: 'eye' }, ['ip-adapter-plus-face_sdxl_vit-h.safetensors', 'eye']],
  ])('files for faces are those of the workflow in %j', (environment, files) => {
    expect(filesOf({ WORKER: 'worker-comfyui', ...environment })).toEqual(files);
  });

  it('pictures are fetched from the hosts that are named alone', () => {
    const RESULT_HOSTS = 'Bucket.s3.example, store.example:9000,http://127.0.0.1:8080/';
    expect(parseConfig({ ...REQUIRED, RESULT_HOSTS }).resultOrigins).toEqual([
      'https://bucket.s3.example',
      'https://store.example:9000',
      'http://127.0.0.1:8080',
    ]);
  });
});

describe("RunPod's public endpoints", () => {
  const { RUNPOD_ENDPOINT_ID, ...key } = REQUIRED;
  const WORKER = 'runpod-public';

  it("need no endpoint of one's own, and are FLUX.1 schnell where nothing else is said", () => {
    const { runpod, workflows } = parseConfig({ ...key, WORKER });
    expect(runpod.endpointId).toBe('black-forest-labs-flux-1-schnell');
    expect(workflows).toMatchObject({ featured: 'flux-schnell', publicEndpoints: true });
  });

  it('leave room for an endpoint and another workflow', () => {
    const more = { RUNPOD_ENDPOINT_ID, FEATURED_WORKFLOW: 'z-image-turbo' };
    const { runpod, workflows } = parseConfig({ ...key, WORKER, ...more });
    expect([runpod.endpointId, workflows.featured]).toEqual(['ep-1', 'z-image-turbo']);
  });

  it('are no reason to take an endpoint that cannot be one', () => {
    expect(complaint({ ...key, WORKER, RUNPOD_ENDPOINT_ID: 'a/b' })).toContain(
      'RUNPOD_ENDPOINT_ID',
    );
  });
});

describe('the general checkpoint', () => {
  const general = (GENERAL_CHECKPOINT_NAME: string) =>
    parseConfig({ ...REQUIRED, GENERAL_CHECKPOINT_NAME }).models.checkpoints.general;

  // Empty, as in files written before there was a word for it.
  it.each(['none', ' none ', '', '   '])(
    'is switched off by a variable that is set to %j',
    (value) => {
      expect(general(value)).toBeUndefined();
    },
  );

  it.each(['illustriousXL_v01.safetensors', 'folder/juggernautXL_v9.safetensors'])(
    'may be called %s',
    (name) => {
      expect(general(name)).toBe(name);
    },
  );

  it.each([
    ['lustifySDXLNSFW_ggwpV7.safetensors', 'lust'],
    ['ponyXXX.safetensors', 'XXX'],
    ['nice_nsfw.safetensors', 'nsfw'],
  ])('may not be called %s, and the reason is said', (name, word) => {
    expect(() => general(name)).toThrow(
      `GENERAL_CHECKPOINT_NAME must be a general-audience checkpoint, but its name says "${word}"; it is used for every photo of a face`,
    );
  });

  it('may not be an adult-rated one by being named as both', () => {
    const name = 'lustifySDXLNSFW_ggwpV7.safetensors';
    const both = { CHECKPOINT_NAME: name, GENERAL_CHECKPOINT_NAME: name };
    expect(complaint({ ...REQUIRED, ...both })).toContain('general-audience');
  });
});

describe('USER_INSTALL_PICTURES_PER_DAY', () => {
  const set = { ...REQUIRED, USER_INSTALL_PICTURES_PER_DAY: '5' };

  it('turns the user install on, with that limit', () => {
    const { limits, worksOutside } = parseConfig({ ...set, HTTP_PORT: '8080' });
    expect([limits.dailyOutsideServers, worksOutside]).toEqual([5, true]);
  });

  it('needs the port on which Discord says that a user has removed the bot', () => {
    expect(complaint(set)).toContain('HTTP_PORT is missing');
  });

  it('is for a bot whose commands are registered everywhere', () => {
    const home = { ...set, HTTP_PORT: '8080', DISCORD_GUILD_ID: '200000000000000009' };
    expect(complaint(home)).toContain('DISCORD_GUILD_ID must not be set');
  });
});

describe('METRICS_PORT', () => {
  it('is another than HTTP_PORT', () => {
    const both = { ...REQUIRED, HTTP_PORT: '8080', METRICS_PORT: '8080' };
    expect(complaint(both)).toContain('METRICS_PORT must be another than HTTP_PORT');
  });
});

describe('ALLOWED_GUILD_IDS', () => {
  const [one, two] = ['200000000000000001', '200000000000000002'] as const;

  it('are ids that are separated by commas', () => {
    const { discord } = parseConfig({ ...REQUIRED, ALLOWED_GUILD_IDS: `${one}, ${two}` });
    expect(discord.allowedGuildIds).toEqual([one, two]);
  });

  it('have to name the server of the commands', () => {
    const both = { ALLOWED_GUILD_IDS: one, DISCORD_GUILD_ID: two };
    expect(complaint({ ...REQUIRED, ...both })).toContain(
      'DISCORD_GUILD_ID must be one of ALLOWED_GUILD_IDS',
    );
    expect(parseConfig({ ...REQUIRED, ...both, DISCORD_GUILD_ID: one }).discord.guildId).toBe(one);
  });
});

describe('the shards of a process', () => {
  const url = { ...REQUIRED, DATABASE_URL: 'postgres://bot@127.0.0.1/darkroom' };

  it.each([
    ['0', [0]],
    ['0-3', [0, 1, 2, 3]],
    ['3,1-2,2', [1, 2, 3]],
  ])('are those of %s', (ids, expected) => {
    const { shards } = parseConfig({ ...url, SHARD_IDS: ids, SHARD_COUNT: '4' });
    expect(shards).toEqual({ ids: expected, count: 4 });
  });

  it.each([
    [{ SHARD_IDS: '0' }, 'SHARD_IDS and SHARD_COUNT must be set together'],
    [{ SHARD_COUNT: '2' }, 'SHARD_IDS and SHARD_COUNT must be set together'],
    [{ SHARD_IDS: '2', SHARD_COUNT: '2' }, 'SHARD_IDS must be less than SHARD_COUNT'],
    [{ SHARD_IDS: '0', SHARD_COUNT: '2', DATABASE_URL: '' }, 'DATABASE_URL is missing'],
    [
      { SHARD_IDS: '0', SHARD_COUNT: '2', INTAKE: 'http', HTTP_PORT: '8080' },
      'SHARD_IDS must not be set, as INTAKE is http',
    ],
  ])('are refused: %o', (environment, problem) => {
    expect(() => parseConfig({ ...url, ...environment })).toThrow(problem);
  });
});
