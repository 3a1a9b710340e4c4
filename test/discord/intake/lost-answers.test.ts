import { MessageFlags } from 'discord.js';
import { describe, expect, it } from 'vitest';
import type { Reply } from '../../../src/discord/intake/handlers.ts';
import { quietAnswer } from '../../commands/scene.ts';
import { refusal } from '../rest/refusal.ts';
import { definition, openDispatch, type DispatchBench } from './dispatch-bench.ts';

const SAID = { text: ['said'] };

/** A bot whose only command is answered so. */
function answering(reply: Reply): Promise<DispatchBench> {
  const mine = { definition: definition('mine'), execute: () => Promise.resolve(reply) };
  const handlers = { messageCommands: [], buttons: [], selects: [], modals: [] };
  return openDispatch({ ...handlers, commands: [mine] }, {});
}

function send({ discord }: DispatchBench) {
  const { people, channels } = discord.world;
  return discord.command({ by: people.ada, in: channels.general, name: 'mine', raw: true });
}

/** The levels of what was logged about answers. */
function levels({ logged }: DispatchBench): readonly number[] {
  return logged.flatMap((line) => {
    const isAbout = line.includes('answering an interaction') || line.includes('an interaction');
    return isAbout ? [Number(/"level":(\d+)/.exec(line)?.[1])] : [];
  });
}

describe('a first answer whose connection breaks off', () => {
  it.each(['before', 'after'] as const)('%s it took effect is given', async (when) => {
    const bench = await answering({ kind: 'quiet', message: SAID });
    bench.discord.rest.fault({ path: /callback$/, when, answer: 'reset' });
    expect(await quietAnswer(await send(bench))).toBe('said');
  });

  it('after it promised another one is followed by that', async () => {
    const bench = await answering({ kind: 'later', message: () => Promise.resolve(SAID) });
    bench.discord.rest.fault({ path: /callback$/, when: 'after', answer: 'reset' });
    await send(bench);
    const { flags } = await bench.discord.waitFor(({ content }) => content === 'said');
    expect(flags).toBe(MessageFlags.Ephemeral);
  });
});

describe('an answer that comes later', () => {
  it('is made once, however often the command is delivered', async () => {
    let made = 0;
    const message = () => {
      made += 1;
      return Promise.resolve(SAID);
    };
    const bench = await answering({ kind: 'later', message });
    const interaction = await send(bench);
    bench.discord.deliver(interaction);
    await bench.discord.waitFor(({ content }) => content === 'said');
    bench.discord.deliver(interaction);
    // What comes after it has been handled after it.
    await (
      await send(bench)
    ).answered;
    await expect.poll(() => made).toBe(2);
    const callbacks = bench.discord.rest.requests.filter(({ path }) => path.includes('callback'));
    expect(callbacks).toHaveLength(2);
  });

  it('is no fault of the bot’s where its person has put it away', async () => {
    const bench = await answering({ kind: 'later', message: () => Promise.resolve(SAID) });
    bench.discord.rest.fault({ method: 'PATCH', path: /original/, answer: refusal(404, 10_008) });
    await send(bench);
    await expect.poll(() => levels(bench)).toEqual([40]);
  });

  it('says so where Discord takes nothing more just then', async () => {
    const bench = await answering({ kind: 'later', message: () => Promise.resolve(SAID) });
    bench.discord.rest.fault({ method: 'PATCH', path: /original/, answer: refusal(403, 40_003) });
    await send(bench);
    await bench.discord.waitFor(({ content }) =>
      content.startsWith("Discord isn't accepting that"),
    );
    expect(levels(bench)).toEqual([40]);
  });
});

describe('an interaction that Discord does not know any more', () => {
  it.each<[string, number]>([
    ['since it was answered too late', 10_062],
    ['as its message is gone', 10_008],
    ['as its channel is gone', 10_003],
  ])('is no fault of the bot’s, %s', async (_, code) => {
    const bench = await answering({ kind: 'quiet', message: SAID });
    bench.discord.rest.fault({ path: /callback$/, answer: refusal(404, code) });
    await send(bench);
    await expect.poll(() => levels(bench)).toEqual([40]);
  });

  it('is one where Discord does not take the answer’s form', async () => {
    const bench = await answering({ kind: 'quiet', message: SAID });
    bench.discord.rest.fault({ path: /callback$/, answer: refusal(400, 50_035) });
    await send(bench);
    await expect.poll(() => levels(bench)).toEqual([50]);
  });
});
