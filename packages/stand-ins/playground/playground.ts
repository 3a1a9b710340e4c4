import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { systemClock } from '../../../src/engines/clock.ts';
import { builtInRecipes } from '../../../src/recipes/built-in.ts';
import type { Recipe } from '../../../src/recipes/recipe.ts';
import { LANGUAGES } from '../../../src/say/languages.ts';
import { readCoreNodes, readWorkflows } from '../../../src/workflows/read-workflows.ts';
import { botEnvironment } from '../bot-environment.ts';
import { EVENTS_PATH } from '../../../src/discord/intake/interactions-url.ts';
import { userOf } from '../discord/person-object.ts';
import { DiscordSandbox } from '../discord/sandbox.ts';
import type { Message } from '../discord/message.ts';
import type { Person } from '../discord/world.ts';
import { freePort } from '../free-port.ts';
import { Loopback } from '../loopback.ts';
import { RunPodSandbox } from '../runpod/runpod-sandbox.ts';
import { BotKeeper } from './bot-keeper.ts';
import { JobWindow } from './job-window.ts';
import { LiveFeed } from './live-feed.ts';
import { playOpening } from './opening.ts';
import { onlyFromPage } from './only-from-page.ts';
import { pageRoutes } from './page-routes.ts';
import { RequestLog } from './request-log.ts';
import { OFFERS, openShop, PREMIUM_SKUS } from './shop.ts';
import { SwitchBoard, type Pace } from './switch-board.ts';
import { takeAction, type ActionContext } from './take-action.ts';
import type { Action, PlaygroundEvent, PlaygroundState } from './wire.ts';
import { channelView, messageView, personView } from './world-view.ts';

/** How fast the GPU is, in milliseconds. */
export interface PlaygroundPace extends Pace {
  readonly coldStartMs: number;
}

/** Faster than a GPU, yet slow enough that each state of a job is seen. */
const PACE: PlaygroundPace = { coldStartMs: 6_500, stepMs: 150, slowStepMs: 2_000 };

/** The workflows to copy, each of which is a command here. */
export const EXAMPLES = fileURLToPath(new URL('../../../workflows.example', import.meta.url));

export interface PlaygroundOptions {
  /** Default: a free one. */
  readonly port?: number;
  readonly pace?: PlaygroundPace;
  /** The folder of the bot's workflows. Default: {@link EXAMPLES}. */
  readonly workflows?: string;
  /** Whether unfinished pictures are seen while they are made. */
  readonly previews?: boolean;
  /** Whether it opens with a conversation in #general, and the bot's pictures in it. */
  readonly opening?: boolean;
  /** How long Discord waits for a first answer, in milliseconds. Default: 3 s, as Discord itself does. */
  readonly answerWithinMs?: number;
}

/** A page with Discord and RunPod behind it, played here, and the real bot as a process. */
export interface Playground {
  /** Where the page is. */
  readonly url: string;
  readonly discord: DiscordSandbox;
  readonly runpod: RunPodSandbox;
  /** Stops the bot and every server, and removes what they kept. */
  close(): Promise<void>;
}

/** Starts it on 127.0.0.1. The bot connects a little later. Rejects where the port is taken. */
export async function startPlayground({
  port,
  pace = PACE,
  workflows = EXAMPLES,
  previews = false,
  opening = false,
  answerWithinMs = 3_000,
}: PlaygroundOptions = {}): Promise<Playground> {
  const ends: (() => Promise<void>)[] = [];
  const close = async () => {
    for (const end of ends.splice(0).reverse()) await end();
  };
  try {
    const folder = await mkdtemp(join(tmpdir(), 'darkroom-playground-'));
    ends.push(() => rm(folder, { recursive: true, force: true }));
    const discord = await DiscordSandbox.start({ answerWithinMs });
    ends.push(() => discord.close());
    // Ben manages the server, and operates the bot.
    const { id, username } = discord.world.people.ben;
    discord.world.ownership = { owner: { id, username } };
    openShop(discord);
    const { coldStartMs, stepMs } = pace;
    const { worker, ...endpoints } = endpointsNamed(workflows);
    const options = { workers: 1, coldStartMs, queueMs: 200, stepMs, progress: true, previews };
    const runpod = await RunPodSandbox.start({ ...options, worker, ...endpoints });
    ends.push(() => runpod.close());
    const page = new Loopback(systemClock);
    // Last, and with its routes at once: a page left open from before may be asking already.
    await page.listen(port);
    ends.push(() => page.close());
    const eventPort = await freePort();
    const played = { discord, runpod, folder, worker, workflows, previews, opening, pace };
    ends.push(servePage(page, { ...played, eventPort }));
    return { url: page.url, discord, runpod, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** The kinds of worker that the playground plays at any endpoint. */
type PlayedWorker = 'contract' | 'worker-comfyui';

/**
 * The endpoints that workflows name, and the worker of the bot's own: what the first workflow without
 * an endpoint needs.
 */
function endpointsNamed(folder: string) {
  const builtIn = [...builtInRecipes.values()];
  const { recipes } = readWorkflows(folder, { readTable: readCoreNodes, commands: [], builtIn });
  const kindOf = ({ worker }: Recipe): PlayedWorker | undefined =>
    worker === 'contract' || worker === 'worker-comfyui' ? worker : undefined;
  const own = recipes.filter(({ endpoint }) => endpoint === undefined).map(kindOf);
  const others = recipes.flatMap((recipe) =>
    recipe.endpoint === undefined ? [] : [[recipe.endpoint, kindOf(recipe)] as const],
  );
  const worker: PlayedWorker = own.find((kind) => kind !== undefined) ?? 'contract';
  return {
    worker,
    otherEndpointIds: [...new Set(others.map(([endpointId]) => endpointId))],
    otherWorkers: new Map(
      others.flatMap(([endpointId, kind]) => (kind ? [[endpointId, kind] as const] : [])),
    ),
  };
}

interface House {
  readonly discord: DiscordSandbox;
  readonly runpod: RunPodSandbox;
  /** Where the bot runs and keeps its database. */
  readonly folder: string;
  readonly worker: PlayedWorker;
  readonly workflows: string;
  readonly previews: boolean;
  readonly opening: boolean;
  readonly pace: PlaygroundPace;
  /** Where the bot takes events that Discord posts. */
  readonly eventPort: string;
}

/** Puts the page in front of what is played, and starts the bot. Returns what ends both. */
function servePage(page: Loopback, house: House): () => Promise<void> {
  const { discord, runpod, folder, worker, workflows, previews, opening, pace, eventPort } = house;
  const { world, gateway } = discord;
  const closing = new AbortController();
  const env = {
    ...botEnvironment(discord, runpod, folder, { worker, workflows, previews }),
    // Where pictures of public endpoints lie.
    RESULT_HOSTS: runpod.http.url,
    // Users can install the bot for themselves, and buy what the shop offers.
    DISCORD_GUILD_ID: '',
    USER_INSTALL_PICTURES_PER_DAY: '20',
    HTTP_PORT: eventPort,
    PREMIUM_SKUS,
  };
  const guild = world.guild.id;
  const commandOf = new Map<string, string>();
  const isFromPage = onlyFromPage(page);
  const feed = new LiveFeed({ server: page.server, isFromPage, state: () => state() });
  const tell = (event: PlaygroundEvent) => {
    feed.send(event);
  };

  const switches = new SwitchBoard(discord, runpod, pace);
  const requests = new RequestLog(systemClock, (request) => {
    tell({ type: 'request', request });
  });
  requests.follow('discord', discord.rest);
  requests.follow('cdn', discord.cdn);
  requests.follow('runpod', runpod.http);
  const jobs = new JobWindow({
    clock: systemClock,
    path: env.DATABASE_PATH,
    sent: () => runpod.jobs,
    tell: (latest) => {
      tell({ type: 'jobs', jobs: latest });
    },
  });
  const bot = new BotKeeper({
    env,
    folder,
    gateway,
    tell: (view) => {
      tell({ type: 'bot', bot: view });
    },
  });
  const view = (message: Message) => messageView(message, (id) => commandOf.get(id));
  discord.onMessage(({ kind, message }) => {
    if (kind === 'deleted') tell({ type: 'message-deleted', id: message.id });
    else tell({ type: 'message', message: view(message) });
  });
  const commands = () => [...discord.commands(guild), ...discord.commands('global')];
  discord.onRegistration(() => {
    tell({ type: 'commands', commands: commands() });
  });

  const people = () => Object.values(world.people).map((person) => personView(person, discord));
  // Everybody has the bot among those that they write to.
  const channels = [
    ...Object.values(world.channels),
    world.addChannel({ name: 'moderators', moderatorsOnly: true }),
    ...Object.values(world.people).map((person) => world.directChannel(person)),
    world.addGroup([world.people.ada, world.people.ben]),
    world.addChannelElsewhere(),
  ];
  const context: ActionContext = {
    discord,
    peopleChanged: () => {
      tell({ type: 'people', people: people() });
    },
    removed: async (person) => {
      const url = `http://127.0.0.1:${eventPort}${EVENTS_PATH}`;
      const type = 'APPLICATION_DEAUTHORIZED';
      const { applicationId, endpoint } = discord;
      const event = { applicationId, type, data: { user: userOf(person) }, at: Date.now() };
      requests.note('gateway', type, person.displayName);
      // A bot that is down hears of it for ten minutes, at Discord.
      await endpoint.postEvent(url, event).catch(() => undefined);
    },
    sent: ({ id }, about, command) => {
      requests.note('gateway', 'INTERACTION_CREATE', about);
      if (command !== undefined) commandOf.set(id, command);
    },
  };
  pageRoutes(page.app, policyFor(page, discord), {
    act: (request, files) => takeAction(context, request, files),
    change: (change) => {
      switches.change(change);
      tell({ type: 'switches', switches: switches.switches });
    },
    order: (order) => bot.obey(order),
    endTokens: () => {
      discord.endTokens();
      requests.note('clock', '15 minutes pass:', 'the tokens of all interactions so far end');
    },
  });

  function state(): PlaygroundState {
    return {
      server: world.guild.name,
      botId: discord.botId,
      botName: discord.botName,
      people: people(),
      offers: OFFERS,
      languages: LANGUAGES.map(({ catalogue, locales: [code = ''] }) => {
        return { code, name: catalogue.languageName };
      }),
      channels: channels.map((channel) => channelView(channel, world, discord.botName)),
      commands: commands(),
      messages: channels.flatMap((one) => discord.messages(one).map(view)),
      bot: bot.view,
      switches: switches.switches,
      requests: requests.latest,
      jobs: jobs.jobs,
    };
  }

  const watching = jobs.watch(closing.signal);
  void bot.obey('start');
  if (opening) {
    const act = (by: Person, action: Action) =>
      takeAction(context, { by: by.id, action }, new Map());
    // If the bot fails at it, the channel stays as it is and the page shows why.
    void playOpening({ discord, act, signal: closing.signal }).catch(() => undefined);
  }
  return async () => {
    closing.abort();
    feed.close();
    await Promise.all([watching, bot.close()]);
  };
}

/** Nothing comes from elsewhere, except pictures from Discord's CDN, which is played here too. */
function policyFor(page: Loopback, { cdnUrl }: DiscordSandbox): string {
  const live = page.url.replace(/^http/, 'ws');
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    `img-src 'self' blob: data: ${cdnUrl}`,
    `connect-src 'self' ${live}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
  ].join('; ');
}
