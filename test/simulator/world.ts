import { pino } from 'pino';
import { handlersFor } from '../../commands/index.ts';
import { menuOf } from '../../commands/generation-commands.ts';
import { Lead } from '../../src/bot/lead.ts';
import { Shutdown } from '../../src/bot/lifecycle.ts';
import { openAnswers } from '../../src/bot/open-answers.ts';
import { openJobs } from '../../src/bot/open-jobs.ts';
import { openPrivacy } from '../../src/bot/open-privacy.ts';
import { openStore } from '../../src/bot/open-store.ts';
import { type Config, parseConfig } from '../../src/config/config.ts';
import { payloadOf } from '../../src/discord/cards/card.ts';
import { renderJob } from '../../src/discord/cards/job-card.ts';
import type { MessageBody } from '../../src/discord/rest/message-payload.ts';
import { Messages } from '../../src/discord/rest/messages.ts';
import { RefusedCalls } from '../../src/discord/rest/refused-calls.ts';
import { RestCalls } from '../../src/discord/rest/rest.ts';
import { Turns } from '../../src/engines/turns.ts';
import type { Job } from '../../src/jobs/job.ts';
import { text } from '../../src/recipes/text.ts';
import type { Screening } from '../../src/screening/open-screening.ts';
import type { Workflows } from '../../src/workflows/read-workflows.ts';
import { APPLICATION, BOT, DiscordModel, type SentInteraction } from './discord-model.ts';
import type { Disk } from './disk.ts';
import { Dice, Life, Timeline } from './env.ts';
import { type Fault, Faults } from './faults.ts';
import { Network, type Outcome, type Request } from './network.ts';
import { decoding } from './pictures.ts';
import { type Fate, type RunPodJob, RunPodModel } from './runpod-model.ts';

/** What all runs of a process share: what takes long to make, and never changes. */
export interface Stage {
  readonly disk: Disk;
  /** A database as the bot makes it, closed, with its key beside it. */
  readonly template: string;
  readonly screening: Screening;
  readonly handlers: Handlers;
}

/** How long a job may take at RunPod. */
export const JOB_TIMEOUT_MS = 180_000;

/** Limits so low that a few members reach them. */
export const LIMITS = { perPerson: 2, waiting: 1, hourly: 5, inFlight: 2 };

/** A second endpoint, with a queue of its own. */
const SECOND = {
  name: 'sketch',
  command: 'sketch',
  endpoint: 'second',
  worker: 'contract',
} as const;
const WORKFLOWS: Workflows = {
  recipes: [{ ...text, ...SECOND, description: 'Sketches' }],
  broken: [],
};

type Handlers = ReturnType<typeof handlersFor>;

/** What the bot's commands are, made once. */
export function handlersOfAll(): Handlers {
  return handlersFor({ ...menuOf(configOf('unused', 'unused'), WORKFLOWS), faces: true });
}

function configOf(databasePath: string, markers: string): Config {
  return parseConfig({
    DISCORD_TOKEN: 'token',
    RUNPOD_API_KEY: 'key',
    RUNPOD_ENDPOINT_ID: 'main',
    DATABASE_PATH: databasePath,
    DATABASE_MARKER_DIR: markers,
    PICTURE_STORE: 'database',
    PUBLIC_URL: 'https://bot.example',
    HTTP_PORT: '8080',
    JOB_TIMEOUT_MS: String(JOB_TIMEOUT_MS),
    QUEUE_TIMEOUT_MS: '300000',
    MAX_JOBS_PER_PERSON: String(LIMITS.perPerson),
    MAX_WAITING_PER_PERSON: String(LIMITS.waiting),
    MAX_HOURLY_PER_PERSON: String(LIMITS.hourly),
    MAX_JOBS_IN_FLIGHT: String(LIMITS.inFlight),
    LOG_LEVEL: 'warn',
  });
}

type Bot = Awaited<ReturnType<typeof openBot>>;

/** What the world tells the invariants. */
export interface Watchers {
  readonly onSubmitted: (job: RunPodJob) => void;
  readonly onChanged: (job: Job, from: string | null | undefined) => void;
  /** The process has ended. */
  readonly noteEnds: () => void;
}

/** The bot, its disk, and models of Discord and RunPod, in virtual time. */
export class World {
  readonly timeline: Timeline;
  readonly discord: DiscordModel;
  readonly runpod: RunPodModel;
  readonly faults: Faults;
  /** What happened, in plain words. */
  readonly story: string[] = [];
  /** Photos that members sent, by their paths at Discord. */
  readonly photos = new Map<string, Buffer>();
  readonly disk: Disk;
  readonly #stage: Stage;
  readonly #dice: Dice;
  readonly #random: Dice;
  readonly #watchers: Watchers;
  #life = new Life();
  #bot: Bot | undefined;

  constructor(
    stage: Stage,
    plan: {
      readonly seed: number;
      readonly faults: readonly Fault[];
      readonly fates: readonly Fate[];
    },
    watchers: Watchers,
  ) {
    this.#stage = stage;
    this.#watchers = watchers;
    this.disk = stage.disk;
    this.#dice = new Dice(plan.seed);
    this.#random = new Dice(plan.seed + 1);
    this.faults = new Faults(plan.faults);
    const timeline = new Timeline(new Dice(plan.seed + 2));
    this.timeline = timeline;
    const parts = {
      timeline,
      dice: this.#dice,
      faults: this.faults,
      crash: () => {
        this.crash();
      },
    };
    this.discord = new DiscordModel({
      ...parts,
      onShown: (what) => {
        this.tell(`Discord ${what}`);
      },
    });
    this.runpod = new RunPodModel(plan.fates, {
      ...parts,
      onSubmitted: (job) => {
        this.tell(`RunPod gets ${job.id} of job ${job.jobId} at ${job.endpointId}`);
        watchers.onSubmitted(job);
      },
      callWebhook: (path) => {
        this.#webhook(path);
      },
    });
    this.disk.begin(stage.template, {
      ...parts,
      onActivity: () => (timeline.activity += 1),
    });
  }

  get isUp(): boolean {
    return this.#bot !== undefined;
  }

  tell(what: string): void {
    const seconds = (this.timeline.elapsed / 1_000).toFixed(3);
    this.story.push(`${seconds.padStart(9)} s  ${what}`);
  }

  /** Starts the bot on what is on the disk. */
  start(): void {
    const life = new Life();
    this.#life = life;
    this.tell('The bot starts');
    const opened = openBot(this.#stage, {
      life,
      timeline: this.timeline,
      random: this.#random,
      discord: this.discord,
      network: new Network(this.timeline, life, (request) => this.#answer(request)),
      decode: () => {
        const done = Promise.withResolvers<undefined>();
        this.timeline.after(
          this.#dice.duration(20, 600),
          () => {
            done.resolve(undefined);
          },
          life,
        );
        return done.promise;
      },
      log: (line) => {
        if (!life.isOver) this.tell(`log: ${line.trim()}`);
      },
      onChanged: (job, from) => {
        if (life.isOver) return;
        this.tell(`job ${job.id} is ${job.state}`);
        this.#watchers.onChanged(job, from);
      },
      onOpened: (bot) => {
        if (!life.isOver) this.#bot = bot;
      },
    });
    opened.catch((error: unknown) => {
      if (life.isOver) return;
      this.tell(`The bot cannot start: ${String(error)}`);
      this.crash();
    });
  }

  /** The process ends at once; another one starts a while later. */
  crash(): void {
    if (this.#life.isOver) return;
    this.tell('The bot is killed');
    this.#end();
  }

  /** The bot stops in good order; another one starts a while later. */
  async stop(): Promise<void> {
    const [bot, life] = [this.#bot, this.#life];
    if (!bot) return;
    this.tell('The bot is told to stop');
    const stopping = { isDone: false };
    void bot.shutdown.run().then(() => (stopping.isDone = true));
    await this.timeline.advance(60_000, () => stopping.isDone || life.isOver);
    if (life.isOver) return;
    this.tell(stopping.isDone ? 'The bot has stopped' : 'The bot does not stop, and is killed');
    this.#end();
  }

  #end(): void {
    this.#life.end();
    this.#bot = undefined;
    this.disk.crash();
    this.#watchers.noteEnds();
    this.timeline.after(this.#dice.duration(1_000, 30_000), () => {
      this.start();
    });
  }

  /** How a job's message looks by its row. */
  async drawn(jobId: string): Promise<MessageBody | undefined> {
    return this.#bot?.drawn(jobId);
  }

  /** Ends the run. */
  close(): void {
    this.#life.end();
    this.#bot = undefined;
    this.disk.crash();
  }

  /** Discord delivers an interaction, if the bot is there to receive it. */
  deliver({ payload }: SentInteraction): void {
    void this.#bot?.dispatch.handle(structuredClone(payload));
  }

  #webhook(path: string): void {
    const about = this.#bot?.webhooks?.read(path);
    if (about) this.#bot?.hint(about);
  }

  #answer(request: Request): Outcome {
    const { origin, pathname } = request.url;
    if (!origin.endsWith('discordapp.com')) return this.runpod.answer(request);
    const body = this.photos.get(pathname) ?? this.discord.fileAt(pathname);
    const response = body ? { status: 200, body } : { status: 404, body: '' };
    return { ms: this.#dice.duration(20, 400), response };
  }
}

interface Surroundings {
  readonly life: Life;
  readonly timeline: Timeline;
  readonly random: Dice;
  readonly discord: DiscordModel;
  readonly network: Network;
  /** Resolves once a picture is decoded. */
  readonly decode: () => Promise<void>;
  readonly log: (line: string) => void;
  readonly onChanged: (job: Job, from?: string | null) => void;
  readonly onOpened: (bot: OpenBot) => void;
}

interface OpenBot {
  readonly dispatch: { readonly handle: (payload: unknown) => Promise<void> };
  readonly webhooks:
    { readonly read: (path: string) => { id: string; attempt: number } | undefined } | undefined;
  readonly hint: (about: { id: string; attempt: number }) => void;
  readonly shutdown: Shutdown;
  /** How a job's message looks by its row. */
  readonly drawn: (id: string) => Promise<MessageBody | undefined>;
}

/** Assembles and starts the bot as `startBot` does, without ports and without a gateway. */
async function openBot(
  { disk, template, screening, handlers }: Stage,
  { life, timeline, random, discord, network, ...hooks }: Surroundings,
): Promise<OpenBot> {
  const config = configOf(disk.path, `${template}.markers`);
  const clock = timeline.clockOf(life);
  const logger = pino({ level: 'warn', base: null, timestamp: false }, { write: hooks.log });
  const shutdown = new Shutdown({ clock, logger });
  const elapsed = () => 0;
  const turns = new Turns(undefined, elapsed);
  const outside = { clock, elapsed, random, network, startPictureProcess: decoding(hooks.decode) };
  const opening = { config, logger, shutdown, turns, workflows: WORKFLOWS, ...outside };
  const record = await openStore(opening);
  record.log.events.on('changed', hooks.onChanged);
  const privacy = openPrivacy(opening, record);
  const jobs = openJobs(opening, record);
  const identity = {
    ...{ applicationId: APPLICATION, userId: BOT, owner: undefined, operators: [] },
    interactions: { url: undefined, publicKey: undefined },
  };
  const client = discord.client(life);
  const { halt } = shutdown;
  const calls = new RestCalls({ bot: client, token: client }, { botToken: 'x', clock, halt });
  const refusedCalls = new RefusedCalls(clock);
  const messages = new Messages(calls, identity);
  const reached = { identity, calls, messages, refusedCalls, clockAheadMs: () => 0 };
  const answers = await openAnswers(
    { ...opening, screening, signal: halt },
    { record, privacy, jobs, handlers },
    reached,
  );
  answers.follow();
  privacy.startFollowing();
  await jobs.takeOver(halt);
  await jobs.watchStorage(answers.notices);
  const { webhooks } = record;
  const hint = jobs.runner.hint.bind(jobs.runner);
  const drawn = async (id: string) => {
    const job = await record.log.jobs.find(id);
    if (!job) return undefined;
    const steps = jobs.destinations.stepsAfter(job.wanted.recipe);
    const card = renderJob(job, jobs.observations.shown(job), clock.now(), undefined, steps);
    return payloadOf(card).body;
  };
  const bot = { dispatch: answers.dispatch, webhooks, hint, shutdown, drawn };
  hooks.onOpened(bot);
  await answers.resumeShowing();
  const lead = new Lead({
    ...{ processes: record.processes, clock, logger },
    resume: async () => {
      await privacy.resume(answers);
      await answers.resumeClearing();
    },
    begin: () => {
      privacy.startRetention({ ...answers, clockIsRight: () => Promise.resolve(true) });
    },
  });
  shutdown.addIntake(() => lead.stop());
  await lead.start();
  await jobs.start(answers.postedPictures, halt);
  jobs.followOtherProcesses(answers.resumeShowing);
  return bot;
}
