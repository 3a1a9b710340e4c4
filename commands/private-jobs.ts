import type { Card } from '../src/discord/cards/card.ts';
import { privateJobs, privateRemoval, viewNamed } from '../src/discord/cards/jobs-list.ts';
import type { ButtonHandler, PersonButton, SelectHandler } from '../src/discord/intake/handlers.ts';
import type { PersonCustomId } from '../src/discord/interactions/custom-id.ts';
import type { InteractionBase } from '../src/discord/interactions/interaction.ts';
import { requireModerator } from '../src/discord/interactions/permissions.ts';
import { BotError } from '../src/errors/errors.ts';
import type { Job } from '../src/jobs/job.ts';
import { say } from '../src/say/say.ts';
import { SEARCH_BUDGETS } from './jobs.ts';
import { requireGuild, requireSelf } from './requirements.ts';
import { clearAway } from './result/more.ts';
import type { Services } from './services.ts';

/** As many as fit in a message with their prompts. */
const PAGE = 10;
const COMPLETED: ReadonlySet<string> = new Set(['completed']);

/** A page of a server's private jobs. `name`: the cursor, as in the list's buttons. */
export async function privateList(
  interaction: InteractionBase,
  name: string | undefined,
  { log, memberReads }: Pick<Services, 'log' | 'memberReads'>,
): Promise<Card> {
  const of = { guildId: requireGuild(interaction), isPrivate: true } as const;
  const { from } = viewNamed(name);
  const search = { of, states: COMPLETED, atMost: PAGE, budget: SEARCH_BUDGETS.private, from };
  const person = interaction.user.id;
  const found = await memberReads.latest('private', person, (slicing) =>
    log.jobs.search(search, slicing),
  );
  return privateJobs(person, found, say(interaction.locale));
}

/** Turns the page. */
export const privatePage: PersonButton<Services> = async (interaction, id, services) => {
  requireSelf(interaction, id);
  await requireModerator(interaction, services);
  return {
    kind: 'replaced-later',
    message: () => privateList(interaction, id.name, services),
  };
};

/** A job was picked: asks for confirmation. */
export const privatePick: SelectHandler<Services, PersonCustomId> = async (
  interaction,
  id,
  services,
) => {
  requireSelf(interaction, id);
  const job = await privateJob(interaction, interaction.values[0] ?? '', services);
  const { user, locale } = interaction;
  return { kind: 'replaced', message: privateRemoval(user.id, job.id, say(locale)) };
};

/** Removes a picture for good. It stays on record, and its message says so. */
export const privateRemove: ButtonHandler<Services> = async (interaction, id, services) => {
  const job = await privateJob(interaction, id.job, services);
  const cleared = await services.reports.removePicture(job.id, interaction.user.id);
  if (!cleared) throw new BotError('source_withheld');
  clearAway(job.id, cleared, services);
  return {
    kind: 'replaced-later',
    message: () => privateList(interaction, undefined, services),
  };
};

/**
 * @throws BotError if the member does not moderate, or the job is not a private one of that server.
 */
async function privateJob(
  interaction: InteractionBase,
  id: string,
  services: Services,
): Promise<Job> {
  await requireModerator(interaction, services);
  const job = await services.log.jobs.find(id);
  const isMeant = job?.private === true && job.guildId === interaction.guildId;
  if (!isMeant || job.erasedAt !== undefined) throw new BotError('unknown_job');
  return job;
}
