import sharp from 'sharp';
import { type ErrorCode, explain } from '../../src/errors/errors.ts';
import { say } from '../../src/say/say.ts';
import type { OptionValues } from '../../packages/stand-ins/discord/option-value.ts';
import type { SandboxInteraction } from '../../packages/stand-ins/discord/interaction.ts';
import type { Message } from '../../packages/stand-ins/discord/message.ts';
import type { Channel } from '../../packages/stand-ins/discord/world.ts';
import type { Studio } from './studio.ts';
import { showsPictures } from './job-message.ts';

export { openStudio } from './open-studio.ts';

/** Ada sends /imagine, in #general unless told otherwise. */
export function imagine(
  { discord }: Studio,
  options: OptionValues = {},
  channel: Channel = discord.world.channels.general,
): Promise<SandboxInteraction> {
  return discord.command({
    by: discord.world.people.ada,
    in: channel,
    name: 'imagine',
    options: { prompt: 'a lighthouse', ...options },
  });
}

/** A real PNG, so small that it costs no time. */
export function smallPng(): Promise<Buffer> {
  return sharp({ create: { width: 40, height: 40, channels: 3, background: 'teal' } })
    .png()
    .toBuffer();
}

/** What a job's message says. */
export function text({ embeds }: Message): string {
  return embeds[0]?.description ?? '';
}

/** Whether a message shows a result. */
export const shown = showsPictures;

/** Whether a message tells of that error. */
export function tellsOf(code: ErrorCode): (message: Message) => boolean {
  const { what } = explain({ code }, say());
  return (message) => text(message).includes(what);
}
