import type { Channel } from '../../packages/stand-ins/discord/world.ts';
import type { CrashStage } from './stage.ts';

/** The server's channels, and those of direct messages. */
export function allChannels({ discord: { world } }: CrashStage): readonly Channel[] {
  const direct = Object.values(world.people).map((person) => world.directChannel(person));
  return [...Object.values(world.channels), ...direct];
}
