import { plainWords } from '../src/discord/cards/text.ts';
import { parseCustomId } from '../src/discord/interactions/custom-id.ts';
import type { Interaction } from '../src/discord/interactions/interaction.ts';
import { BotError } from '../src/errors/errors.ts';
import type { Job } from '../src/jobs/job.ts';
import { jobs } from './jobs.ts';
import { privacy } from './privacy.ts';
import type { Services } from './services.ts';

/** How much of the owner's name is shown, in characters. */
const NAME_LENGTH = 80;

/**
 * Decides who may use the bot, before anything else runs.
 *
 * @throws BotError `not_for_this_server`, or the refusal of {@link requireLetIn}.
 */
export async function admit(interaction: Interaction, services: Services): Promise<void> {
  await requireServer(interaction, services);
  await requireLetIn(interaction, services);
}

/**
 * Admits everyone if the operator listed no servers, otherwise members of a listed server. Others
 * learn who runs the bot, before anything is read or written. `/privacy` keeps working for people
 * with stored data, such as members of a server that was listed before. So do, in direct messages,
 * the buttons of one's own jobs from a listed server.
 *
 * The bot never leaves a server by itself: a typo in the list would remove it for good from servers
 * that want it.
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

/**
 * Refuses members and servers that the operator banned. They may still use `/privacy` and cancel
 * their own jobs.
 *
 * @throws BotError `kept_out` and `server_kept_out`.
 */
async function requireLetIn(
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

/** The list of one's own jobs, except for making one of them again. */
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

/** Whether a member asks for their stored data, or withdraws some of it. */
function isAboutOwnData(interaction: Interaction): boolean {
  const { name } = privacy.definition;
  if (interaction.kind === 'command') return interaction.name === name;
  return isOwnButton(interaction, name);
}

/**
 * Whether it is a button, menu or form of a command's answer, pressed by the member who ran the
 * command.
 */
function isOwnButton(interaction: Interaction, command: string): boolean {
  if (!('customId' in interaction)) return false;
  const id = parseCustomId(interaction.customId);
  const isOfCommand = id?.action.startsWith(`${command}-`) ?? false;
  return isOfCommand && id !== undefined && 'person' in id && id.person === interaction.user.id;
}

/**
 * The job that a button, menu or form names. The id may be forged: this checks neither the owner
 * nor the message. `undefined` if it names no job, or one that cannot be read.
 */
async function jobNamed(
  interaction: Interaction,
  { log }: Pick<Services, 'log'>,
): Promise<Job | undefined> {
  const id = 'customId' in interaction ? parseCustomId(interaction.customId) : undefined;
  return id && 'job' in id ? log.jobs.findReadable(id.job) : undefined;
}
