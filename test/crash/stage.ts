import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { buttonsOf } from '../../packages/stand-ins/discord/buttons.ts';
import type { OptionValues } from '../../packages/stand-ins/discord/option-value.ts';
import type { SandboxInteraction } from '../../packages/stand-ins/discord/interaction.ts';
import type { Message } from '../../packages/stand-ins/discord/message.ts';
import { DiscordSandbox } from '../../packages/stand-ins/discord/sandbox.ts';
import type { Outcome } from '../../packages/stand-ins/runpod/job.ts';
import { RunPodSandbox } from '../../packages/stand-ins/runpod/runpod-sandbox.ts';
import { BotProcess } from '../support/bot-process.ts';
import { MovableClock } from '../support/movable-clock.ts';
import { type CrashDatabase, PostgresDatabase, SqliteFile } from './database.ts';
import {
  CLOCK_OFFSET,
  describePoint,
  KILL_AT,
  KILL_MARK,
  killReport,
  type KillPoint,
} from './kill-point.ts';
import { Sabotage } from './sabotage.ts';

const SLOWEST_MS = 120_000;
const LOOK_AGAIN_MS = 25;

/** Long enough that no first answer can come any more, so that nobody waits for one. */
const DOWNTIME_MS = 4_000;

export interface StageOptions {
  /** How a process of the bot is started: arguments of node. */
  readonly entry: readonly string[];
  /** Variables besides those that name the sandboxes. */
  readonly env?: Readonly<Record<string, string>>;
  /** What becomes of the first jobs at RunPod; the others are plain pictures. */
  readonly outcomes?: readonly Outcome[];
  /** What becomes of every job after those. */
  readonly usual: Outcome;
  /** How long Discord waits for a first answer. */
  readonly answerWithinMs?: number;
  /** The PostgreSQL server for its database; without one, it is a SQLite file. */
  readonly server?: string | undefined;
}

/** How many processes are of interest when something went wrong. */
const LATEST = 6;

/** Both sandboxes, a clock that they share with the bot, and a bot that dies and comes back. */
export class CrashStage {
  readonly clock: MovableClock;
  readonly discord: DiscordSandbox;
  readonly runpod: RunPodSandbox;
  readonly database: CrashDatabase;
  readonly sabotage: Sabotage;
  /** Jobs that were seen to be committed when a process ended itself. */
  readonly committed = new Set<string>();
  readonly asked: SandboxInteraction[] = [];
  /** The words of every request so far. */
  readonly prompts: string[] = [];
  /** When a process ended itself, in milliseconds since the epoch. */
  readonly kills: number[] = [];
  /** When a process that had stood still, and was taken for dead, could go on. */
  readonly wakes: number[] = [];
  /** How often the PostgreSQL server was ended. */
  serverEnds = 0;
  /** Every process that was spawned. */
  readonly #bots: BotProcess[] = [];
  readonly #folder: string;
  readonly #options: StageOptions;
  #bot: BotProcess | undefined;
  #point: KillPoint | undefined;

  private constructor(
    parts: {
      clock: MovableClock;
      discord: DiscordSandbox;
      runpod: RunPodSandbox;
      folder: string;
      database: CrashDatabase;
    },
    options: StageOptions,
  ) {
    this.clock = parts.clock;
    this.discord = parts.discord;
    this.runpod = parts.runpod;
    this.#folder = parts.folder;
    this.database = parts.database;
    this.sabotage = new Sabotage(this.database);
    this.#options = options;
  }

  static async open(options: StageOptions): Promise<CrashStage> {
    const clock = new MovableClock();
    const { answerWithinMs = 30_000 } = options;
    // These are about what is lost. A busy machine may take longer to start a bot and to answer.
    const discord = await DiscordSandbox.start({ clock, answerWithinMs });
    const runpod = await RunPodSandbox.start({ clock, workers: 4 });
    const folder = mkdtempSync(join(tmpdir(), 'darkroom-'));
    const path = join(folder, 'darkroom.sqlite');
    const { server } = options;
    const database =
      server === undefined ? new SqliteFile(path) : await PostgresDatabase.create(path, server);
    const stage = new CrashStage({ clock, discord, runpod, folder, database }, options);
    for (const outcome of options.outcomes ?? []) runpod.script(outcome);
    stage.scriptUsual(8);
    return stage;
  }

  /** The process that runs now, or ran last. */
  get bot(): BotProcess {
    if (!this.#bot) throw new Error('no bot was started');
    return this.#bot;
  }

  scriptUsual(times: number): void {
    for (let left = times; left > 0; left -= 1) this.runpod.script(this.#options.usual);
  }

  /** A process that ends itself at that point, if there is one. */
  start(point?: KillPoint): BotProcess {
    this.#point = point;
    this.#bot = this.spawn(point);
    return this.#bot;
  }

  /** The same beside others. The caller ends it. */
  spawn(
    point?: KillPoint,
    more: Readonly<Record<string, string>> = {},
    within: readonly string[] = [],
  ): BotProcess {
    const env = {
      DISCORD_TOKEN: this.discord.token,
      DISCORD_API_URL: this.discord.apiUrl,
      DISCORD_CDN_URL: this.discord.cdnUrl,
      RUNPOD_API_KEY: this.runpod.apiKey,
      RUNPOD_ENDPOINT_ID: this.runpod.endpointId,
      RUNPOD_API_URL: this.runpod.apiUrl,
      RUNPOD_REST_URL: this.runpod.restUrl,
      ...this.database.env,
      POLL_INTERVAL_MS: '100',
      MAX_JOBS_PER_PERSON: '0',
      MAX_JOBS_PER_SERVER: '0',
      MAX_HOURLY_PER_PERSON: '0',
      MAX_HOURLY_PER_SERVER: '0',
      MAX_ACTIONS_PER_MINUTE_PER_PERSON: '0',
      ...this.#options.env,
      [CLOCK_OFFSET]: String(this.clock.now() - Date.now()),
      ...(point && { [KILL_AT]: JSON.stringify(point) }),
      ...more,
    };
    const bot = BotProcess.spawn(env, this.#folder, this.#options.entry, within);
    this.#bots.push(bot);
    return bot;
  }

  /** What the processes logged of a job, each under its number. */
  logOf(jobId: string): readonly string[] {
    return this.#bots.flatMap(({ lines }, nth) =>
      lines.filter((line) => line.includes(jobId)).map((line) => `  process ${nth}: ${line}`),
    );
  }

  /** What each process that was spawned lately logged last. */
  lastLines(): readonly string[] {
    const from = Math.max(0, this.#bots.length - LATEST);
    return this.#bots
      .slice(from)
      .flatMap(({ lines }, nth) =>
        lines.slice(-8).map((line) => `  process ${from + nth}: ${line}`),
      );
  }

  /** The process that answers members by now. */
  watch(bot: BotProcess): void {
    this.#bot = bot;
  }

  /** Whether a bot can be asked. */
  get isThere(): boolean {
    const { gateway, endpoint } = this.discord;
    return gateway.connections > 0 || endpoint.url !== undefined;
  }

  /** Resolves once the process has ended itself at its point, and Discord has seen it go. */
  async killed(): Promise<void> {
    const point = describePoint(this.#point ?? {});
    const { code, signal } = await this.#within(this.bot.ended, `end at ${point}`);
    if (!(await this.#noteKill())) {
      throw new Error(`the bot ended otherwise (${code ?? signal}): ${this.#words()}`);
    }
  }

  /**
   * Resolves once the process has ended itself at its point, was killed, or could not start.
   *
   * @throws Error if it ended otherwise.
   */
  async endedOrRefused(): Promise<void> {
    const { signal } = await this.bot.ended;
    const said = new Set(this.bot.log.map(({ msg }) => msg));
    if (signal === 'SIGKILL') {
      if (!(await this.#noteKill())) this.kills.push(this.clock.now());
    } else if (said.has('ready') && !said.has('could not start')) {
      throw new Error(`the bot ended by itself: ${this.#words()}`);
    }
    await this.until('be away', () => this.discord.gateway.connections === 0);
  }

  /** Whether the process has ended itself at its point. */
  async #noteKill(): Promise<boolean> {
    const { signal } = await this.bot.ended;
    if (signal !== 'SIGKILL' || !this.noteReport(this.bot)) return false;
    await this.until('be away', () => this.discord.gateway.connections === 0);
    return true;
  }

  /** Notes where a process has ended itself, or stands still. False if it has not come to its point. */
  noteReport({ stderr }: BotProcess): boolean {
    const report = stderr.split('\n').find((line) => line.startsWith(KILL_MARK));
    if (report === undefined) return false;
    this.kills.push(this.clock.now());
    const { channel, facts } = killReport.parse(JSON.parse(report.slice(KILL_MARK.length)));
    const { jobId } = facts;
    if (channel === 'darkroom:transition:committed' && typeof jobId === 'string') {
      this.committed.add(jobId);
    }
    return true;
  }

  /** From now on looks at the database on another server, to which it has failed over. */
  async moveDatabase(server: string): Promise<void> {
    await this.database.moveTo(server);
  }

  /** The time that passes until the next start. */
  pass(ms: number): void {
    this.clock.advance(ms);
  }

  /** Everything works again, and the bot comes back. */
  async recover(downtimeMs = DOWNTIME_MS): Promise<BotProcess> {
    await this.sabotage.lift();
    this.discord.rest.clearFaults();
    this.discord.cdn.clearFaults();
    this.runpod.http.clearFaults();
    this.runpod.release();
    this.pass(downtimeMs);
    return this.start();
  }

  /** The bot is ready and answers people. */
  async answers(): Promise<void> {
    await this.bot.waitFor(({ msg }) => msg === 'ready');
    const { people, channels } = this.discord.world;
    const use = { by: people.cleo, in: channels.restricted, name: 'jobs' };
    await (
      await this.discord.command(use)
    ).answered;
  }

  /** Ends the bot in good order. */
  async stop(): Promise<void> {
    this.bot.kill('SIGTERM');
    const { code } = await this.#within(this.bot.ended, 'stop');
    if (code !== 0) throw new Error(`the bot did not stop in good order: ${this.#words()}`);
  }

  /** Ada sends a command, /imagine unless told otherwise, in words that nobody used before. */
  async ask(
    options: OptionValues = {},
    { channel = this.discord.world.channels.general, name = 'imagine' } = {},
  ): Promise<SandboxInteraction> {
    const prompt = `picture number ${this.prompts.length + 1}`;
    this.prompts.push(prompt);
    const sent = this.discord.command({
      by: this.discord.world.people.ada,
      in: channel,
      name,
      options: { prompt, ...options },
    });
    const interaction = await this.#within(sent, 'be there to be asked');
    this.asked.push(interaction);
    return interaction;
  }

  /** So much is said in the channel meanwhile. */
  async chatter(messages: number): Promise<void> {
    const { apiUrl, token, world } = this.discord;
    for (let said = 0; said < messages; said += 1) {
      await fetch(`${apiUrl}/v10/channels/${world.channels.general.id}/messages`, {
        method: 'POST',
        headers: { authorization: `Bot ${token}`, 'content-type': 'application/json' },
        body: JSON.stringify({ content: 'something else' }),
      });
    }
  }

  /** Ada presses a button of the message that answered her. */
  async press(interaction: SandboxInteraction, label: string): Promise<void> {
    const { message } = await interaction.answered;
    if (!message) throw new Error('the answer is no message');
    await this.pressOn(message, label);
  }

  /** Ada presses a button of a message, if it still has it. */
  async pressOn(message: Message, label: string): Promise<SandboxInteraction | undefined> {
    const button = buttonsOf(message).find((candidate) => candidate.label === label);
    if (!button) return undefined;
    const { ada } = this.discord.world.people;
    return this.discord.click({ by: ada, message, customId: button.custom_id, raw: true });
  }

  /** The bot's log says that a job came to that state. */
  async seen(state: string): Promise<void> {
    await this.bot.waitFor((line) => line.msg === 'job changed' && line.state === state);
  }

  /** Looks again and again until it is so. @throws Error after a time. */
  async until(what: string, isSo: () => boolean | Promise<boolean>): Promise<void> {
    const looking = new AbortController();
    const look = async () => {
      while (!looking.signal.aborted && !(await isSo())) await sleep(LOOK_AGAIN_MS);
    };
    await this.#within(look(), what).finally(() => {
      looking.abort();
    });
  }

  async close(): Promise<void> {
    this.#bot?.kill('SIGKILL');
    await this.#bot?.ended;
    await Promise.all([this.runpod.close(), this.discord.close(), this.database.close()]);
    rmSync(this.#folder, { recursive: true, force: true });
  }

  async #within<T>(promise: Promise<T>, what: string): Promise<T> {
    const over = new AbortController();
    const late = sleep(SLOWEST_MS, undefined, { signal: over.signal }).then((): never => {
      throw new Error(`the bot did not ${what} within ${SLOWEST_MS} ms: ${this.#words()}`);
    });
    try {
      return await Promise.race([promise, late]);
    } finally {
      over.abort();
      late.catch(() => undefined);
    }
  }

  /** The end of what the bot had to say. */
  #words(): string {
    return [...this.bot.lines.slice(-15), this.bot.stderr].join('\n');
  }
}
