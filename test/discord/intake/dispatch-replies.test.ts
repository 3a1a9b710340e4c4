import { ApplicationCommandType, MessageFlags } from 'discord.js';
import { describe, expect, it, vi } from 'vitest';
import {
  type Command,
  type MessageCommand,
  on,
  type Reply,
  type ReplyMessage,
} from '../../../src/discord/intake/handlers.ts';
import type { CustomId } from '../../../src/discord/interactions/custom-id.ts';
import type { Card } from '../../../src/discord/cards/card.ts';
import { BotError } from '../../../src/errors/errors.ts';
import { Superseded } from '../../../src/engines/member-reads.ts';
import type { Fault } from '../../../packages/stand-ins/loopback.ts';
import { quietAnswer } from '../../commands/scene.ts';
import { definition, openDispatch, type DispatchBench } from './dispatch-bench.ts';
import { refusal } from '../rest/refusal.ts';

const REPORT = 'a report';

/** A message with a file. */
const PAPERS = {
  card: { text: ['your data'], files: ['data.json'] },
  files: [{ name: 'data.json', data: Buffer.from('{}') }],
};

const says = (line: string): Card => ({ text: [line] });

function command(name: string, reply: Reply): Command<object> {
  return { definition: definition(name), execute: () => Promise.resolve(reply) };
}

/** A message of the bot's with one button, which Ada presses; `pressed` is what that gives. */
async function press(
  pressed: Reply,
  idFor: (person: string) => CustomId = () => ({ action: 'act', report: 'r1' }),
  before: (bench: DispatchBench) => void = () => undefined,
) {
  const act = () => Promise.resolve(pressed);
  const bench = await openDispatch(
    {
      commands: [
        {
          definition: definition('report'),
          execute: ({ user }) => ({
            kind: 'quiet',
            message: {
              text: [REPORT],
              buttons: [[{ id: idFor(user.id), label: 'Act', kind: 'secondary' }]],
            },
          }),
        },
      ],
      messageCommands: [],
      buttons: [on('job', 'act', act), on('report', 'act', act), on('person', 'act', act)],
      selects: [],
      modals: [],
    },
    {},
  );
  const { message } = await (await send(bench, 'report')).answered;
  if (!message) throw new Error('the answer is no message');
  const by = bench.discord.world.people.ada;
  before(bench);
  const click = await bench.discord.click({ by, message, label: 'Act' });
  return { bench, click, message };
}

function send({ discord }: DispatchBench, name: string) {
  const { people, channels } = discord.world;
  return discord.command({ by: people.ada, in: channels.general, name, raw: true });
}

const open = (handlers: {
  commands?: readonly Command<object>[];
  messageCommands?: readonly MessageCommand<object>[];
}) =>
  openDispatch(
    { commands: [], messageCommands: [], buttons: [], selects: [], modals: [], ...handlers },
    {},
  );

describe('a command of a message', () => {
  const menu: MessageCommand<object> = {
    definition: { type: ApplicationCommandType.Message, name: 'report' },
    execute: ({ message }) =>
      Promise.resolve({ kind: 'quiet', message: says(`about ${message.id}`) }),
  };

  it('is taken to its own execute, beside a slash command of the same name', async () => {
    const commands = [command('report', { kind: 'quiet', message: says('in words') })];
    const bench = await open({ commands, messageCommands: [menu] });
    const { people, channels } = bench.discord.world;
    const message = bench.discord.say({ by: people.ben, in: channels.general, content: 'hello' });
    const picked = await bench.discord.messageCommand({ by: people.ada, message, name: 'report' });
    expect(await quietAnswer(picked)).toBe(`about ${message.id}`);
    expect(await quietAnswer(await send(bench, 'report'))).toBe('in words');
  });

  it('is not known any more where there is only a slash command of its name', async () => {
    const commands = [command('report', { kind: 'quiet', message: says('in words') })];
    const bench = await open({ commands });
    const { people, channels } = bench.discord.world;
    const message = bench.discord.say({ by: people.ben, in: channels.general, content: 'hello' });
    const use = { by: people.ada, message, name: 'report', raw: true };
    expect(await quietAnswer(await bench.discord.messageCommand(use))).toMatch(
      /^I don't know that command or button/,
    );
  });
});

describe('a quiet answer', () => {
  it('may carry files', async () => {
    const bench = await open({ commands: [command('mine', { kind: 'quiet', message: PAPERS })] });
    const interaction = await send(bench, 'mine');
    expect(await quietAnswer(interaction)).toBe('your data');
    const { message } = await interaction.answered;
    expect(message && bench.discord.file(message, 'data.json').toString()).toBe('{}');
  });

  it('may carry files where it comes later', async () => {
    const reply: Reply = { kind: 'later', message: () => Promise.resolve(PAPERS) };
    const bench = await open({ commands: [command('mine', reply)] });
    await send(bench, 'mine');
    const message = await bench.discord.waitFor(({ content }) => content === 'your data');
    expect(message.flags).toBe(MessageFlags.Ephemeral);
    expect(bench.discord.file(message, 'data.json').toString()).toBe('{}');
  });
});

describe('a command in a message’s menu that is nothing new', () => {
  it('is answered all the same, and the answer goes away again', async () => {
    const execute = () => Promise.resolve({ kind: 'seen' } as const);
    const type = ApplicationCommandType.Message as const;
    const messageCommands = [{ definition: { type, name: 'report' }, execute }];
    const bench = await open({ messageCommands });
    const { people, channels } = bench.discord.world;
    const message = bench.discord.say({ by: people.ben, in: channels.general, content: 'hello' });
    const use = { by: people.ada, message, name: 'report', raw: true };
    const { message: shown } = await (await bench.discord.messageCommand(use)).answered;
    await expect.poll(() => bench.discord.message(shown?.id ?? '')).toBeUndefined();
    expect(bench.logged.join('')).not.toContain('"level":50');
  });
});

describe('a read that its member has begun anew', () => {
  const superseded = () => Promise.reject(new Superseded());

  it.each<[string, Command<object>]>([
    ['before its answer', { definition: definition('mine'), execute: superseded }],
    ['after a promise', command('mine', { kind: 'later', message: superseded })],
  ])('%s leaves no answer', async (_, mine) => {
    const bench = await open({ commands: [mine] });
    const { message: shown } = await (await send(bench, 'mine')).answered;
    await expect.poll(() => bench.discord.message(shown?.id ?? '')).toBeUndefined();
    expect(bench.logged.join('')).not.toContain('"level":50');
  });

  it('leaves the message as it is, and says nothing', async () => {
    const { bench, click, message } = await press({ kind: 'replaced-later', message: superseded });
    await click.answered;
    const { people, channels } = bench.discord.world;
    expect(await quietAnswer(await send(bench, 'report'))).toBe(REPORT);
    expect(bench.discord.message(message.id)?.content).toBe(REPORT);
    expect(bench.discord.messages(channels.general, people.ada)).toHaveLength(2);
  });
});

describe('what comes later', () => {
  /** How a reply that comes later ended, once it has. */
  async function endOf(message: () => Promise<ReplyMessage>, fault?: Fault): Promise<boolean> {
    return new Promise((resolve) => {
      const onEnd = (shown: boolean) => {
        resolve(shown);
        return Promise.resolve();
      };
      const commands = [command('mine', { kind: 'later', message, onEnd })];
      void open({ commands }).then((bench) => {
        if (fault) bench.discord.rest.fault(fault);
        return send(bench, 'mine');
      });
    });
  }
  const paper = () => Promise.resolve(PAPERS);

  it('knows that it was shown', async () => {
    expect(await endOf(paper)).toBe(true);
  });

  it.each<[string, () => Promise<ReplyMessage>, Fault?]>([
    ['made', () => Promise.reject(new Error('no'))],
    ['sent', paper, { method: 'PATCH', path: /./, answer: refusal(400, 50_035) }],
    ['announced', paper, { method: 'POST', path: /callback/, answer: refusal(404, 10_062) }],
  ])('knows that it could not be %s', async (_, message, fault) => {
    expect(await endOf(message, fault)).toBe(false);
  });
});

describe('the message that was clicked', () => {
  it('becomes another message', async () => {
    const { bench, click, message } = await press({ kind: 'replaced', message: says('done') });
    await click.answered;
    expect(bench.discord.message(message.id)).toMatchObject({ content: 'done', components: [] });
  });

  it('becomes another message with files', async () => {
    const { bench, click, message } = await press({ kind: 'replaced', message: PAPERS });
    await click.answered;
    const now = bench.discord.message(message.id);
    expect(now && bench.discord.file(now, 'data.json').toString()).toBe('{}');
  });

  it('becomes another message once that is there, and stays until then', async () => {
    let finish: () => void = () => undefined;
    const work = new Promise<void>((resolve) => (finish = resolve));
    const { bench, click, message } = await press({
      kind: 'replaced-later',
      message: async () => {
        await work;
        return PAPERS;
      },
    });
    expect((await click.answered).type).toBe(6);
    expect(bench.discord.message(message.id)?.content).toBe(REPORT);
    finish();
    const now = await bench.discord.waitFor(({ content }) => content === 'your data');
    expect(now.id).toBe(message.id);
    expect(bench.discord.file(now, 'data.json').toString()).toBe('{}');
  });

  it('shows something else at once, where there is something to show until then', async () => {
    let endWork: () => void = () => undefined;
    const work = new Promise<void>((resolve) => (endWork = resolve));
    const { bench, click, message } = await press({
      kind: 'replaced-later',
      meanwhile: { text: ['working'] },
      message: async () => {
        await work;
        return says('done');
      },
    });
    expect((await click.answered).type).toBe(7);
    expect(bench.discord.message(message.id)?.content).toBe('working');
    endWork();
    await bench.discord.waitFor(({ content }) => content === 'done');
  });

  it('is known to the next start for as long as that takes', async () => {
    let endWork: () => void = () => undefined;
    const work = new Promise<void>((resolve) => (endWork = resolve));
    const { bench, click } = await press({
      kind: 'replaced-later',
      message: async () => {
        await work;
        return says('done');
      },
    });
    await click.answered;
    const left = async () => {
      await bench.deferrals.remove([]);
      return bench.deferrals.left();
    };
    expect(await left()).toMatchObject([{ interactionId: click.id, kind: 'update' }]);
    endWork();
    await expect.poll(left).toEqual([]);
  });

  it('stays as it is where that fails, and the person is told why, quietly', async () => {
    const { bench, message } = await press({
      kind: 'replaced-later',
      message: () => Promise.reject(new BotError('service_unreachable')),
    });
    const told = await bench.discord.waitFor(({ content }) => content.includes('the GPU service'));
    expect(told.flags).toBe(MessageFlags.Ephemeral);
    expect(told.id).not.toBe(message.id);
    expect(bench.discord.message(message.id)?.content).toBe(REPORT);
    expect(bench.logged.join('')).toContain('"report":"r1"');
  });

  it('is logged without the person that it is about', async () => {
    const { bench } = await press(
      { kind: 'replaced-later', message: () => Promise.reject(new Error('no')) },
      (person) => ({ action: 'act', person }),
    );
    await expect.poll(() => bench.logged.join('')).toContain('an interaction failed');
    expect(bench.logged.join('')).not.toContain(bench.discord.world.people.ada.id);
  });

  it('answers nobody but the person whom its button names', async () => {
    const { click } = await press({ kind: 'replaced', message: says('done') }, () => ({
      action: 'act',
      person: '7',
    }));
    expect(await quietAnswer(click)).toContain('Someone else ran that command.');
  });

  it.each<[(person: string) => CustomId, string[]]>([
    [() => ({ action: 'act', job: 'k3f9x2ab' }), ['k3f9x2ab']],
    [() => ({ action: 'act', report: 'r7w4n2pq' }), []],
    [(person) => ({ action: 'act', person }), []],
  ])('about %s holds the messages of jobs %j', async (idFor, jobs) => {
    const held: string[] = [];
    const { click } = await press({ kind: 'replaced', message: says('done') }, idFor, (bench) => {
      const hold = bench.announcer.hold.bind(bench.announcer);
      vi.spyOn(bench.announcer, 'hold').mockImplementation((job) => {
        held.push(job);
        return hold(job);
      });
    });
    await click.answered;
    expect(held).toEqual(jobs);
  });

  it('is none where a command was used', async () => {
    const commands = [command('odd', { kind: 'replaced', message: says('done') })];
    const bench = await open({ commands });
    await send(bench, 'odd');
    await expect
      .poll(() => bench.logged.join(''))
      .toContain('only what comes from a message changes it');
  });
});
