import { describe, expect, it } from 'vitest';
import { buttonsOf } from '../../packages/stand-ins/discord/buttons.ts';
import type { SandboxInteraction } from '../../packages/stand-ins/discord/interaction.ts';
import type { OptionValues } from '../../packages/stand-ins/discord/option-value.ts';
import type { CommandUse } from '../../packages/stand-ins/discord/use-command.ts';
import { endPause } from '../../src/operator/kept-out.ts';
import { ManualClock } from '../support/manual-clock.ts';
import type { Studio } from '../support/studio.ts';
import { fillIn, use } from './panels.ts';
import { chooseOffice } from './report-scene.ts';
import { portrait } from './portrait.ts';
import { answerOf, finished, press, sendIn } from './result-scene.ts';
import {
  answerShowing,
  imagine,
  jobOf,
  openStudio,
  quietAnswer,
  settled,
  textOf,
} from './scene.ts';
import { readBeside } from '../support/write-beside.ts';

const DAY = 24 * 3_600_000;
const NEUTRAL = "I can't make this picture. Try a different prompt.";
const PAUSED = "You can't make pictures right now. You can make pictures again <t:";
const STRONG = ['a nude child', 'a naked schoolgirl in ink', 'nude, she is fourteen years old'];

/** The first line of a quiet answer to each prompt, one after the other. */
async function told(
  studio: Studio,
  prompts: readonly (string | OptionValues)[],
  more?: Partial<CommandUse>,
): Promise<string[]> {
  const answers: string[] = [];
  for (const one of prompts) {
    const options = typeof one === 'string' ? { prompt: one } : one;
    answers.push(await firstLine(await imagine(studio, options, more)));
  }
  return answers;
}

async function firstLine(interaction: SandboxInteraction): Promise<string> {
  return (await quietAnswer(interaction)).split('\n')[0] ?? '';
}

async function answered(sent: Promise<SandboxInteraction>): Promise<SandboxInteraction> {
  const interaction = await sent;
  await interaction.answered;
  return interaction;
}

const isPaused = (line: string) => line.startsWith(PAUSED);

describe('three different prompts that are refused by a strong reading', () => {
  it('pause the member for a day, with its end, and nobody else', async () => {
    const clock = new ManualClock();
    const studio = await openStudio({ clock });
    const { ben } = studio.discord.world.people;
    const [first, second, third] = await told(studio, STRONG);
    expect([first, second]).toEqual([NEUTRAL, NEUTRAL]);
    const at = Math.ceil((clock.now() + DAY) / 1000);
    const mistake = "If you think that's a mistake, ask the operator of this bot.";
    expect(third).toBe(
      `You can't make pictures right now. You can make pictures again <t:${at}:R>. ${mistake}`,
    );
    expect(third).not.toMatch(/minor|nude|child/);
    expect((await told(studio, ['a lighthouse'])).every(isPaused)).toBe(true);
    expect(await told(studio, STRONG.slice(0, 1), { by: ben })).toEqual([NEUTRAL]);
    expect(await jobOf(studio, await answered(imagine(studio, {}, { by: ben })))).toBeDefined();
  });

  it('are counted over everything that makes pictures, and pause all of it', async () => {
    const { studio, picture } = await finished();
    const { general } = studio.discord.world.channels;
    const opened = await press(studio, picture, 'Edit');
    const form = await press(studio, picture, 'Edit');
    const face = { name: 'me.png', bytes: await portrait() };
    const asking = await answerOf(await imagine(studio, { face }));
    studio.runpod.script({ error: 'CUDA out of memory' });
    const failed = await answerShowing(studio, await imagine(studio), 'ran out of memory');
    const options = { name: 'bad', before: 'a naked schoolgirl' };
    await answered(use(studio, 'preset', { subcommand: 'save', options }));
    const prompt = 'nude, she is fourteen years old';
    const tries = [
      () => sendIn(studio, opened, { prompt: 'a nude child' }),
      () => imagine(studio, { prompt: 'in ink', preset: 'bad' }, { in: general }),
      () => imagine(studio, { prompt, face, face_consent: true }),
    ];
    const lines: string[] = [];
    for (const oneMore of tries) lines.push(await firstLine(await oneMore()));
    expect(lines.slice(0, 2)).toEqual([NEUTRAL, NEUTRAL]);
    expect(lines.slice(2).every(isPaused)).toBe(true);
    const refused = [
      await imagine(studio),
      await imagine(studio, { private: true }),
      await sendIn(studio, form, { prompt: 'a fox' }),
      await press(studio, picture, 'Again'),
      await press(studio, picture, 'Vary'),
      await press(studio, picture, 'Upscale'),
      await press(studio, failed, 'Try again'),
      await press(studio, asking, 'I am this person, or have their permission'),
      await use(studio, 'upscale', { options: { image: face } }),
    ];
    for (const one of refused) expect(await firstLine(one)).toContain(PAUSED);
    await answerShowing(studio, await use(studio, 'jobs'), 'a lighthouse at dawn');
  });

  it('are the same one where only spaces, case or other options differ, or what is drawn', async () => {
    const studio = await openStudio();
    const same = [
      ...['a nude child', '  A  NUDE child. ', 'a (nude) child'],
      ...[
        { prompt: 'a nude child', steps: 30 },
        { prompt: 'a nude child', seed: 5 },
      ],
    ];
    const drawn = Array.from({ length: 6 }, () => 'a naked schoolgirl, {red|blue|green} dress');
    const answers = await told(studio, [...same, ...drawn]);
    expect(new Set(answers)).toEqual(new Set([NEUTRAL]));
    expect((await told(studio, ['a nude toddler'])).every(isPaused)).toBe(true);
  });

  it('count where they come at once, and no picture slips in behind them', async () => {
    const studio = await openStudio();
    const asked = await Promise.all(
      [...STRONG, 'a nude toddler', 'a nude child, smiling'].map((prompt) =>
        imagine(studio, { prompt }),
      ),
    );
    const lines = await Promise.all(asked.map(firstLine));
    expect(lines.filter((line) => line === NEUTRAL)).toHaveLength(2);
    expect(lines.filter(isPaused)).toHaveLength(3);
    expect(isPaused(await firstLine(await imagine(studio)))).toBe(true);
  });

  it('count over restarts, and where every interaction is deferred', async () => {
    const studio = await openStudio({ botWaitsMs: 0 });
    const deferred = async (prompt: string) => {
      const interaction = await imagine(studio, { prompt });
      await interaction.answered;
      const shown = (text: string) => answerShowing(studio, interaction, text);
      return Promise.race([shown(NEUTRAL).then(() => NEUTRAL), shown(PAUSED).then(() => PAUSED)]);
    };
    const [one = '', two = '', three = ''] = STRONG;
    expect(await deferred(one)).toBe(NEUTRAL);
    await studio.stopBot();
    await studio.startBot();
    expect([await deferred(two), await deferred(three)]).toEqual([NEUTRAL, PAUSED]);
    await studio.stopBot();
    await studio.startBot();
    expect(await deferred('a lighthouse')).toBe(PAUSED);
  });

  it('are the only ones that count', async () => {
    const studio = await openStudio();
    const weak = [
      'a child, lingerie',
      'a 12 year old in lingerie',
      'a schoolgirl, bikini',
      'kid, bra',
    ];
    expect(new Set(await told(studio, weak))).toEqual(new Set([NEUTRAL]));
    const { general } = studio.discord.world.channels;
    const explicit = ['a nude woman', 'a nude man', 'a naked woman', 'porn'];
    const adult = await told(studio, explicit, { in: general });
    expect(adult.every((line) => line.startsWith('Explicit pictures'))).toBe(true);
    expect((await settled(studio, await imagine(studio))).state).toBe('completed');
    expect(await rowsIn(studio)).toEqual({ tries: 0, pauses: 0 });
  });

  it('are the operator’s number, or none', async () => {
    const never = await openStudio({ env: { SAFETY_PAUSE_AFTER: '0' } });
    expect(new Set(await told(never, [...STRONG, 'a nude toddler']))).toEqual(new Set([NEUTRAL]));
    expect(await rowsIn(never)).toEqual({ tries: 0, pauses: 0 });
    const once = await openStudio({ env: { SAFETY_PAUSE_AFTER: '1' } });
    expect((await told(once, STRONG.slice(0, 1))).every(isPaused)).toBe(true);
  });
});

describe('a pause', () => {
  it('is shown by /privacy, is in the copy, and outlives an erasure', async () => {
    const studio = await openStudio();
    await told(studio, STRONG.slice(0, 2));
    await answerShowing(
      studio,
      await use(studio, 'privacy'),
      '**2 refused prompts** from the last',
    );
    await told(studio, STRONG.slice(2));
    const asked = await use(studio, 'privacy');
    const summary = await answerShowing(studio, asked, 'A **pause** in making pictures that ends');
    const copy = await answerShowing(
      studio,
      await press(studio, summary, 'Export my data'),
      'everything I store',
    );
    expect(copy.attachments).toHaveLength(1);
    await press(studio, summary, 'Erase everything');
    await press(
      studio,
      await answerShowing(studio, asked, "can't be undone"),
      'Erase everything now',
    );
    await answerShowing(studio, asked, 'a pause until it ends');
    expect(isPaused(await firstLine(await imagine(studio)))).toBe(true);
    await answerShowing(studio, await use(studio, 'privacy'), 'A **pause** in making pictures');
  });

  it('is told to no moderator, and to no log with who or what', async () => {
    const studio = await openStudio();
    const { ada } = studio.discord.world.people;
    const { general } = studio.discord.world.channels;
    const messages = () => studio.discord.messages(general).length;
    await answered(chooseOffice(studio, general));
    await expect.poll(messages).toBe(2);
    await told(studio, [...STRONG, 'a lighthouse']);
    expect(messages()).toBe(2);
    const lines = studio.logged.filter((line) => line.includes('refused'));
    expect(lines).toHaveLength(4);
    for (const line of lines) expect(line).not.toMatch(new RegExp(`${ada.id}|nude|schoolgirl`));
  });
});

describe('an appeal', () => {
  /** Ada is paused, and #general is the operator's channel. */
  async function paused({ operators = true } = {}) {
    const clock = new ManualClock();
    const studio = await openStudio({ clock });
    const { general } = studio.discord.world.channels;
    await studio.stopBot();
    await studio.startBot(operators ? { OPERATOR_CHANNEL_ID: general.id } : {});
    const asked = await Promise.all(STRONG.map((prompt) => imagine(studio, { prompt })));
    const answers = await Promise.all(asked.map(answerOf));
    const answer = answers.find((one) => textOf(one).startsWith(PAUSED));
    if (!answer) throw new Error('nobody is paused');
    const appeal = () => press(studio, answer, 'Ask the operator');
    const posted = () => studio.discord.messages(general).map(({ content }) => content);
    return { studio, clock, answer, appeal, posted, ...studio.discord.world.people };
  }

  it('reaches the operator once, with the words that the member attached', async () => {
    const { studio, appeal, posted, clock, ada } = await paused();
    const words = 'I asked for ```\na *marble* statue@everyone';
    const sent = await fillIn(studio, await appeal(), { message: words });
    await answerShowing(studio, sent, 'Sent. The operator can end the pause early.');
    const [message = '', ...others] = posted();
    expect(others).toEqual([]);
    const ends = Math.ceil((clock.now() + DAY) / 1000);
    expect(message).toContain(`<@${ada.id}> is paused until <t:${ends}:f>`);
    expect(message).toContain(
      'They wrote:\n```\nI asked for ``\u200b`\na *marble* statue@everyone\n```',
    );
    expect(studio.logged.join('')).not.toContain('marble');
    expect(await quietAnswer(await appeal())).toContain("You've already asked the operator");
    await studio.stopBot();
    await studio.startBot({ OPERATOR_CHANNEL_ID: studio.discord.world.channels.general.id });
    expect(await quietAnswer(await appeal())).toContain("You've already asked the operator");
  });

  it('carries no words where none are attached', async () => {
    const { studio, appeal, posted } = await paused();
    const sent = await fillIn(studio, await appeal(), {});
    await answerShowing(studio, sent, 'Sent.');
    expect(posted()).toHaveLength(1);
    expect(posted()[0]).not.toMatch(/They wrote|nude|schoolgirl|minor/);
  });

  it('is answered where the operator has no channel, or the pause is over', async () => {
    const { appeal, clock } = await paused({ operators: false });
    expect(await quietAnswer(await appeal())).toContain("can't be reached from here");
    await clock.advance(DAY);
    expect(await quietAnswer(await appeal())).toContain('You can make pictures again.');
  });

  it('can be tried again where the channel could not be reached', async () => {
    const { studio, appeal, posted } = await paused();
    const { general } = studio.discord.world.channels;
    studio.discord.world.setBotAccess(general, 'none');
    const lost = await fillIn(studio, await appeal(), {});
    await answerShowing(studio, lost, "can't be reached from here");
    studio.discord.world.setBotAccess(general, 'full');
    await answerShowing(studio, await fillIn(studio, await appeal(), {}), 'Sent.');
    expect(posted()).toHaveLength(1);
  });

  it('is for nobody but the member, and for blocked members too', async () => {
    const { studio, answer, ada, ben, appeal } = await paused();
    const customId = buttonsOf(answer)[0]?.custom_id ?? '';
    expect(customId).toBe(`v2:appeal:person:${ada.id}`);
    const forged = await studio.discord.click({ by: ben, message: answer, customId, raw: true });
    expect(await quietAnswer(forged)).toContain('Someone else ran that command.');
    const block = { by: ben, subcommand: 'block', options: { person: ada } };
    await answered(use(studio, 'moderation', block));
    expect((await (await appeal()).answered).modal).toBeDefined();
  });

  it('is granted by the operator at once, whose bot is at work', async () => {
    const { studio, ada, clock } = await paused();
    expect(await endPause(studio.databasePlace, ada.id, clock.now())).toBe(true);
    expect(await endPause(studio.databasePlace, ada.id, clock.now())).toBe(false);
    expect(await jobOf(studio, await answered(imagine(studio)))).toBeDefined();
    expect(await told(studio, STRONG.slice(0, 2))).toEqual([NEUTRAL, NEUTRAL]);
  });
});

async function rowsIn({ databasePath }: Studio) {
  const count = async (table: string) =>
    (await readBeside(databasePath, `SELECT * FROM ${table}`)).length;
  return { tries: await count('safety_tries'), pauses: await count('safety_pauses') };
}
