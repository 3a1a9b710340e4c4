import { IN_DIRECT } from '../src/discord/cards/text.ts';
import { type JobCustomId, parseCustomId } from '../src/discord/interactions/custom-id.ts';
import { isTokenOver, tokenExpiry } from '../src/discord/interactions/interaction-token.ts';
import type {
  ButtonInteraction,
  InteractionBase,
  ModalInteraction,
  Press,
  SelectInteraction,
} from '../src/discord/interactions/interaction.ts';
import { isOwnMessage } from '../src/discord/sync/own-messages.ts';
import { BotError } from '../src/errors/errors.ts';
import type { JobLog } from '../src/jobs/job-log.ts';
import { isTerminal, type Job, type Origin, picturesShown } from '../src/jobs/job.ts';
import { whyUnreadable } from '../src/jobs/sql/job-rows.ts';
import type { MadePicture } from '../src/jobs/sql/new-job.ts';
import type { Recipes } from '../src/recipes/recipe.ts';

/** To find jobs. */
export interface LogNeeds {
  readonly log: JobLog;
}

/**
 * The job that a button belongs to. A custom id can be forged, so the click has to come from the
 * very message that the row names.
 *
 * @throws BotError `unknown_job` for any other.
 */
export async function jobOfClick(
  interaction: ButtonInteraction,
  id: JobCustomId,
  services: LogNeeds,
): Promise<Job> {
  const job = await jobAskedHere(interaction, id, services);
  if (!isOwnMessage(job, interaction.message)) throw new BotError('unknown_job');
  // Its own token may be over, and nothing else can hide or delete the picture.
  if (job.private && job.ephemeral && isTerminal(job.state)) {
    const { id: interactionId, token: interactionToken, message } = interaction;
    const tokenExpiresAt = tokenExpiry(interactionId);
    const messageId = message.id;
    await services.log.note.renewedToken(job.id, { interactionToken, tokenExpiresAt, messageId });
  }
  return job;
}

/**
 * Whether the message of a finished job cannot change any more, since only its requester sees it and no token reaches
 * it: see {@link jobOfClick}.
 */
export function isOutOfReach(job: Job, now: number): boolean {
  return (
    job.private && job.ephemeral && (job.interactionToken === undefined || isTokenOver(job, now))
  );
}

/**
 * The same for a click on another message: a question answered since, a panel, or none if a command
 * opened a form. A message with buttons about jobs vouches for those jobs only. A private job
 * belongs to its requester alone, in direct messages too.
 */
export async function jobAskedHere(
  interaction: Press | ModalInteraction,
  { job: jobId }: JobCustomId,
  { log }: LogNeeds,
): Promise<Job> {
  const named = jobsNamedBy(interaction);
  const isAskedThere = named.length === 0 || named.includes(jobId);
  const job = isAskedThere ? await log.jobs.find(jobId) : undefined;
  if (!job || !isHere(job, interaction) || job.erasedAt !== undefined) {
    throw new BotError('unknown_job');
  }
  return job;
}

/** The jobs that a message's buttons and menus are about, by the message that Discord sends. */
function jobsNamedBy({ message }: Press | ModalInteraction): readonly string[] {
  return (message?.customIds ?? []).flatMap((text) => {
    const id = parseCustomId(text);
    return id && 'job' in id ? [id.job] : [];
  });
}

/** Whether an interaction comes from the place of a job's message, from a member who can see it. */
function isHere(job: Job, { guildId, channel, user }: InteractionBase): boolean {
  if (job.private && job.userId !== user.id) return false;
  const isDirect = job.private && guildId === undefined;
  return (isDirect || job.guildId === guildId) && job.channelId === channel.id;
}

/**
 * The job whose picture a member clicked: on its own message, or in a panel or form that names the
 * picture.
 *
 * @throws BotError `unknown_job` for any other.
 */
export async function pictureJob(
  interaction: Press | ModalInteraction,
  id: JobCustomId,
  services: LogNeeds,
): Promise<Job> {
  const isOnMessage = interaction.kind === 'button' && id.index === undefined;
  if (isOnMessage) return jobOfClick(interaction, id, services);
  const job = await jobAskedHere(interaction, id, services);
  if ((id.index ?? 0) < picturesShown(job)) return job;
  throw new BotError('unknown_action');
}

/**
 * Which of a job's pictures was picked in a menu; counts from 0.
 *
 * @throws BotError `unknown_action` for one that there is not.
 */
export function pickedPicture(job: Job, { values }: Pick<SelectInteraction, 'values'>): number {
  const [value = ''] = values;
  const picture = /^\d{1,2}$/.test(value) ? Number(value) : NaN;
  if (picture < picturesShown(job)) return picture;
  throw new BotError('unknown_action');
}

/** @throws BotError for a job without a picture that may be seen. */
export function requireShown({
  state,
  visibility,
  erasedAt,
}: Pick<Job, 'state' | 'visibility' | 'erasedAt'>): void {
  if (state !== 'completed' || erasedAt !== undefined) throw new BotError('unknown_job');
  if (visibility !== 'shown') throw new BotError('source_withheld');
}

/**
 * Whether this member may continue from it: only its requester may if it shows a person or is
 * private.
 */
export function isGoneOnFromBy(
  person: string,
  { userId, wanted, private: isPrivate }: Pick<Job, 'userId' | 'wanted' | 'private'>,
): boolean {
  return (!wanted.person && !isPrivate) || userId === person;
}

/** @throws BotError `not_your_photo` for any other member. */
export function requireContinuable(
  { user }: Pick<InteractionBase, 'user'>,
  job: Pick<Job, 'userId' | 'wanted' | 'private'>,
): void {
  if (isGoneOnFromBy(user.id, job)) return;
  throw new BotError('not_your_photo', { facts: { who: job.userId } });
}

/**
 * Whether a member may continue from a job's pictures. Any member may continue from public ones,
 * only the requester from those that show a person or are private.
 *
 * @throws BotError for pictures that cannot be seen, or not used by this member.
 */
export function requireUsable(
  job: Job,
  interaction: Pick<InteractionBase, 'user'>,
  { recipes }: { readonly recipes: Recipes },
): void {
  requireShown(job);
  requireContinuable(interaction, job);
  const { wanted } = job;
  if (!wanted.readable) throw new BotError(whyUnreadable(wanted.recipe, recipes));
}

/** The origin of a job requested under another job's picture. */
export function originOf(job: Job, step: string, picture?: number): Origin {
  const { id, channelId, messageId, private: isPrivate, ephemeral } = job;
  const guildId = isPrivate ? IN_DIRECT : job.guildId;
  // One that only they see may go on elsewhere.
  const isLinked = messageId !== undefined && !ephemeral;
  const message = isLinked ? { guildId, channelId, messageId } : undefined;
  return { job: id, step, picture: picturesShown(job) > 1 ? picture : undefined, message };
}

/** The bot's own pictures that went into a job, as input for another one. */
export function madePictures({ wanted: { inputs } }: Pick<Job, 'wanted'>): readonly MadePicture[] {
  return inputs.flatMap(({ option, person, source, fromFace }) =>
    source ? [{ option, person, source, fromFace }] : [],
  );
}

/** The options whose pictures a member uploaded: these are not kept. */
export function sentPictures({ wanted: { inputs } }: Pick<Job, 'wanted'>): readonly string[] {
  return inputs.flatMap(({ option, source }) => (source ? [] : [option]));
}
