import { EventEmitter, once } from 'node:events';
import { ApplicationCommandOptionType, ComponentType, TextInputStyle } from 'discord.js';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { type Command, handlersOf, on } from '../../../src/discord/intake/handlers.ts';
import type { Card } from '../../../src/discord/cards/card.ts';
import { RateLimiter } from '../../../src/engines/rate-limiter.ts';
import { BotError } from '../../../src/errors/errors.ts';
import { moments } from '../../../src/store/moments.ts';
import { quietAnswer } from '../../commands/scene.ts';
import { ManualClock } from '../../support/manual-clock.ts';
import { CountedTurns } from '../../support/counted-turns.ts';
import { definition, NOTHING, openDispatch, type DispatchBench } from './dispatch-bench.ts';

const SERVICES = { greeting: 'hello' };
type Services = typeof SERVICES;

function quiet(name: string, content: (services: Services) => string): Command<Services> {
  return {
    definition: definition(name),
    execute: (_, services) =>
      Promise.resolve({ kind: 'quiet', message: { text: [content(services)] } }),
  };
}

function send({ discord }: DispatchBench, name: string) {
  const { people, channels } = discord.world;
  return discord.command({ by: people.ada, in: channels.general, name, raw: true });
}

describe('handlersOf', () => {
  const reply = () => Promise.resolve({ kind: 'quiet', message: { text: [] } } as const);
  const wave = quiet('wave', () => 'waves');

  it('takes the same action for a button, a menu and a form, and of another subject', () => {
    const { buttons } = handlersOf([
      {
        buttons: [on('job', 'act', reply), on('report', 'act', reply)],
        selects: [on('job', 'act', reply)],
        modals: [on('job', 'act', reply)],
      },
    ]);
    expect(buttons.map(({ subject, action }) => [subject, action])).toEqual([
      ['job', 'act'],
      ['report', 'act'],
    ]);
  });

  it.each([
    ['the command wave', { command: wave }],
    ['the button act:job', { buttons: [on('job', 'act', reply)] }],
    ['the select act:job', { selects: [on('job', 'act', reply)] }],
    ['the modal act:job', { modals: [on('job', 'act', reply)] }],
  ])('refuses %s twice', (what, feature) => {
    expect(() => handlersOf([feature, {}, feature])).toThrow(`${what} is declared twice`);
  });
});

describe('Dispatch', () => {
  it('takes a command to its own execute, with the services', async () => {
    const commands = [quiet('wave', () => 'waves'), quiet('greet', ({ greeting }) => greeting)];
    const bench = await openDispatch({ ...NOTHING, commands }, SERVICES);
    expect(await quietAnswer(await send(bench, 'greet'))).toBe('hello');
  });

  it('asks what else there is to tell only those whom it lets in', async () => {
    const asked: string[] = [];
    const bench = await openDispatch(
      {
        ...NOTHING,
        commands: [quiet('wave', () => 'waves'), quiet('greet', () => 'greets')],
        admit: (interaction) => {
          const name = interaction.kind === 'command' ? interaction.name : '';
          return name === 'wave' ? Promise.resolve() : Promise.reject(new BotError('servers_only'));
        },
        afterwards: ({ id }) => {
          asked.push(id);
          return Promise.resolve(undefined);
        },
      },
      SERVICES,
    );
    await quietAnswer(await send(bench, 'greet'));
    const taken = await send(bench, 'wave');
    await quietAnswer(taken);
    await expect.poll(() => asked).toEqual([taken.id]);
  });

  it('says so quietly where there is no such command any more', async () => {
    const bench = await openDispatch(NOTHING, SERVICES);
    expect(await quietAnswer(await send(bench, 'gone'))).toBe(
      "I don't know that command or button. Reload Discord and try again.",
    );
  });

  it('lets whoever listens know what is refused, by its code alone', async () => {
    const refused: unknown[] = [];
    const note = (message: unknown) => refused.push(message);
    moments.refused.subscribe(note);
    onTestFinished(() => {
      moments.refused.unsubscribe(note);
    });
    const bench = await openDispatch(NOTHING, SERVICES);
    await quietAnswer(await send(bench, 'gone'));
    expect(refused).toEqual([{ code: 'unknown_action' }]);
  });

  it('knows no button by a name that every object has', async () => {
    const bench = await openDispatch(
      { ...NOTHING, commands: [quiet('wave', () => 'x')] },
      SERVICES,
    );
    const { message } = await (await send(bench, 'wave')).answered;
    if (!message) throw new Error('the answer is no message');
    const by = bench.discord.world.people.ada;
    const customId = 'v2:constructor:job:k3f9x2ab';
    const click = await bench.discord.click({ by, message, customId, raw: true });
    expect(await quietAnswer(click)).toMatch(/^I don't know that command or button/);
  });

  it('offers what a command completes', async () => {
    const pick: Command<Services> = {
      ...quiet('pick', () => ''),
      definition: {
        ...definition('pick'),
        options: [
          {
            type: ApplicationCommandOptionType.String,
            name: 'animal',
            description: 'Which',
            autocomplete: true,
          },
        ],
      },
      autocomplete: ({ focused: { name, value } }) =>
        Promise.resolve([{ name: `${name} ${value}x`, value: `${value}x` }]),
    };
    const { discord } = await openDispatch({ ...NOTHING, commands: [pick] }, SERVICES);
    const { people, channels } = discord.world;
    const interaction = await discord.autocomplete({
      by: people.ada,
      in: channels.general,
      name: 'pick',
      focused: 'animal',
      options: { animal: 'fo' },
    });
    expect((await interaction.answered).choices).toEqual([{ name: 'animal fox', value: 'fox' }]);
  });

  it('logs a completion that fails, and goes on', async () => {
    const pick: Command<Services> = {
      ...quiet('pick', () => 'picked'),
      definition: {
        ...definition('pick'),
        options: [
          {
            type: ApplicationCommandOptionType.String,
            name: 'animal',
            description: 'Which',
            autocomplete: true,
          },
        ],
      },
      autocomplete: () => Promise.reject(new Error('no animals')),
    };
    const bench = await openDispatch({ ...NOTHING, commands: [pick] }, SERVICES);
    const { people, channels } = bench.discord.world;
    await bench.discord.autocomplete({
      by: people.ada,
      in: channels.general,
      name: 'pick',
      focused: 'animal',
      options: { animal: '' },
    });
    await expect.poll(() => bench.logged.join('')).toContain('no animals');
    expect(await quietAnswer(await send(bench, 'pick'))).toBe('picked');
  });

  it('opens a modal, and takes what is sent with it to its handler', async () => {
    const edit: Command<Services> = {
      definition: definition('edit'),
      execute: () =>
        Promise.resolve({
          kind: 'modal',
          modal: {
            custom_id: 'v2:words:job:abc',
            title: 'Words',
            components: [
              {
                type: ComponentType.Label,
                label: 'New words',
                component: {
                  type: ComponentType.TextInput,
                  custom_id: 'prompt',
                  style: TextInputStyle.Short,
                },
              },
            ],
          },
        }),
    };
    const bench = await openDispatch(
      {
        ...NOTHING,
        commands: [edit],
        modals: [
          on('job', 'words', ({ fields }, { job }) =>
            Promise.resolve({
              kind: 'quiet',
              message: { text: [`${job} ${JSON.stringify(fields)}`] },
            }),
          ),
        ],
      },
      SERVICES,
    );
    const interaction = await send(bench, 'edit');
    expect((await interaction.answered).modal?.title).toBe('Words');
    const sent = await bench.discord.submitModal({
      by: bench.discord.world.people.ada,
      interaction,
      fields: { prompt: 'a fox' },
    });
    expect(await quietAnswer(sent)).toMatch(/^abc .*"prompt":"a fox"/);
  });

  it('tells a person only that something went wrong, and the operator what', async () => {
    const broken: Command<Services> = {
      definition: definition('broken'),
      execute: () => Promise.reject(new Error('the cellar is flooded')),
    };
    const bench = await openDispatch({ ...NOTHING, commands: [broken] }, SERVICES);
    const interaction = await send(bench, 'broken');
    expect(await quietAnswer(interaction)).toBe(
      `Something went wrong on my end. I've logged it for the operator. Try again. (reference ${interaction.id})`,
    );
    const line = bench.logged.find((entry) => entry.includes('an interaction failed'));
    expect(line).toContain('"code":"unexpected"');
    expect(line).toContain('the cellar is flooded');
  });

  it('tells a person what they can mend, and the operator nothing', async () => {
    const strict: Command<Services> = {
      definition: definition('strict'),
      execute: () => Promise.reject(new BotError('picture_moves')),
    };
    const bench = await openDispatch({ ...NOTHING, commands: [strict] }, SERVICES);
    expect(await quietAnswer(await send(bench, 'strict'))).toContain(
      'That file is animated or has several pictures in it.',
    );
    expect(bench.logged.filter((line) => /"level":(40|50|60)/.test(line))).toEqual([]);
  });

  it('gives an answer that takes longer once it is there, quietly all along', async () => {
    const events = new EventEmitter<{ done: [] }>();
    const done = once(events, 'done');
    const slow: Command<Services> = {
      definition: definition('slow'),
      execute: () =>
        Promise.resolve({
          kind: 'later',
          message: async () => {
            await done;
            return { text: ['here it is'] };
          },
        }),
    };
    const bench = await openDispatch({ ...NOTHING, commands: [slow] }, SERVICES);
    const interaction = await send(bench, 'slow');
    expect(await quietAnswer(interaction)).toBe('');
    events.emit('done');
    const { flags } = await bench.discord.waitFor(({ content }) => content === 'here it is');
    expect(flags).toBe(64);
  });

  it('explains an answer that took longer and failed', async () => {
    const slow: Command<Services> = {
      definition: definition('slow'),
      execute: () =>
        Promise.resolve({
          kind: 'later',
          message: () => Promise.reject(new BotError('service_unreachable')),
        }),
    };
    const bench = await openDispatch({ ...NOTHING, commands: [slow] }, SERVICES);
    await send(bench, 'slow');
    await bench.discord.waitFor(({ content }) =>
      content.startsWith("I can't reach the GPU service"),
    );
  });

  it('refuses what comes from outside servers', async () => {
    const commands = [quiet('greet', ({ greeting }) => greeting)];
    const bench = await openDispatch({ ...NOTHING, commands }, SERVICES);
    const { discord } = bench;
    const first = await send(bench, 'greet');
    await first.answered;
    const { ada } = discord.world.people;
    // Discord knows nothing of it, and refuses the answer.
    const answers = () => discord.rest.requests.filter(({ path }) => path.includes('/callback'));
    discord.dispatch('INTERACTION_CREATE', {
      ...first.payload,
      id: String(BigInt(first.payload.id) + 1n),
      guild_id: undefined,
      member: undefined,
      user: { id: ada.id, username: 'ada' },
    });
    await expect.poll(() => answers().length).toBe(2);
    expect(bench.logged.join('')).toContain('"code":"servers_only"');
  });
});

describe('somebody who is faster than they may be', () => {
  const TOO_FAST = /^You're going too fast\. Try again <t:\d+:R>\.$/;

  /** Thirty at once; `done` is what handlers were run for. */
  async function calmBench() {
    const done: string[] = [];
    const wave: Command<Services> = {
      definition: {
        ...definition('wave'),
        options: [
          {
            type: ApplicationCommandOptionType.String,
            name: 'at',
            description: 'Whom',
            autocomplete: true,
          },
        ],
      },
      execute: ({ user }) => {
        done.push(user.id);
        const id = { action: 'act', job: 'k3f9x2ab' };
        const message: Card = {
          text: ['waves'],
          buttons: [[{ id, label: 'Act', kind: 'secondary' }]],
        };
        return Promise.resolve({ kind: 'quiet', message });
      },
      autocomplete: () => Promise.resolve([{ name: 'Ben', value: 'ben' }]),
    };
    const act = () => {
      done.push('clicked');
      return Promise.resolve({
        kind: 'quiet',
        message: { text: ['acted'] },
      } as const);
    };
    const cooldown = new RateLimiter(60, new ManualClock());
    const handlers = { ...NOTHING, commands: [wave], buttons: [on('job', 'act', act)] };
    const bench = await openDispatch(handlers, SERVICES, { cooldown });
    const { ada } = bench.discord.world.people;
    const { message } = await (await send(bench, 'wave')).answered;
    if (!message) throw new Error('the answer is no message');
    const click = () => bench.discord.click({ by: ada, message, label: 'Act' });
    return {
      bench,
      cooldown,
      done,
      click,
      useUp: () => {
        use(cooldown, ada.id);
      },
    };
  }

  function use(cooldown: RateLimiter, userId: string): void {
    while (cooldown.take(userId) === undefined);
  }

  it('is told so by the 31st command, which is not run', async () => {
    const { bench, done } = await calmBench();
    for (let count = 2; count <= 30; count += 1) {
      expect(await quietAnswer(await send(bench, 'wave'))).toBe('waves');
    }
    expect(await quietAnswer(await send(bench, 'wave'))).toMatch(TOO_FAST);
    expect(done).toHaveLength(30);
    expect(bench.logged.join('')).toContain('"code":"too_many_actions"');
  });

  it('is told so by a click, which touches nothing', async () => {
    const { bench, done, click, useUp } = await calmBench();
    const hold = vi.spyOn(bench.announcer, 'hold');
    expect(await quietAnswer(await click())).toBe('acted');
    expect(hold).toHaveBeenCalledTimes(1);
    useUp();
    expect(await quietAnswer(await click())).toMatch(TOO_FAST);
    expect(hold).toHaveBeenCalledTimes(1);
    expect(done.filter((what) => what === 'clicked')).toHaveLength(1);
  });

  it('is still offered what completes their words, and that counts for nothing', async () => {
    const { bench, cooldown, useUp } = await calmBench();
    const { people, channels } = bench.discord.world;
    const complete = (by = people.ada) =>
      bench.discord.autocomplete({
        by,
        in: channels.general,
        name: 'wave',
        focused: 'at',
        options: { at: 'b' },
      });
    useUp();
    const offered = [{ name: 'Ben', value: 'ben' }];
    expect((await (await complete()).answered).choices).toEqual(offered);
    for (let count = 0; count < 9; count += 1) await (await complete(people.ben)).answered;
    let left = 0;
    while (cooldown.take(people.ben.id) === undefined) left += 1;
    expect(left).toBe(30);
  });

  it('holds nobody else back', async () => {
    const { bench, useUp } = await calmBench();
    useUp();
    expect(await quietAnswer(await send(bench, 'wave'))).toMatch(TOO_FAST);
    const { people, channels } = bench.discord.world;
    const use = { by: people.ben, in: channels.general, name: 'wave', raw: true };
    expect(await quietAnswer(await bench.discord.command(use))).toBe('waves');
  });
});

it('every interaction waits for a turn of its own, as a person, before anything is done', async () => {
  const turns = new CountedTurns();
  const before: number[] = [];
  const wave = quiet('wave', () => {
    before.push(turns.taken);
    return 'waves';
  });
  const bench = await openDispatch({ ...NOTHING, commands: [wave] }, SERVICES, { turns });
  for (let count = 1; count <= 3; count += 1) await quietAnswer(await send(bench, 'wave'));
  expect(before).toEqual([1, 2, 3]);
  bench.discord.dispatch('INTERACTION_CREATE', { nonsense: true });
  await expect.poll(() => bench.logged.join('')).toContain('an interaction that cannot be read');
  const uses = await Promise.all(Array.from({ length: 6 }, () => send(bench, 'wave')));
  await Promise.all(uses.map((interaction) => quietAnswer(interaction)));
  expect(turns.kinds).toEqual(Array.from({ length: 10 }, () => 'person'));
});
