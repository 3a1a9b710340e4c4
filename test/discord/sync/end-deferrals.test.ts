import { MessageFlags } from 'discord.js';
import { pino } from 'pino';
import { describe, expect, it, onTestFinished } from 'vitest';
import { systemClock } from '../../../src/engines/clock.ts';
import { on, type Reply } from '../../../src/discord/intake/handlers.ts';
import { tokenExpiry } from '../../../src/discord/interactions/interaction-token.ts';
import { DeferralRecovery } from '../../../src/discord/intake/deferrals.ts';
import { messageBody } from '../../../src/discord/rest/message-payload.ts';
import { ORIGINAL } from '../../../src/discord/rest/messages.ts';
import type { DeferralKind } from '../../../src/store/deferrals.ts';
import { deferrals as WORDS } from '../../../src/say/en/progress.ts';
import { Turns } from '../../../src/engines/turns.ts';
import { definition, openDispatch, type DispatchBench } from '../intake/dispatch-bench.ts';

const CARD = {
  text: ['a card'],
  buttons: [[{ id: { action: 'act', report: 'r1' }, label: 'Act', kind: 'secondary' as const }]],
};

/** A bot that gives cards, and comes to no other answer before the test is over. */
async function open(waitsMs?: number): Promise<DispatchBench> {
  let release = (): void => undefined;
  const gate = new Promise<Reply>((resolve) => {
    release = () => {
      resolve({ kind: 'answered' });
    };
  });
  const stuck = () => gate;
  const bench = await openDispatch(
    {
      commands: [
        {
          definition: definition('card'),
          execute: () => Promise.resolve({ kind: 'quiet', message: CARD }),
        },
        { definition: definition('quiet'), execute: stuck },
        { definition: definition('loud'), execute: stuck, isPublic: () => Promise.resolve(true) },
      ],
      messageCommands: [],
      buttons: [on('report', 'act', stuck)],
      selects: [],
      modals: [],
    },
    {},
    waitsMs === undefined ? {} : { waitsMs },
  );
  onTestFinished(release);
  return bench;
}

const NAMES = { public: 'loud', ephemeral: 'quiet' } as const;

/** Ada uses the bot, which defers that in this way and comes no further. */
async function use({ discord, deferrals }: DispatchBench, kind: DeferralKind) {
  const { people, channels } = discord.world;
  const by = people.ada;
  const send = (name: string) => discord.command({ by, in: channels.general, name, raw: true });
  if (kind !== 'update') return send(NAMES[kind]);
  await send('card');
  const card = await discord.waitFor(({ content }) => content === 'a card');
  await expect
    .poll(async () => {
      await deferrals.remove([]);
      return deferrals.left();
    })
    .toEqual([]);
  return discord.click({ by, message: card, label: 'Act' });
}

/** What the next process does about what is left. */
async function startAgain({ deferrals, messages }: DispatchBench): Promise<void> {
  const next = new DeferralRecovery({
    deferrals,
    messages,
    clock: systemClock,
    logger: pino({ enabled: false }),
    turns: new Turns(),
    stopping: new AbortController().signal,
  });
  next.start(await deferrals.left());
  await next.stop();
}

function shown({ discord }: DispatchBench): string[] {
  return discord
    .messages(discord.world.channels.general)
    .filter(({ content }) => content !== 'a card')
    .map(({ content, flags }) =>
      (flags & MessageFlags.Ephemeral) === 0 ? content : `(${content})`,
    );
}

describe('what an earlier process deferred', () => {
  it.each<[DeferralKind, string]>([
    ['public', WORDS.restarted],
    ['ephemeral', WORDS.restarted],
    ['update', WORDS.restartedPress],
  ])('(%s) is ended in words, for its person alone', async (kind, words) => {
    const bench = await open(0);
    await (
      await use(bench, kind)
    ).answered;
    expect(await bench.deferrals.left()).toHaveLength(1);
    await startAgain(bench);
    expect(shown(bench)).toEqual([`(${words})`]);
    expect(await bench.deferrals.left()).toEqual([]);
    await startAgain(bench);
    expect(shown(bench)).toHaveLength(1);
  });

  it('and answered, too, is left as it is', async () => {
    const bench = await open(0);
    const { token, answered } = await use(bench, 'ephemeral');
    await answered;
    const message = { body: messageBody({ content: 'done' }) };
    await bench.messages.editByToken(token, ORIGINAL, message);
    await startAgain(bench);
    expect(shown(bench)).toEqual(['(done)']);
    expect(await bench.deferrals.left()).toEqual([]);
  });

  it.each<[DeferralKind, string]>([
    ['public', WORDS.restarted],
    ['update', WORDS.restartedPress],
  ])('(%s) in a row alone is answered where there is time', async (kind, words) => {
    const bench = await open();
    const { id, token } = await use(bench, kind);
    await bench.deferrals.note([{ interactionId: id, token, kind, expiresAt: tokenExpiry(id) }]);
    await startAgain(bench);
    // A busy machine may have taken longer than Discord waits.
    expect(['', `(${words})`]).toContain(shown(bench).join());
    expect(await bench.deferrals.left()).toEqual([]);
  });

  it('and whose token has ended is forgotten', async () => {
    const bench = await open(0);
    const interaction = await use(bench, 'ephemeral');
    await interaction.answered;
    bench.discord.endTokens();
    await startAgain(bench);
    expect(await bench.deferrals.left()).toEqual([]);
  });

  it('is kept for the next start where Discord cannot be reached and the bot stops', async () => {
    const bench = await open(0);
    await (
      await use(bench, 'ephemeral')
    ).answered;
    const next = new DeferralRecovery({
      deferrals: bench.deferrals,
      messages: bench.messages,
      clock: systemClock,
      logger: pino({ enabled: false }),
      turns: new Turns(),
      stopping: AbortSignal.abort(),
    });
    next.start(await bench.deferrals.left());
    await next.stop();
    expect(await bench.deferrals.left()).toHaveLength(1);
  });
});
