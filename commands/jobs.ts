import { ApplicationCommandType } from 'discord.js';
import {
  type Command,
  IN_SERVERS,
  type ModalHandler,
  type PersonButton,
  type SelectHandler,
} from '../src/discord/intake/handlers.ts';
import type { PersonCustomId } from '../src/discord/interactions/custom-id.ts';
import type { Press } from '../src/discord/interactions/interaction.ts';
import { viewNamed, WORDS_FIELD, wordsForm, wordsInFoot } from '../src/discord/cards/jobs-list.ts';
import { BotError } from '../src/errors/errors.ts';
import { say } from '../src/say/say.ts';
import { firstPage, jobsPage } from './jobs-page.ts';
import { requireSelf } from './require-self.ts';
import { makeAgain } from './result/again.ts';
import type { Services } from './services.ts';

/**
 * `/jobs`: a person's jobs, to them alone, a page at a time. What it shows stands in its buttons' custom ids, but for the
 * words, which stand in its message: so it works on after a restart.
 */
export const jobs: Command<Services> = {
  definition: {
    type: ApplicationCommandType.ChatInput,
    name: 'jobs',
    description: say().commands.jobs,
    ...IN_SERVERS,
  },
  execute: (interaction, services) => firstPage(interaction, services),
};

/** Another page of the same. */
export const jobsTurn: PersonButton<Services> = (interaction, id, services) => {
  requireSelf(interaction, id);
  const shown = { view: viewNamed(id.name), words: wordsOf(interaction) };
  return Promise.resolve({
    kind: 'replaced-later',
    message: () => jobsPage(interaction, shown, services),
  });
};

/** Only those of some states. */
export const jobsOfState: SelectHandler<Services, PersonCustomId> = (interaction, id, services) => {
  requireSelf(interaction, id);
  const [picked] = interaction.values;
  const shown = { view: { listed: viewNamed(picked).listed }, words: wordsOf(interaction) };
  return Promise.resolve({
    kind: 'replaced-later',
    message: () => jobsPage(interaction, shown, services),
  });
};

/** One of the page once more, as *Again* under its picture does. */
export const jobsAgain: SelectHandler<Services, PersonCustomId> = async (
  interaction,
  id,
  services,
) => {
  requireSelf(interaction, id);
  const [picked = ''] = interaction.values;
  const job = await services.log.jobs.findReadable(picked);
  if (job?.userId !== interaction.user.id || job.guildId !== interaction.guildId) {
    throw new BotError('unknown_job');
  }
  return makeAgain(interaction, job, services);
};

/** Asks for words. */
export const jobsWords: PersonButton<Services> = (interaction, id) => {
  requireSelf(interaction, id);
  const modal = wordsForm(id, wordsOf(interaction), say(interaction.locale));
  return Promise.resolve({ kind: 'modal', modal });
};

/** Only those with these words. */
export const jobsWithWords: ModalHandler<Services, PersonCustomId> = (
  interaction,
  id,
  services,
) => {
  requireSelf(interaction, id);
  if (!interaction.message) throw new BotError('unknown_action');
  const { [WORDS_FIELD]: words } = interaction.fields;
  const shown = { view: viewNamed(id.name), words: typeof words === 'string' ? words : '' };
  return Promise.resolve({
    kind: 'replaced-later',
    message: () => jobsPage(interaction, shown, services),
  });
};

/** What the list that was pressed was narrowed down to. */
function wordsOf({ message }: Press): string {
  return wordsInFoot(message.embeds[0]?.footer ?? '');
}
