import { parseCustomId } from '../src/discord/interactions/custom-id.ts';
import type { Interaction } from '../src/discord/interactions/interaction.ts';
import { BotError } from '../src/errors/errors.ts';
import { jobNamed } from './job-named.ts';
import { jobs } from './jobs.ts';
import { isAboutOwnData, isOwnButton } from './own-data.ts';
import type { Services } from './services.ts';

/**
 * Refuses whoever the operator keeps out, everywhere, and whoever is in a server that is kept out. What people may do all
 * the same takes nothing from anybody: `/privacy`, and ending what they have under way.
 *
 * @throws BotError `kept_out` and `server_kept_out`.
 */
export async function requireLetIn(
  interaction: Interaction,
  services: Pick<Services, 'log'>,
): Promise<void> {
  const { guildId, user } = interaction;
  // A direct message belongs to the server in which its job was asked for.
  const job = guildId === undefined ? await jobNamed(interaction, services) : undefined;
  const which = await services.log.keptOut.whichOf(user.id, guildId ?? job?.guildId);
  if (which === undefined || isAboutOwnData(interaction)) return;
  if (isAboutOwnJobs(interaction) || (await isOwnCancel(interaction, services))) return;
  throw new BotError(which === 'person' ? 'kept_out' : 'server_kept_out');
}

/** The list of one's own jobs, but for having one of them made again. */
function isAboutOwnJobs(interaction: Interaction): boolean {
  const { name } = jobs.definition;
  if (interaction.kind === 'command') return interaction.name === name;
  if (!isOwnButton(interaction, name) || !('customId' in interaction)) return false;
  return parseCustomId(interaction.customId)?.action !== `${name}-again`;
}

async function isOwnCancel(
  interaction: Interaction,
  services: Pick<Services, 'log'>,
): Promise<boolean> {
  if (interaction.kind !== 'button') return false;
  if (parseCustomId(interaction.customId)?.action !== 'cancel') return false;
  return (await jobNamed(interaction, services))?.userId === interaction.user.id;
}
