import { RateLimitError } from 'discord.js';
import { expect, it, onTestFinished } from 'vitest';
import { DiscordSandbox } from '../../../packages/stand-ins/discord/sandbox.ts';
import { systemClock } from '../../../src/engines/clock.ts';
import { messageBody } from '../../../src/discord/rest/message-payload.ts';
import { Messages } from '../../../src/discord/rest/messages.ts';
import { closeRestClients, openRestClients, RestCalls } from '../../../src/discord/rest/rest.ts';
import { startBot } from '../../sandbox/discord/bot.ts';
import { ManualClock } from '../../support/manual-clock.ts';

const HOUR_MS = 3_600_000;
const PEOPLE = 50;
const EDITS_OF_EACH = 4;
const A_SECOND = 50;

/** A Discord for which no time passes, and that refuses what is too much within a second. */
async function open() {
  const clock = new ManualClock();
  const discord = await DiscordSandbox.start({ clock, limited: true });
  onTestFinished(() => discord.close());
  await startBot(discord);
  const { apiUrl, token: botToken, applicationId, botId: userId } = discord;
  const clients = openRestClients({ apiUrl, botToken });
  onTestFinished(() => {
    closeRestClients(clients);
  });
  const { signal: halt } = new AbortController();
  const calls = new RestCalls(clients, { botToken, clock: systemClock, halt });
  const messages = new Messages(calls, { applicationId, userId });
  // What the login took is over.
  await clock.advance(1_000);
  return { discord, clients, messages };
}

it("200 edits by tokens in one second and the bot's own 50 are all taken by Discord", async () => {
  const { discord, clients, messages } = await open();
  // What is the client's at Discord itself, in a second that does not end here either.
  clients.bot.globalRemaining = A_SECOND;
  clients.bot.globalReset = Date.now() + HOUR_MS;
  const { people, channels } = discord.world;
  const channel = channels.restricted;
  const hello = (content: string) => ({ body: messageBody({ content }) });
  const answered: { token: string; messageId: string }[] = [];
  for (let n = 0; n < PEOPLE; n += 1) {
    const use = { by: people.ada, in: channel, name: 'draw', options: { prompt: 'a fox' } };
    const interaction = await discord.command(use);
    const messageId = await messages.respond(interaction, hello('0 %'), { ephemeral: false });
    if (messageId === undefined) throw new Error('an answer has no message');
    answered.push({ token: interaction.token, messageId });
  }
  const byToken = answered.flatMap(({ token, messageId }) =>
    Array.from({ length: EDITS_OF_EACH }, (_, n) =>
      messages.editByToken(token, messageId, hello(`${n + 1} %`)),
    ),
  );
  const own = await messages.create(channel.id, hello('by the bot'));
  const asBot = Array.from({ length: A_SECOND + 9 }, (_, n) =>
    messages.edit(channel.id, own, hello(`as the bot: ${n}`)),
  );
  const [, edits] = await Promise.all([Promise.all(byToken), Promise.allSettled(asBot)]);
  const held = edits.filter((one) => one.status === 'rejected');
  expect(held).toHaveLength(10);
  for (const { reason } of held) expect(reason).toBeInstanceOf(RateLimitError);
  const refused = discord.rest.requests.filter(({ status }) => status === 429);
  expect(refused).toEqual([]);
  for (const { messageId } of answered) {
    expect(discord.message(messageId)?.content).toBe(`${EDITS_OF_EACH} %`);
  }
});
