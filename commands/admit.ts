import type { Interaction } from '../src/discord/interactions/interaction.ts';
import { plainWords } from '../src/discord/cards/text.ts';
import { BotError } from '../src/errors/errors.ts';
import { jobNamed } from './job-named.ts';
import { isAboutOwnData } from './own-data.ts';
import { requireLetIn } from './require-let-in.ts';
import type { Services } from './services.ts';

/** How much of the owner's name is shown, in characters. */
const NAME_LENGTH = 80;

/**
 * Decides who may use anything, before everything else.
 *
 * @throws BotError `not_for_this_server`, and where the operator keeps somebody out.
 */
export async function admit(interaction: Interaction, services: Services): Promise<void> {
  await requireServer(interaction, services);
  await requireLetIn(interaction, services);
}

/**
 * Lets everybody in where the operator named no servers, and otherwise whoever is in one of them.
 * Anybody else is told whose bot it is, before anything is read or written. Only `/privacy` goes on
 * working for people about whom something is kept, such as when their server was on the list
 * before, and in direct messages the buttons of one's own jobs do that belong to one of the servers.
 *
 * The bot leaves no server by itself: a slip in the list would make it leave servers in which it is wanted, for
 * good, and once it has left it can tell nobody whose it is.
 *
 * @throws BotError `not_for_this_server`.
 */
async function requireServer(
  interaction: Interaction,
  { servers, personalData, log }: Services,
): Promise<void> {
  const { guildId, user } = interaction;
  if (servers.allowed.size === 0) return;
  if (guildId !== undefined && servers.allowed.has(guildId)) return;
  if (isAboutOwnData(interaction) && (await personalData.isKept(user.id))) return;
  if (guildId === undefined) {
    const job = await jobNamed(interaction, { log });
    const isOwn = job?.private === true && job.userId === user.id;
    if (isOwn && servers.allowed.has(job.guildId)) return;
  }
  const { owner } = servers;
  throw new BotError('not_for_this_server', {
    facts: owner === undefined ? {} : { owner: plainWords(owner, NAME_LENGTH) },
  });
}
