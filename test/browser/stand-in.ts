import {
  Events,
  Routes,
  type APIInteraction,
  type Interaction,
  type RESTPostAPIChannelMessageJSONBody,
} from 'discord.js';
import { expect, onTestFinished } from 'vitest';
import type { Channel } from '../../packages/stand-ins/discord/world.ts';
import { sending } from '../../src/discord/rest/message-payload.ts';
import { received, startBot } from '../sandbox/discord/bot.ts';
import type { Visitor } from './visitor.ts';

/** A picture that a bot posts. */
export interface PostedFile {
  readonly name: string;
  readonly data: Buffer;
}

/** A bot that takes Darkroom's place and does what a test says. */
export interface StandIn {
  /** What it heard. */
  readonly heard: readonly APIInteraction[];
  /** Posts a message, in #general unless another channel is named. */
  readonly post: (
    body: RESTPostAPIChannelMessageJSONBody,
    files?: readonly PostedFile[],
    channel?: Pick<Channel, 'id'>,
  ) => Promise<void>;
}

/** Ends Darkroom's process and puts another bot there. `answer` does what is to be done about an interaction. */
export async function standIn(
  { playground, page }: Visitor,
  answer: (interaction: Interaction) => Promise<unknown> = () => Promise.resolve(),
): Promise<StandIn> {
  // On a narrow screen it stands behind the channel.
  await page.getByRole('button', { name: 'Kill', includeHidden: true }).dispatchEvent('click');
  await page.getByText('The bot is not running.').waitFor({ state: 'attached' });
  const { discord } = playground;
  const client = await startBot(discord);
  const failed: unknown[] = [];
  client.on(Events.InteractionCreate, (interaction) => {
    answer(interaction).catch((error: unknown) => failed.push(error));
  });
  onTestFinished(() => {
    expect(failed).toEqual([]);
  });
  const heard = received(client);
  const { general } = discord.world.channels;
  return {
    heard,
    post: async (body, files = [], channel = general) => {
      await client.rest.post(Routes.channelMessages(channel.id), sending(body, [...files]));
    },
  };
}
