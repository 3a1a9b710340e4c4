import type { InteractionBase } from '../src/discord/interactions/interaction.ts';
import type { Afterword } from '../src/discord/intake/handlers.ts';
import { moderates } from '../src/discord/interactions/permissions.ts';
import { say } from '../src/say/say.ts';
import type { Services } from './services.ts';

/** Tells somebody who may moderate, once, after whatever they did, that reports wait for a channel. */
export async function tellOfWaitingReports(
  interaction: InteractionBase,
  services: Services,
): Promise<Afterword | undefined> {
  const { guildId } = interaction;
  const { reportsWaiting } = services;
  if (guildId === undefined || !(await moderates(interaction, services))) return undefined;
  if (!(await reportsWaiting.isUntold(guildId))) return undefined;
  if (!(await reportsWaiting.takeUntold(guildId))) return undefined;
  const text = say(interaction.locale).moderation.untold;
  return { message: { text }, onFailure: () => reportsWaiting.putBackUntold(guildId) };
}
