import { setTimeout as sleep } from 'node:timers/promises';
import type { DiscordSandbox } from '../packages/stand-ins/discord/sandbox.ts';
import type { Message } from '../packages/stand-ins/discord/message.ts';
import type { Person } from '../packages/stand-ins/discord/world.ts';
import type { BotUnderTest } from './bot-under-test.ts';
import { middleOf, stallOf, type Stall } from './lap.ts';
import { median } from './percentiles.ts';

/** Somebody asks for everything that is kept about them. Tells whether they got it in time. */
export async function sendCopy(
  discord: DiscordSandbox,
  by: Person,
  withinMs: number,
): Promise<boolean> {
  const message = await panel(discord, by, withinMs);
  const { id } = await discord.click({ by, message, label: 'Export my data' });
  return comes(
    discord,
    withinMs,
    ({ interaction_metadata: from, files }) => from?.id === id && files.length > 0,
  );
}

/** Somebody has everything about them erased. Tells whether they were told so in time. */
export async function eraseAll(
  discord: DiscordSandbox,
  by: Person,
  withinMs: number,
): Promise<boolean> {
  const message = await panel(discord, by, withinMs);
  await discord.click({ by, message, label: 'Erase everything' });
  const asks = ({ content }: Message) => content.includes("can't be undone");
  const question = await discord.waitFor(asks, { timeoutMs: withinMs });
  await discord.click({ by, message: question, label: 'Erase everything now' });
  return comes(
    discord,
    withinMs,
    ({ id, content }) => id === question.id && content !== '' && content !== question.content,
  );
}

/** What `/privacy` shows a person. */
async function panel(discord: DiscordSandbox, by: Person, withinMs: number): Promise<Message> {
  const use = { by, in: discord.world.channels.general, name: 'privacy' };
  const { id } = await discord.command(use);
  const shown = (message: Message) =>
    message.interaction_metadata?.id === id && message.components?.length !== 0;
  return discord.waitFor(shown, { timeoutMs: withinMs });
}

function comes(
  discord: DiscordSandbox,
  withinMs: number,
  fits: (message: Message) => boolean,
): Promise<boolean> {
  return discord.waitFor(fits, { timeoutMs: withinMs }).then(
    () => true,
    () => false,
  );
}

/** How long people waited for the answer to `/status`, and the loop stood still for each; medians. */
export async function statusTimes(
  discord: DiscordSandbox,
  bot: BotUnderTest,
  { calls, pauseMs }: { readonly calls: number; readonly pauseMs: number },
): Promise<{ readonly answerMs: number; readonly stall: Stall }> {
  const [answers, stalls]: [number[], Stall[]] = [[], []];
  for (let call = 0; call < calls; call += 1) {
    await sleep(pauseMs);
    await bot.lap();
    const before = performance.now();
    const by = discord.world.addPerson(`Person ${call}`);
    const { id } = await discord.command({
      by,
      in: discord.world.channels.general,
      name: 'status',
    });
    await discord.waitFor(
      ({ interaction_metadata: from, embeds }) => from?.id === id && embeds.length > 0,
    );
    answers.push(performance.now() - before);
    const stall = stallOf(await bot.lap());
    if (stall) stalls.push(stall);
  }
  return { answerMs: median(answers), stall: middleOf(stalls) };
}
