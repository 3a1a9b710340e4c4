import { onTestFinished } from 'vitest';
import { messageBody } from '../../../src/discord/rest/message-payload.ts';
import { Messages } from '../../../src/discord/rest/messages.ts';
import { closeRestClients, openRestClients, RestCalls } from '../../../src/discord/rest/rest.ts';
import { DiscordSandbox } from '../../../packages/stand-ins/discord/sandbox.ts';
import { ManualClock } from '../../support/manual-clock.ts';

export const HELLO = { body: messageBody({ content: 'hello' }) };

/** Calls about messages to a Discord of its own, which goes with the test. `time`: Discord's. */
export async function openMessages({ time }: { readonly time?: ManualClock } = {}) {
  const discord = await DiscordSandbox.start(time && { clock: time });
  onTestFinished(() => discord.close());
  const halt = new AbortController();
  const clock = time ?? new ManualClock();
  const { token: botToken, applicationId } = discord;
  const clients = openRestClients({ apiUrl: discord.apiUrl, botToken });
  onTestFinished(() => {
    closeRestClients(clients);
  });
  const calls = new RestCalls(clients, { botToken, clock, halt: halt.signal });
  const messages = new Messages(calls, { applicationId, userId: discord.botId });
  const channelId = discord.world.channels.general.id;
  return { discord, halt, clock, clients, calls, messages, channelId };
}
