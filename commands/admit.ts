import { plainWords } from '../src/discord/cards/text.ts';
import type { Reach } from '../src/discord/intake/handlers.ts';
import { parseCustomId } from '../src/discord/interactions/custom-id.ts';
import type { Interaction } from '../src/discord/interactions/interaction.ts';
import { BotError } from '../src/errors/errors.ts';
import type { JobLog } from '../src/jobs/job-log.ts';
import type { Job } from '../src/jobs/job.ts';
import { OUTSIDE_SERVERS } from '../src/rules/outside-servers.ts';
import type { PersonalData } from '../src/privacy/personal-data.ts';

/** How much of the owner's name is shown, in characters. */
const NAME_LENGTH = 80;

/** To decide who is admitted. */
export interface AdmitNeeds {
  readonly log: JobLog;
  readonly personalData: PersonalData;
  /** The servers the bot works in: all if none is listed. `owner`: who runs the bot, if known. */
  readonly servers: {
    readonly allowed: ReadonlySet<string>;
    readonly owner: string | undefined;
    /** Whether it works outside servers too, for users who install it for themselves. */
    readonly worksOutside: boolean;
  };
}

/**
 * Decides who may use the bot, before anything else runs. `reach`: who else may use what is asked.
 *
 * @throws BotError `not_for_this_server`, or the refusal of {@link requireLetIn}.
 */
export async function admit(
  interaction: Interaction,
  services: AdmitNeeds,
  reach?: Reach,
): Promise<void> {
  await requireServer(interaction, services, reach);
  await requireLetIn(interaction, services, reach);
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
  { servers, personalData, log }: AdmitNeeds,
  reach: Reach | undefined,
): Promise<void> {
  const { guildId, user } = interaction;
  if (servers.allowed.size === 0) return;
  if (guildId !== undefined && servers.allowed.has(guildId)) return;
  const isAboutOwnData = reach === 'own-data' && (await isOwn(interaction, { log }));
  if (isAboutOwnData && (await personalData.isKept(user.id))) return;
  if (guildId === undefined) {
    const job = await jobNamed(interaction, { log });
    const isTheirs = job?.private === true && job.userId === user.id;
    const home = isTheirs ? job.guildId : OUTSIDE_SERVERS;
    const isOutside = home === OUTSIDE_SERVERS && servers.worksOutside;
    if (isOutside || servers.allowed.has(home)) return;
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
  services: Pick<AdmitNeeds, 'log'>,
  reach: Reach | undefined,
): Promise<void> {
  const { guestIn, user } = interaction;
  const guildId = interaction.guildId ?? guestIn;
  // A direct message belongs to the server in which its job was asked for.
  const job = guildId === undefined ? await jobNamed(interaction, services) : undefined;
  const which = await services.log.keptOut.whichOf(user.id, guildId ?? job?.guildId);
  if (which === undefined) return;
  if (reach !== undefined && (await isOwn(interaction, services))) return;
  throw new BotError(which === 'person' ? 'kept_out' : 'server_kept_out');
}

/** Whether a member uses their own job or a button of their own, or a command. */
async function isOwn(
  interaction: Interaction,
  services: Pick<AdmitNeeds, 'log'>,
): Promise<boolean> {
  const { user } = interaction;
  const id = 'customId' in interaction ? parseCustomId(interaction.customId) : undefined;
  if (id && 'person' in id) return id.person === user.id;
  return !id || (await jobNamed(interaction, services))?.userId === user.id;
}

/**
 * The job that a button, menu or form names. The id may be forged: this checks neither the owner
 * nor the message. `undefined` if it names no job, or one that cannot be read.
 */
async function jobNamed(
  interaction: Interaction,
  { log }: Pick<AdmitNeeds, 'log'>,
): Promise<Job | undefined> {
  const id = 'customId' in interaction ? parseCustomId(interaction.customId) : undefined;
  return id && 'job' in id ? log.jobs.findReadable(id.job) : undefined;
}
