import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { inject } from 'vitest';
import { type Bot, type BotOptions, startBot } from '../../src/bot/bot.ts';
import { type Clock, systemClock } from '../../src/engines/clock.ts';
import { parseConfig, type Config } from '../../src/config/config.ts';
import type { DatabasePlace } from '../../src/store/live-database.ts';
import { DiscordSandbox } from '../../packages/stand-ins/discord/sandbox.ts';
import {
  RunPodSandbox,
  type RunPodSandboxOptions,
} from '../../packages/stand-ins/runpod/runpod-sandbox.ts';
import { putMadeDatabase } from './made-database.ts';
import { keepPostgresUrl, letPostgresGo } from './postgres-databases.ts';
import { screening } from './screening.ts';
import { readBeside } from './write-beside.ts';

export interface StudioOptions {
  readonly clock?: Clock;
  readonly runpod?: RunPodSandboxOptions;
  /** Variables besides those that name the sandboxes. */
  readonly env?: Readonly<Record<string, string>>;
  readonly configure?: (config: Config) => Config;
  readonly watch?: BotOptions['watch'];
  readonly onServing?: BotOptions['onServing'];
  /** How long the bot takes Discord to wait for a first answer: with 0, it defers whatever comes. */
  readonly botWaitsMs?: number;
}

/** A busy machine may take longer to answer than the 3 s that Discord waits. */
const ANSWER_WITHIN_MS = 30_000;

/** People in tests ask for more than people in servers may. */
const WITHOUT_LIMITS = {
  MAX_JOBS_PER_PERSON: '0',
  MAX_JOBS_PER_SERVER: '0',
  MAX_HOURLY_PER_PERSON: '0',
  MAX_HOURLY_PER_SERVER: '0',
  MAX_ACTIONS_PER_MINUTE_PER_PERSON: '0',
  MAX_JOBS_IN_FLIGHT: '0',
  // Time may be moved far, and only some tests look at who is told of an end.
  NOTIFY_AFTER_SECONDS: '0',
};

/** Both sandboxes, a folder, and a bot that can be stopped and started again. */
export class Studio {
  readonly discord: DiscordSandbox;
  readonly runpod: RunPodSandbox;
  readonly folder: string;
  /** Every line that the bot logged. */
  readonly logged: string[] = [];
  readonly #options: StudioOptions;
  #bot: Bot | undefined;
  /** If the tests run on PostgreSQL. */
  #databaseUrl: string | undefined;

  private constructor(discord: DiscordSandbox, runpod: RunPodSandbox, options: StudioOptions) {
    this.discord = discord;
    this.runpod = runpod;
    this.#options = options;
    this.folder = mkdtempSync(join(tmpdir(), 'darkroom-'));
    putMadeDatabase(this.databasePath);
  }

  /** Opens a studio with a bot at work in it. */
  static async open(options: StudioOptions = {}): Promise<Studio> {
    const { clock = systemClock } = options;
    const studio = new Studio(
      await DiscordSandbox.start({
        clock,
        answerWithinMs: ANSWER_WITHIN_MS,
      }),
      await RunPodSandbox.start({ clock, sketches: true, ...options.runpod }),
      options,
    );
    if (inject('postgres')) studio.#databaseUrl = await keepPostgresUrl(studio.databasePath);
    await studio.startBot();
    return studio;
  }

  get bot(): Bot {
    if (!this.#bot) throw new Error('no bot is at work');
    return this.#bot;
  }

  get databasePath(): string {
    return join(this.folder, 'darkroom.sqlite');
  }

  /** Where the operator's programs find its database. */
  get databasePlace(): DatabasePlace {
    return { databasePath: this.databasePath, databaseUrl: this.#databaseUrl };
  }

  /** The files of the pictures that it keeps. */
  async keptPictures(): Promise<unknown[]> {
    if (this.#databaseUrl === undefined) return readdirSync(`${this.databasePath}.files`);
    return readBeside(this.databasePath, 'SELECT file FROM stored_pictures');
  }

  /** Where its workflows would be. */
  get workflowsFolder(): string {
    return join(this.folder, 'workflows');
  }

  /** The variables by which a bot finds this studio. */
  get env(): Record<string, string> {
    return {
      DISCORD_TOKEN: this.discord.token,
      DISCORD_API_URL: this.discord.apiUrl,
      DISCORD_CDN_URL: this.discord.cdnUrl,
      RUNPOD_API_KEY: this.runpod.apiKey,
      RUNPOD_ENDPOINT_ID: this.runpod.endpointId,
      RUNPOD_API_URL: this.runpod.apiUrl,
      RUNPOD_REST_URL: this.runpod.restUrl,
      DATABASE_PATH: this.databasePath,
      ...(this.#databaseUrl !== undefined && { DATABASE_URL: this.#databaseUrl }),
      DATABASE_MARKER_DIR: join(this.folder, 'markers'),
      WORKFLOWS_DIR: this.workflowsFolder,
      POLL_INTERVAL_MS: '100',
      LOG_LEVEL: 'trace',
      ...WITHOUT_LIMITS,
      ...this.#options.env,
    };
  }

  /** `env`: variables of this start besides those of the studio. */
  async startBot(env: Readonly<Record<string, string>> = {}): Promise<Bot> {
    const { configure = (config: Config) => config, clock = systemClock } = this.#options;
    const { watch, onServing } = this.#options;
    const config = configure({ ...parseConfig({ ...this.env, ...env }), pollIntervalMs: 20 });
    const logger = pino({ level: config.logLevel }, { write: (line) => this.logged.push(line) });
    this.#bot = await startBot({
      config,
      screening,
      logger,
      clock,
      // As long as this Discord does.
      discordWaitsMs: this.#options.botWaitsMs ?? ANSWER_WITHIN_MS,
      onLost: (reason) => this.logged.push(reason),
      ...(watch && { watch }),
      ...(onServing && { onServing }),
    });
    await this.discord.connected();
    return this.#bot;
  }

  async stopBot(): Promise<void> {
    await this.#bot?.stop();
    this.#bot = undefined;
  }

  async close(): Promise<void> {
    await this.stopBot();
    await this.runpod.close();
    await this.discord.close();
    letPostgresGo(this.databasePath);
    rmSync(this.folder, { recursive: true, force: true });
  }
}
