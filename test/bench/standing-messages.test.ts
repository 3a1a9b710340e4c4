import { expect, it, onTestFinished } from 'vitest';
import { standInForMessages } from '../../bench/standing-messages.ts';
import { DiscordSandbox } from '../../packages/stand-ins/discord/sandbox.ts';

it.each([
  ['PATCH', 'channels/1/messages/22', 200],
  ['DELETE', 'channels/1/messages/22', 204],
  ['PATCH', 'webhooks/1/standing-7/messages/@original', 200],
  ['PATCH', 'webhooks/1/standing-7/messages/22', 200],
  // Another interaction's token is the sandbox's own business.
  ['PATCH', 'webhooks/1/another/messages/22', 404],
])('a message that a row names takes %s %s: %s', async (method, path, status) => {
  const discord = await DiscordSandbox.start();
  onTestFinished(() => discord.close());
  standInForMessages(discord);
  const answer = await fetch(`${discord.apiUrl}/v10/${path}`, {
    method,
    headers: { authorization: `Bot ${discord.token}`, 'content-type': 'application/json' },
    ...(method === 'PATCH' && { body: '{"content":"hello"}' }),
  });
  expect(answer.status).toBe(status);
});
