import { DiscordAPIError } from 'discord.js';
import type { FaultAnswer } from '../../../packages/stand-ins/loopback.ts';

/** A refusal in Discord's own form, as the sandbox is to answer it. */
export function refusal(
  status: number,
  code: number,
  headers: Readonly<Record<string, string>> = {},
): FaultAnswer {
  return {
    status,
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ message: 'No', code }),
  };
}

/** What discord.js throws at such a refusal. */
export function refused(status: number, code: number): DiscordAPIError {
  return new DiscordAPIError(
    { code, message: 'No' },
    code,
    status,
    'PATCH',
    'https://discord.test',
    {
      body: undefined,
      files: [],
    },
  );
}
