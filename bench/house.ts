import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { DiscordSandbox } from '../packages/stand-ins/discord/sandbox.ts';
import { freePort } from '../packages/stand-ins/free-port.ts';
import {
  RunPodSandbox,
  type RunPodSandboxOptions,
} from '../packages/stand-ins/runpod/runpod-sandbox.ts';
import { BotUnderTest, type BotOptions } from './bot-under-test.ts';
import { INTAKE } from './built-entries.ts';
import { PostgresDatabase } from './postgres-database.ts';

/** How a bot is run. */
export type HowRun = Pick<BotOptions, 'node' | 'watched'>;

/** In place of a PostgreSQL server's URL. */
export const SQLITE = 'sqlite';

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

/** Discord and RunPod on loopback, a folder, and the bots that were started there. */
export class House {
  readonly discord: DiscordSandbox;
  readonly runpod: RunPodSandbox;
  /** The database of its bots, unless that is SQLite. */
  readonly postgres: PostgresDatabase | undefined;
  readonly folder = mkdtempSync(join(tmpdir(), 'darkroom-bench-'));
  readonly #bots: BotUnderTest[] = [];

  private constructor(
    discord: DiscordSandbox,
    runpod: RunPodSandbox,
    postgres: PostgresDatabase | undefined,
  ) {
    this.discord = discord;
    this.runpod = runpod;
    this.postgres = postgres;
  }

  /** `server`: the URL of a PostgreSQL server, or `sqlite`. */
  static async open(
    runpod: RunPodSandboxOptions = {},
    server = process.env.BENCH_POSTGRES ?? SQLITE,
  ): Promise<House> {
    const postgres = server === SQLITE ? undefined : await PostgresDatabase.create(server);
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
      ...(this.postgres && { DATABASE_URL: this.postgres.url }),
    };
  }

  /**
   * Has Discord post interactions to a port of this machine. `publicPort`: that of a load balancer which
   * leads there. Returns the variables of a bot there.
   */
  async postInteractions(
    port?: string,
    publicPort?: number,
  ): Promise<Readonly<Record<string, string>>> {
    const own = port ?? (await freePort());
    const url = `http://127.0.0.1:${publicPort ?? own}`;
    const env = { ...this.#env(), HTTP_PORT: own, PUBLIC_URL: url };
    const { PATH = '' } = process.env;
    const options = { cwd: this.folder, env: { PATH, ...env } };
    await promisify(execFile)(process.execPath, [INTAKE, 'http', '--yes'], options);
    return { INTAKE: 'http', HTTP_PORT: own };
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
    await Promise.all([this.runpod.close(), this.discord.close(), this.postgres?.drop()]);
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
  server?: string,
): Promise<T> {
  const house = await House.open(runpod, server);
  try {
    return await act(house);
  } finally {
    await house.close();
  }
}
