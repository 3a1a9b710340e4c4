import type { InteractionBase } from '../src/discord/interactions/interaction.ts';
import type { Afterword } from '../src/discord/entry/command.ts';
import { moderates } from '../src/discord/interactions/moderates.ts';
import type { Services } from './services.ts';

/** What somebody who may moderate is told after whatever they did, once: reports wait for a channel. */
export async function tellOfWaitingReports(
  interaction: InteractionBase,
  services: Services,
): Promise<Afterword | undefined> {
  const { guildId } = interaction;
  const { reportsWaiting } = services;
  if (guildId === undefined || !(await moderates(interaction, services))) return undefined;
  if (!(await reportsWaiting.isUntold(guildId))) return undefined;
  if (!(await reportsWaiting.takeUntold(guildId))) return undefined;
  const text = [
    'Pictures were reported in this server, and nobody is told of it: it has not chosen yet where reports go, or I may not post there any more.',
    'Somebody who moderates it chooses a channel that only moderators see, with `/moderation channel`.',
  ];
  return { message: { text }, onFailure: () => reportsWaiting.putBackUntold(guildId) };
}
