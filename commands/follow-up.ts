import type { Afterword } from '../src/discord/intake/handlers.ts';
import type { InteractionBase } from '../src/discord/interactions/interaction.ts';
import { moderates } from '../src/discord/interactions/permissions.ts';
import { say } from '../src/say/say.ts';
import type { Services } from './services.ts';

/** What somebody is told besides, after whatever they did. */
export async function afterwards(
  interaction: InteractionBase,
  services: Services,
): Promise<Afterword | undefined> {
  const waiting = await tellOfWaitingReports(interaction, services);
  const welcome = await welcomeLine(interaction, services);
  if (welcome === undefined) return waiting;
  const { text = [] } = waiting?.message ?? {};
  return {
    message: { text: [...text, welcome] },
    onFailure: waiting?.onFailure ?? (() => Promise.resolve()),
  };
}

/**
 * Where to begin, with the first job of somebody of whom there is none before. It is their rows that tell, so
 * whoever had everything erased, or was away until it went by age, is new here once more.
 */
async function welcomeLine(
  { id, user, locale }: InteractionBase,
  { log }: Services,
): Promise<string | undefined> {
  return (await log.jobs.isFirstOf(user.id, id)) ? say(locale).help.welcome : undefined;
}

/** Tells somebody who may moderate, once, after whatever they did, that reports wait for a channel. */
async function tellOfWaitingReports(
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
