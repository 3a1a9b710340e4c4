import { parseCustomId } from '../src/discord/interactions/custom-id.ts';
import type { Interaction } from '../src/discord/interactions/interaction.ts';
import { BotError } from '../src/errors/errors.ts';
import type { Job } from '../src/record/job/job.ts';
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
  { log }: Pick<Services, 'log'>,
): Promise<void> {
  const { guildId, user } = interaction;
  // A direct message belongs to the server in which its job was asked for.
  const job = guildId === undefined ? await jobOf(interaction, log) : undefined;
  const which = await log.keptOut.whichOf(user.id, guildId ?? job?.guildId);
  if (which === undefined || isAboutOwnData(interaction)) return;
  if (isAboutOwnJobs(interaction) || (await isOwnCancel(interaction, log))) return;
  throw new BotError(which === 'person' ? 'kept_out' : 'server_kept_out');
}

/** The list of one's own jobs, but for having one of them made again. */
function isAboutOwnJobs(interaction: Interaction): boolean {
  const { name } = jobs.definition;
  if (interaction.kind === 'command') return interaction.name === name;
  if (!isOwnButton(interaction, name) || !('customId' in interaction)) return false;
  return parseCustomId(interaction.customId)?.action !== `${name}-again`;
}

async function isOwnCancel(interaction: Interaction, log: Services['log']): Promise<boolean> {
  if (interaction.kind !== 'button') return false;
  if (parseCustomId(interaction.customId)?.action !== 'cancel') return false;
  return (await jobOf(interaction, log))?.userId === interaction.user.id;
}

async function jobOf(interaction: Interaction, log: Services['log']): Promise<Job | undefined> {
  const id = 'customId' in interaction ? parseCustomId(interaction.customId) : undefined;
  return id && 'job' in id ? log.jobs.findReadable(id.job) : undefined;
}
