import { buttonsOf } from '../discord/buttons.ts';
import type { Message } from '../discord/message.ts';
import type { DiscordSandbox } from '../discord/sandbox.ts';
import type { Person } from '../discord/world.ts';
import type { Action, ActionOutcome } from './wire.ts';

/** What members say and request in #general, in order. */
const LINES = [
  { by: 'ben', says: 'The new bot is here. Watch this.' },
  { by: 'ben', wants: { prompt: 'a red fox in the snow at night', aspect_ratio: '16:9', seed: 2 } },
  { by: 'cleo', says: 'Oh, I want one too!' },
  { by: 'cleo', wants: { prompt: 'a sailing ship at dawn', aspect_ratio: '16:9', seed: 8 } },
] as const;

export interface OpeningOptions {
  readonly discord: DiscordSandbox;
  /** Does something as a person on the page would. */
  readonly act: (by: Person, action: Action) => Promise<ActionOutcome>;
  readonly signal: AbortSignal;
}

/**
 * Plays a conversation in which the bot makes pictures, so that nobody opens an empty channel. It
 * ends early where the bot does not answer. Rejects when the signal aborts.
 */
export async function playOpening({ discord, act, signal }: OpeningOptions): Promise<void> {
  const { channels, people } = discord.world;
  const channel = channels.general.id;
  await registered(discord, 'imagine', signal);
  for (const line of LINES) {
    const by = people[line.by];
    if ('says' in line) {
      await act(by, { kind: 'say', channel, content: line.says });
      continue;
    }
    const { wants: options } = line;
    const { kind } = await act(by, { kind: 'command', channel, name: 'imagine', options });
    if (kind !== 'done') return;
    await discord.waitFor((message) => isResultFor(message, by), { signal });
  }
}

/** Resolves once the bot offers that command. */
async function registered(
  discord: DiscordSandbox,
  name: string,
  signal: AbortSignal,
): Promise<void> {
  const { guild } = discord.world;
  const isThere = () =>
    [...discord.commands(guild.id), ...discord.commands('global')].some(
      (command) => command.name === name,
    );
  await new Promise<void>((resolve, reject) => {
    const end = () => {
      stop();
      signal.removeEventListener('abort', giveUp);
    };
    const check = () => {
      if (!isThere()) return;
      end();
      resolve();
    };
    const giveUp = () => {
      end();
      reject(new Error('The playground closes.'));
    };
    const stop = discord.onRegistration(check);
    signal.addEventListener('abort', giveUp);
    check();
  });
  await discord.connected();
}

/** A finished picture that this person requested; previews come with a Cancel button. */
function isResultFor(message: Message, { id }: Person): boolean {
  return (
    message.files.length > 0 &&
    message.interaction_metadata?.user.id === id &&
    !buttonsOf(message).some(({ label }) => label === 'Cancel')
  );
}
