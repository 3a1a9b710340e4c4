import { MessageFlags, TextInputStyle, ComponentType } from 'discord.js';
import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { SandboxInteraction } from '../../../packages/stand-ins/discord/interaction.ts';
import type { Message } from '../../../packages/stand-ins/discord/message.ts';
import { type Command, on, type Reply } from '../../../src/discord/intake/handlers.ts';
import { RateLimiter } from '../../../src/engines/rate-limiter.ts';
import type { CustomId } from '../../../src/discord/interactions/custom-id.ts';
import type { InteractionBase } from '../../../src/discord/interactions/interaction.ts';
import { tokenExpiry } from '../../../src/discord/interactions/interaction-token.ts';
import { deferrals as WORDS } from '../../../src/say/en/progress.ts';
import type { JobLog } from '../../../src/jobs/job-log.ts';
import type { NewJob } from '../../../src/jobs/sql/new-job.ts';
import { lock } from '../../bad-days/storage.ts';
import { ManualClock } from '../../support/manual-clock.ts';
import {
  sampleJob,
  sampleRequest,
} from '../../../packages/stand-ins/playground/cards/sample-job.ts';
import { definition, NOTHING, openDispatch, type DispatchBench } from './dispatch-bench.ts';

interface Services {
  log?: JobLog;
}
type Make = (interaction: InteractionBase, services: Services) => Promise<Reply>;

const SAID = { text: ['said'] };
const ACT: CustomId = { action: 'act', report: 'r1' };
const CARD = {
  text: ['a card'],
  buttons: [[{ id: ACT, label: 'Act', kind: 'secondary' as const }]],
};

const gives =
  (reply: Reply): Make =>
  () =>
    Promise.resolve(reply);

const MODAL: Reply = {
  kind: 'modal',
  modal: {
    custom_id: 'v2:act:report:r1',
    title: 'A form',
    components: [
      {
        type: ComponentType.Label,
        label: 'Words',
        component: {
          type: ComponentType.TextInput,
          custom_id: 'words',
          style: TextInputStyle.Short,
        },
      },
    ],
  },
};

/** A job that its interaction asks for, for everybody or for one person. */
const makesJob =
  (parts: Partial<NewJob> = {}): Make =>
  async (interaction, { log }) => {
    const { models } = sampleJob();
    const job = await log?.create({
      id: 'k3f9x2ab',
      state: 'ready',
      interactionId: interaction.id,
      interactionToken: interaction.token,
      tokenExpiresAt: tokenExpiry(interaction.id),
      guildId: interaction.guildId ?? '',
      channelId: interaction.channel.id,
      userId: interaction.user.id,
      request: sampleRequest(),
      models,
      ageRestricted: false,
      ...parts,
    });
    return job ? { kind: 'job', job } : { kind: 'answered' };
  };

/** A bot that defers whatever comes, and answers with what `make` gives. */
async function deferring(make: Make): Promise<DispatchBench> {
  const services: Services = {};
  const command = (name: string, parts: Partial<Command<Services>> = {}): Command<Services> => ({
    definition: definition(name),
    execute: make,
    ...parts,
  });
  const bench = await openDispatch<Services>(
    {
      commands: [
        command('loud', { isPublic: () => Promise.resolve(true) }),
        command('quiet'),
        command('card', { execute: gives({ kind: 'quiet', message: CARD }) }),
      ],
      messageCommands: [],
      buttons: [on('report', 'act', (press, _, given) => make(press, given))],
      selects: [],
      modals: [],
    },
    services,
    { waitsMs: 0 },
  );
  services.log = bench.log;
  return bench;
}

const KINDS = {
  public: 'loud',
  ephemeral: 'quiet',
  update: 'card',
} as const;

interface Deferred {
  readonly bench: DispatchBench;
  readonly interaction: SandboxInteraction;
  /** The message that was clicked. */
  readonly card: Message | undefined;
}

/** Uses the bot, so that it defers in that way. */
async function use(bench: DispatchBench, kind: keyof typeof KINDS): Promise<Deferred> {
  const { discord } = bench;
  const { people, channels } = discord.world;
  const name = KINDS[kind];
  const by = people.ada;
  const command = await discord.command({ by, in: channels.general, name, raw: true });
  if (kind !== 'update') return { bench, interaction: command, card: undefined };
  const card = await discord.waitFor(({ content }) => content === 'a card');
  return { bench, interaction: await discord.click({ by, message: card, label: 'Act' }), card };
}

async function deferred(kind: keyof typeof KINDS, make: Make): Promise<Deferred> {
  return use(await deferring(make), kind);
}

/** What everybody, and Ada, see in the end: each message's words, in brackets where she alone sees it. */
function seen({ bench, card }: Deferred): string[] {
  const { discord } = bench;
  return discord
    .messages(discord.world.channels.general)
    .filter(({ id, content }) => id !== card?.id || content !== 'a card')
    .map(({ content, embeds, flags }) => {
      const job = embeds[0]?.footer?.text;
      const words = job ?? content;
      if ((flags & MessageFlags.Loading) !== 0) return 'thinking';
      return (flags & MessageFlags.Ephemeral) === 0 ? words : `(${words})`;
    });
}

/** Until no answer is owed any more: nothing is left in the table, which the next commit clears. */
async function settled({ bench }: Deferred): Promise<void> {
  await expect
    .poll(async () => {
      // Rows go with the next commit, whatever it is for.
      await bench.deferrals.remove([]);
      return bench.deferrals.left();
    })
    .toEqual([]);
}

/** Something to wait for, until it is opened. */
function gate() {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return {
    opened,
    open: () => {
      open();
    },
  };
}

const JOB = 'job k3f9x2ab';
const LATER: Reply = { kind: 'later', message: () => Promise.resolve(SAID) };
const FAILING: Reply = { kind: 'later', message: () => Promise.reject(new Error('no')) };

describe('a deferred interaction is answered', () => {
  it.each<[keyof typeof KINDS, string, Make, string[]]>([
    ['public', 'a job for everybody', makesJob(), [JOB]],
    ['public', 'a job for one person', makesJob({ private: 'server' }), [`(${JOB})`]],
    ['public', 'quiet words', gives({ kind: 'quiet', message: SAID }), ['(said)']],
    ['public', 'words that come later', gives(LATER), ['(said)']],
    ['public', 'a form', gives(MODAL), [`(${WORDS.runAgain})`]],
    ['public', 'nothing new', gives({ kind: 'seen' }), []],
    ['ephemeral', 'a job for everybody', makesJob(), [JOB]],
    ['ephemeral', 'a job for one person', makesJob({ private: 'server' }), [`(${JOB})`]],
    ['ephemeral', 'quiet words', gives({ kind: 'quiet', message: SAID }), ['(said)']],
    ['ephemeral', 'words that come later', gives(LATER), ['(said)']],
    ['ephemeral', 'a form', gives(MODAL), [`(${WORDS.runAgain})`]],
    ['ephemeral', 'nothing new', gives({ kind: 'seen' }), []],
    ['update', 'a job for everybody', makesJob(), [JOB]],
    ['update', 'a job for one person', makesJob({ private: 'server' }), [`(${JOB})`]],
    ['update', 'quiet words', gives({ kind: 'quiet', message: SAID }), ['(said)']],
    ['update', 'words that come later', gives(LATER), ['(said)']],
    ['update', 'a form', gives(MODAL), [`(${WORDS.pressAgain})`]],
    ['update', 'nothing new', gives({ kind: 'seen' }), []],
    [
      'update',
      'another message in its place',
      gives({ kind: 'replaced', message: SAID }),
      ['(said)'],
    ],
    [
      'update',
      'another message in its place, later',
      gives({ kind: 'replaced-later', message: () => Promise.resolve(SAID) }),
      ['(said)'],
    ],
  ])('%s: with %s', async (kind, _, make, shown) => {
    const given = await deferred(kind, make);
    await expect.poll(() => seen(given)).toEqual(shown);
    await settled(given);
    expect(seen(given)).toEqual(shown);
    expect(given.bench.logged.join('')).not.toContain('"level":50');
  });

  it('update: with what is shown meanwhile, and then with another message', async () => {
    let endWork: () => void = () => undefined;
    const work = new Promise<void>((resolve) => (endWork = resolve));
    const { bench } = await deferred(
      'update',
      gives({
        kind: 'replaced-later',
        meanwhile: { text: ['working'] },
        message: async () => {
          await work;
          return SAID;
        },
      }),
    );
    await bench.discord.waitFor(({ content }) => content === 'working');
    endWork();
    await bench.discord.waitFor(({ content }) => content === 'said');
  });

  it.each(['public', 'ephemeral', 'update'] as const)(
    '%s: with what went wrong, where that turns up later',
    async (kind) => {
      const given = await deferred(kind, gives(FAILING));
      await expect.poll(() => seen(given).join()).toMatch(/^\(Something went wrong.*\)$/);
    },
  );

  it('quietly once Discord takes that again', async () => {
    const bench = await deferring(gives({ kind: 'quiet', message: SAID }));
    bench.discord.rest.fault({ method: 'PATCH', path: /original/, answer: 'reset', times: 2 });
    const given = await use(bench, 'ephemeral');
    await expect.poll(() => seen(given), { timeout: 20_000 }).toEqual(['(said)']);
  });

  it('by a job’s message alone, whichever was clicked, where the message is refused at first', async () => {
    const bench = await deferring(makesJob());
    const given = await use(bench, 'update');
    await expect.poll(() => seen(given)).toEqual([JOB]);
    const { id } = given.card ?? { id: '' };
    expect(bench.discord.message(id)?.content).toBe('a card');
  });
});

describe('a deferral', () => {
  it('is a row before it is sent', async () => {
    let go = (): void => undefined;
    const gate = new Promise<void>((resolve) => {
      go = resolve;
    });
    const bench = await deferring(async () => {
      await gate;
      return { kind: 'quiet', message: SAID };
    });
    const rows: unknown[] = [];
    bench.discord.rest.onRequest(({ path, status }) => {
      // As it comes, and not again once it is answered.
      if (path.includes('callback') && status === undefined)
        void bench.deferrals.left().then((left) => rows.push(left));
    });
    const given = await use(bench, 'public');
    await given.interaction.answered;
    const { id, token } = given.interaction;
    await expect
      .poll(() => rows)
      .toEqual([
        [{ interactionId: id, token, kind: 'public', expiresAt: tokenExpiry(id), locale: 'en-US' }],
      ]);
    go();
    await expect.poll(() => seen(given)).toEqual(['(said)']);
  });

  it('of an interaction that comes twice is one, and so is its answer', async () => {
    let made = 0;
    let go = (): void => undefined;
    const gate = new Promise<void>((resolve) => {
      go = resolve;
    });
    const bench = await deferring(async (interaction, services) => {
      made += 1;
      await gate;
      return makesJob()(interaction, services);
    });
    const given = await use(bench, 'public');
    bench.discord.deliver(given.interaction);
    await given.interaction.answered;
    go();
    await expect.poll(() => seen(given)).toEqual([JOB]);
    bench.discord.deliver(given.interaction);
    await settled(given);
    await expect.poll(() => made).toBe(2);
    expect(seen(given)).toEqual([JOB]);
  });

  it('that Discord does not take leaves the answer to come directly', async () => {
    const bench = await deferring(gives({ kind: 'quiet', message: SAID }));
    bench.discord.rest.fault({ path: /callback/, answer: { status: 400, body: '{}' } });
    const given = await use(bench, 'ephemeral');
    await expect.poll(() => seen(given)).toEqual(['(said)']);
    await settled(given);
  });

  it.each(['public', 'update'] as const)(
    '(%s) whose first try broke off on its way is sent again',
    async (kind) => {
      const bench = await deferring(gives({ kind: 'quiet', message: SAID }));
      bench.discord.rest.fault({ path: /callback/, answer: 'reset' });
      const given = await use(bench, kind);
      await expect.poll(() => seen(given)).toContain('(said)');
    },
  );

  it('whose every try took effect without an answer makes no job: another process may make it', async () => {
    const bench = await deferring(makesJob());
    // discord.js asks three times more.
    const answer = { status: 502, body: '' };
    bench.discord.rest.fault({ path: /callback/, when: 'after', answer, times: 4 });
    const given = await use(bench, 'public');
    await expect.poll(() => bench.logged.join('')).toContain('"sent":"unknown"');
    expect(seen(given)).toEqual(['thinking']);
    expect(await bench.log.jobs.find('k3f9x2ab')).toBeUndefined();
  });

  it('is not made for a reply that was made while its row was being written', async () => {
    const clock = new ManualClock();
    const [begun, asked, reply] = [gate(), gate(), gate()];
    const bench = await openDispatch(
      {
        ...NOTHING,
        commands: [
          {
            definition: definition('quiet'),
            isPublic: () => {
              asked.open();
              return Promise.resolve(false);
            },
            execute: async () => {
              begun.open();
              await reply.opened;
              return { kind: 'quiet', message: SAID };
            },
          },
        ],
      },
      {},
      { answerClock: clock },
    );
    const given = await use(bench, 'ephemeral');
    await begun.opened;
    const unlock = lock(bench.databasePath);
    await clock.advance(20_000);
    await asked.opened;
    reply.open();
    await turn();
    await unlock();
    await settled(given);
    expect((await given.interaction.answered).message?.content).toBe('said');
    expect(seen(given)).toEqual(['(said)']);
  });

  it('does not wait for an older interaction’s time', async () => {
    let aheadMs = 0;
    const [begun, stuck] = [gate(), gate()];
    const bench = await openDispatch(
      {
        ...NOTHING,
        commands: [
          {
            definition: definition('quiet'),
            execute: async () => {
              begun.open();
              await stuck.opened;
              return { kind: 'quiet', message: SAID };
            },
          },
        ],
      },
      {},
      // It stands still.
      { answerClock: new ManualClock(Date.now()), clockAheadMs: () => aheadMs, waitsMs: 3_000 },
    );
    onTestFinished(stuck.open);
    await use(bench, 'ephemeral');
    await begun.opened;
    aheadMs = -60_000;
    const late = await use(bench, 'ephemeral');
    await late.interaction.answered;
    expect(seen(late)).toEqual(['thinking']);
  });

  it('is not made for a member who sends too much: the refusal costs no more', async () => {
    const stuck = gate();
    const bench = await openDispatch(
      {
        ...NOTHING,
        commands: [
          {
            definition: definition('quiet'),
            execute: async () => {
              await stuck.opened;
              return { kind: 'quiet', message: SAID };
            },
          },
        ],
      },
      {},
      { waitsMs: 0, cooldown: new RateLimiter(1, new ManualClock(), 1) },
    );
    onTestFinished(stuck.open);
    await (
      await use(bench, 'ephemeral')
    ).interaction.answered;
    const { message } = await (await use(bench, 'ephemeral')).interaction.answered;
    expect(message?.content).toMatch(/going too fast/);
    expect(await bench.deferrals.left()).toHaveLength(1);
  });

  it('is not made where there is time to answer', async () => {
    const bench = await openDispatch(
      {
        ...NOTHING,
        commands: [
          { definition: definition('quiet'), execute: gives({ kind: 'quiet', message: SAID }) },
        ],
      },
      {},
    );
    const given = await use(bench, 'ephemeral');
    const { message } = await given.interaction.answered;
    expect(message?.content).toBe('said');
    expect(
      bench.discord.rest.requests.filter(({ path }) => path.includes('callback')),
    ).toHaveLength(1);
  });
});
