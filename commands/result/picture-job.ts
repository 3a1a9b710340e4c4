import type { JobCustomId } from '../../src/discord/interactions/custom-id.ts';
import type {
  InteractionBase,
  ModalInteraction,
  Press,
  SelectInteraction,
} from '../../src/discord/interactions/interaction.ts';
import { BotError } from '../../src/errors/errors.ts';
import { type Job, picturesShown } from '../../src/jobs/job.ts';
import { whyUnreadable } from '../../src/jobs/sql/job-rows.ts';
import { jobAskedHere, jobOfClick } from '../job-of-click.ts';
import type { Services } from '../services.ts';

/**
 * The job whose picture something was pressed for: on its own message, or in a panel or a form about it, which
 * name the picture that is meant.
 *
 * @throws BotError `unknown_job` for any other.
 */
export async function pictureJob(
  interaction: Press | ModalInteraction,
  id: JobCustomId,
  services: Pick<Services, 'log'>,
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

/** Whether it is this person's to go on from: what shows somebody, or is private, is its requester's alone. */
export function isGoneOnFromBy(
  person: string,
  { userId, wanted, private: isPrivate }: Pick<Job, 'userId' | 'wanted' | 'private'>,
): boolean {
  return (!wanted.person && !isPrivate) || userId === person;
}

/** @throws BotError `not_your_photo` for anybody else. */
export function requireGoneOnFrom(
  { user }: Pick<InteractionBase, 'user'>,
  job: Pick<Job, 'userId' | 'wanted' | 'private'>,
): void {
  if (isGoneOnFromBy(user.id, job)) return;
  throw new BotError('not_your_photo', { facts: { who: job.userId } });
}

/**
 * Whether somebody may go on from a job's pictures: anybody from those that everybody sees, and only their requester from
 * those that show somebody or are private.
 *
 * @throws BotError for pictures that are not to be seen, or not this person's to use.
 */
export function requireUsable(
  job: Job,
  interaction: Pick<InteractionBase, 'user'>,
  { recipes }: Pick<Services, 'recipes'>,
): void {
  requireShown(job);
  requireGoneOnFrom(interaction, job);
  const { wanted } = job;
  if (!wanted.readable) throw new BotError(whyUnreadable(wanted.recipe, recipes));
}
