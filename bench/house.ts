import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { DiscordSandbox } from '../sandbox/discord/sandbox.ts';
import { freePort } from '../sandbox/free-port.ts';
import { RunPodSandbox, type RunPodSandboxOptions } from '../sandbox/runpod/runpod-sandbox.ts';
import { BotUnderTest, type BotOptions } from './bot-under-test.ts';
import { INTAKE } from './built-entries.ts';

/** How a bot is run. */
export type HowRun = Pick<BotOptions, 'node' | 'watched'>;

/**
 * A person's limits are checked, and hold nobody up. A server's are off: everyone who asks is in one
 * server here, and no server with a limit has that many jobs to count.
 */
const LIMITS = {
  MAX_JOBS_PER_PERSON: '100000',
  MAX_JOBS_PER_SERVER: '0',
  MAX_HOURLY_PER_PERSON: '100000',
  MAX_HOURLY_PER_SERVER: '0',
  MAX_ACTIONS_PER_MINUTE_PER_PERSON: '100000',
};

/** A database for the bot of one house, on the PostgreSQL server that BENCH_POSTGRES names. */
class PostgresDatabase {
  readonly #server: string;
  readonly #name = `darkroom_bench_${process.pid}_${Date.now()}`;

  private constructor(server: string) {
    this.#server = server;
  }

  static async create(server: string): Promise<PostgresDatabase> {
    const database = new PostgresDatabase(server);
    await database.#run(`CREATE DATABASE ${database.#name}`);
    return database;
  }

  get url(): string {
    const url = new URL(this.#server);
    url.pathname = this.#name;
    return String(url);
  }

  async drop(): Promise<void> {
    await this.#run(`DROP DATABASE ${this.#name} WITH (FORCE)`);
  }

  async #run(sql: string): Promise<void> {
    const client = new pg.Client({ connectionString: this.#server });
    await client.connect();
    await client.query(sql).finally(() => client.end());
  }
}

/** Discord and RunPod on loopback, a folder, and the bots that were started there. */
export class House {
  readonly discord: DiscordSandbox;
  readonly runpod: RunPodSandbox;
  readonly folder = mkdtempSync(join(tmpdir(), 'darkroom-bench-'));
  readonly #bots: BotUnderTest[] = [];
  readonly #postgres: PostgresDatabase | undefined;

  private constructor(
    discord: DiscordSandbox,
    runpod: RunPodSandbox,
    postgres: PostgresDatabase | undefined,
  ) {
    this.discord = discord;
    this.runpod = runpod;
    this.#postgres = postgres;
  }

  static async open(runpod: RunPodSandboxOptions = {}): Promise<House> {
    const { BENCH_POSTGRES: server } = process.env;
    const postgres = server === undefined ? undefined : await PostgresDatabase.create(server);
    return new House(await DiscordSandbox.start(), await RunPodSandbox.start(runpod), postgres);
  }

  get databasePath(): string {
    return join(this.folder, 'darkroom.sqlite');
  }

  /** Starts Darkroom here. `env`: variables besides those that name the sandboxes. */
  darkroom(env: Readonly<Record<string, string>> = {}, how: HowRun = {}): BotUnderTest {
    return this.#start('darkroom', { ...this.#env(), ...LIMITS, ...env }, how);
  }

  /** The variables that name this house. */
  #env(): Readonly<Record<string, string>> {
    return {
      DISCORD_TOKEN: this.discord.token,
      DISCORD_API_URL: this.discord.apiUrl,
      DISCORD_CDN_URL: this.discord.cdnUrl,
      DISCORD_GUILD_ID: this.discord.world.guild.id,
      RUNPOD_API_KEY: this.runpod.apiKey,
      RUNPOD_ENDPOINT_ID: this.runpod.endpointId,
      RUNPOD_API_URL: this.runpod.apiUrl,
      RUNPOD_REST_URL: this.runpod.restUrl,
      DATABASE_PATH: this.databasePath,
      DATABASE_MARKER_DIR: `${this.databasePath}.markers`,
      ...(this.#postgres && { DATABASE_URL: this.#postgres.url }),
    };
  }

  /** Has Discord post interactions to a port of this machine. Returns the variables of a bot there. */
  async postInteractions(): Promise<Readonly<Record<string, string>>> {
    const port = await freePort();
    const env = { ...this.#env(), HTTP_PORT: port, PUBLIC_URL: `http://127.0.0.1:${port}` };
    const { PATH = '' } = process.env;
    const options = { cwd: this.folder, env: { PATH, ...env } };
    await promisify(execFile)(process.execPath, [INTAKE, 'http', '--yes'], options);
    return { INTAKE: 'http', HTTP_PORT: port };
  }

  /** Starts a plain discord.js bot here, where no other bot may be running. */
  plainBot(how: HowRun = {}): BotUnderTest {
    const { token, apiUrl, world } = this.discord;
    const env = { DISCORD_TOKEN: token, DISCORD_API_URL: apiUrl, DISCORD_GUILD_ID: world.guild.id };
    return this.#start('plain', env, how);
  }

  /** The same for the plain loop, which has the pictures made as well. */
  plainLoop(how: HowRun = {}): BotUnderTest {
    const { discord, runpod } = this;
    const env = {
      DISCORD_TOKEN: discord.token,
      DISCORD_API_URL: discord.apiUrl,
      DISCORD_GUILD_ID: discord.world.guild.id,
      RUNPOD_API_KEY: runpod.apiKey,
      RUNPOD_ENDPOINT_ID: runpod.endpointId,
      RUNPOD_API_URL: runpod.apiUrl,
      RUNPOD_REST_URL: runpod.restUrl,
    };
    return this.#start('plainLoop', env, how);
  }

  async close(): Promise<void> {
    await Promise.all(this.#bots.map((bot) => bot.kill()));
    await Promise.all([this.runpod.close(), this.discord.close(), this.#postgres?.drop()]);
    rmSync(this.folder, { recursive: true, force: true });
  }

  #start(
    which: 'darkroom' | 'plain' | 'plainLoop',
    env: Readonly<Record<string, string>>,
    how: HowRun,
  ): BotUnderTest {
    const bot = new BotUnderTest(which, { env, folder: this.folder, ...how });
    this.#bots.push(bot);
    return bot;
  }
}

/** Does something in a house of its own, which is taken down whatever happens. */
export async function inHouse<T>(
  runpod: RunPodSandboxOptions,
  act: (house: House) => Promise<T>,
): Promise<T> {
  const house = await House.open(runpod);
  try {
    return await act(house);
  } finally {
    await house.close();
  }
}
