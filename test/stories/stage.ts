import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../../packages/stand-ins/free-port.ts';
import type { Message } from '../../packages/stand-ins/discord/message.ts';
import { DiscordSandbox } from '../../packages/stand-ins/discord/sandbox.ts';
import type { Channel, Person } from '../../packages/stand-ins/discord/world.ts';
import { RunPodSandbox } from '../../packages/stand-ins/runpod/runpod-sandbox.ts';
import { BotProcess, type LogLine } from './bot-process.ts';
import {
  createPostgres,
  hasEnded,
  isAtRest,
  jobRows,
  type JobRow,
  requestOf,
  sqliteIn,
} from './database.ts';
import { HeldJobs } from './gpu.ts';
import { Happenings } from './happenings.ts';
import { messageText } from './trace/message-text.ts';
import { Trace } from './trace/trace.ts';

/** A busy machine may take longer to answer than the 3 s that Discord waits. */
const ANSWER_WITHIN_MS = 60_000;

/** What every story's bot has, besides the addresses of the stand-ins. */
const USUAL = {
  POLL_INTERVAL_MS: '100',
  NOTIFY_AFTER_SECONDS: '0',
  MAX_ACTIONS_PER_MINUTE_PER_PERSON: '0',
};

/** What a run of stories has in common. */
export interface Run {
  /** The folder of the compiled product. */
  readonly build: string;
  /** A folder with a database that a bot has made, and what belongs beside it. */
  readonly template: string;
  readonly postgres?: { readonly server: string; readonly template: string };
}

export interface StageOptions {
  /** Variables of the bot besides the usual ones. */
  readonly env?: Readonly<Record<string, string>>;
  /** How Discord delivers interactions. Default: by the gateway. */
  readonly intake?: 'gateway' | 'http';
  /** A folder of workflows, beside the story. */
  readonly workflows?: string;
}

type StageParts = Pick<Stage, 'discord' | 'runpod' | 'heldJobs' | 'folder' | 'database'>;
type OpenDatabase = ReturnType<typeof sqliteIn> & { drop?(): Promise<void> };

/** Both stand-ins, a folder with a database, and a bot that can be killed and started again. */
export class Stage {
  readonly discord: DiscordSandbox;
  readonly runpod: RunPodSandbox;
  readonly heldJobs: HeldJobs;
  readonly folder: string;
  readonly database: OpenDatabase;
  readonly trace: Trace;
  readonly #happenings = new Happenings();
  readonly #run: Run;
  readonly #env: Readonly<Record<string, string>>;
  /** Message ids by the interaction that they answer. */
  readonly #answers = new Map<string, string>();
  readonly #processes: BotProcess[] = [];

  private constructor(parts: StageParts, run: Run, env: Readonly<Record<string, string>>) {
    this.discord = parts.discord;
    this.runpod = parts.runpod;
    this.heldJobs = parts.heldJobs;
    this.folder = parts.folder;
    this.database = parts.database;
    this.#run = run;
    this.#env = env;
    this.trace = new Trace(this.discord, this.runpod);
    const { tell } = this.#happenings;
    this.discord.onMessage(tell);
    this.discord.rest.onRequest(tell);
    this.discord.cdn.onRequest(tell);
    this.runpod.http.onRequest(tell);
  }

  static async open(run: Run, options: StageOptions = {}): Promise<Stage> {
    const heldJobs = new HeldJobs();
    const discord = await DiscordSandbox.start({ answerWithinMs: ANSWER_WITHIN_MS });
    const runpod = await RunPodSandbox.start({ ...heldJobs.options, workers: 20 });
    const folder = mkdtempSync(join(tmpdir(), 'darkroom-story-'));
    cpSync(run.template, folder, { recursive: true });
    const { postgres } = run;
    const database: OpenDatabase = postgres
      ? await createPostgres(postgres.server, folder, postgres.template)
      : sqliteIn(folder);
    const byHttp = options.intake === 'http' && { INTAKE: 'http', HTTP_PORT: await freePort() };
    const env = { ...USUAL, ...byHttp, ...options.env, ...workflowsOf(options, folder) };
    return new Stage({ discord, runpod, heldJobs, folder, database }, run, env);
  }

  /** Resolves to the first result that is neither undefined nor false, checked after each happening. */
  async until<T>(what: string, look: () => T | Promise<T>) {
    try {
      return await this.#happenings.until(what, look);
    } catch (error) {
      const messages = Object.values(this.discord.world.channels)
        .flatMap((channel) => this.discord.messages(channel))
        .map((message) => messageText(message).join('\n'));
      const lines = this.#log().map((line) => JSON.stringify(line));
      const known = [...messages, ...lines.slice(-10), this.#bot?.output ?? ''];
      throw new Error([String(error), ...known].join('\n---\n'), { cause: error });
    }
  }

  get isBotRunning(): boolean {
    return this.#bot?.isRunning ?? false;
  }

  /** Starts the bot, and waits until it can be asked. */
  async startBot(env: Readonly<Record<string, string>> = {}): Promise<void> {
    const { HTTP_PORT: port = '', INTAKE: intake } = this.#env;
    const isPosted = intake === 'http';
    if (isPosted) this.discord.endpoint.setEarlier(`http://127.0.0.1:${port}/interactions`);
    const bot = this.program('main', [], env);
    await this.until('a bot that is ready', () => {
      if (!bot.isRunning) throw new Error(`the bot did not start: ${bot.output}`);
      return bot.log.some(({ msg }) => msg === 'ready');
    });
    if (!isPosted) await this.discord.connected();
  }

  /** Ends the bot. Resolves to its exit code or signal. */
  async endBot(signal: NodeJS.Signals): Promise<number | string> {
    if (!this.#bot) throw new Error('no bot was started');
    const end = await this.#bot.end(signal);
    await this.until('Discord to see it go', () => this.discord.gateway.connections === 0);
    return end;
  }

  /** Waits until the bot's log says it. */
  logs(fits: (line: LogLine) => boolean): Promise<LogLine> {
    const from = this.#bot;
    return this.until('a line of the log', () => from?.log.find(fits));
  }

  /** Starts a built program beside the bot, or the bot itself. */
  program(name: string, args: readonly string[], env: Readonly<Record<string, string>> = {}) {
    const { build } = this.#run;
    const process = new BotProcess(
      name,
      args,
      { build, folder: this.folder, env: { ...this.#environment(), ...env } },
      this.#happenings.tell,
    );
    this.#processes.push(process);
    return process;
  }

  async jobRows(): Promise<JobRow[]> {
    const rows = await jobRows(this.database);
    this.trace.noteJobs(rows);
    return rows;
  }

  /** A message answers an interaction, and an act with it. */
  noteAnswer(interactionId: string, act: number, message: Message): void {
    this.#answers.set(interactionId, message.id);
    this.trace.answered(act, message);
  }

  /** Whether the bot has tried to answer an interaction. */
  hasTriedToAnswer(interactionId: string): boolean {
    const callback = `/interactions/${interactionId}/`;
    return this.discord.rest.requests.some(({ path }) => path.includes(callback));
  }

  /** The message of a job, whose row may not know it yet. */
  messageOf(row: JobRow): Message | undefined {
    const id = row.message_id ?? this.#answers.get(requestOf(row));
    return id === undefined ? undefined : this.discord.message(id);
  }

  /** Keeps the message of a job in the trace as it is now. */
  traceMessageOf(row: JobRow, act: number): void {
    const message = this.messageOf(row);
    if (message) this.trace.seen(act, message.id);
  }

  /** The channels of the world, and a person's own. */
  channelsOf(person: Person): Channel[] {
    const { channels } = this.discord.world;
    return [...Object.values(channels), this.discord.world.directChannel(person)];
  }

  /** Everything has ended that can end, and is shown; then the bot stops. The trace, when it has. */
  async finish(title: string): Promise<string> {
    if (this.isBotRunning) {
      await this.until('every ended job to be shown', async () => {
        const rows = await this.jobRows();
        return rows.every((row) => isAtRest(row) || !hasEnded(row));
      });
      const end = await this.endBot('SIGTERM');
      if (end !== 0) throw new Error(`the bot ended with ${end}`);
    }
    this.#nameAll();
    return this.trace.write(title, await this.jobRows(), this.#log());
  }

  async close(): Promise<void> {
    await Promise.all(this.#processes.map((process) => process.end('SIGKILL')));
    await Promise.all([this.runpod.close(), this.discord.close(), this.database.close()]);
    await this.database.drop?.();
    rmSync(this.folder, { recursive: true, force: true });
  }

  get #bot(): BotProcess | undefined {
    return this.#processes.findLast(({ isBot }) => isBot);
  }

  #log(): LogLine[] {
    return this.#processes.flatMap(({ log }) => log);
  }

  #environment(): Record<string, string> {
    const { discord, runpod } = this;
    return {
      NODE_COMPILE_CACHE: join(this.#run.template, '..', 'compiled'),
      DISCORD_TOKEN: discord.token,
      DISCORD_GUILD_ID: discord.world.guild.id,
      DISCORD_API_URL: discord.apiUrl,
      DISCORD_CDN_URL: discord.cdnUrl,
      RUNPOD_API_KEY: runpod.apiKey,
      RUNPOD_ENDPOINT_ID: runpod.endpointId,
      RUNPOD_API_URL: runpod.apiUrl,
      RUNPOD_REST_URL: runpod.restUrl,
      DATABASE_MARKER_DIR: join(this.folder, 'markers'),
      ...this.database.env,
      ...this.#env,
    };
  }

  #nameAll(): void {
    const { world, applicationId, botId } = this.discord;
    const { names } = this.trace;
    for (const person of Object.values(world.people)) names.add(person.id, person.displayName);
    for (const { id, name } of Object.values(world.channels)) names.add(id, `#${name}`);
    for (const person of Object.values(world.people)) {
      names.add(world.directChannel(person).id, `${person.displayName}'s direct messages`);
    }
    names.add(world.guild.id, 'The Studio');
    names.add(applicationId, 'the application');
    names.add(botId, 'Darkroom');
    for (const { id, name } of this.discord.commands(world.guild.id)) names.add(id, name);
  }
}

function workflowsOf({ workflows }: StageOptions, folder: string): Record<string, string> {
  return { WORKFLOWS_DIR: workflows ?? join(folder, 'workflows') };
}
