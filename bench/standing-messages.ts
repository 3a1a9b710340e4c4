import type { IncomingMessage, ServerResponse } from 'node:http';
import type { DiscordSandbox } from '../packages/stand-ins/discord/sandbox.ts';

const CHANNEL_MESSAGE = /^\/api\/v10\/channels\/\d+\/messages\/(\d+)(\?|$)/;
const TOKENS_MESSAGE = /^\/api\/v10\/webhooks\/\d+\/standing-\d+\/messages\/(@original|\d+)(\?|$)/;

/** An SQL expression for the token of an interaction, by which such a message can be edited too. */
export const STANDING_TOKEN = `printf('standing-%d', n)`;

/**
 * From now on every message that rows name is there: one that the sandbox does not know can still
 * be edited and deleted. So a log of thousands of jobs does not need thousands of messages.
 */
export function standInForMessages(discord: DiscordSandbox): void {
  const { server } = discord.rest;
  const ordinary = server.listeners('request');
  server.removeAllListeners('request');
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    const { url = '' } = request;
    const id = (TOKENS_MESSAGE.exec(url) ?? CHANNEL_MESSAGE.exec(url))?.[1];
    if (id === undefined || discord.message(id)) {
      for (const listener of ordinary) listener.call(server, request, response);
      return;
    }
    request.resume();
    request.on('end', () => {
      if (request.method === 'DELETE') response.writeHead(204).end();
      else {
        response.writeHead(200, { 'content-type': 'application/json' });
        response.end(JSON.stringify({ id }));
      }
    });
  });
}
