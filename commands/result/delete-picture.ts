import type { ButtonHandler } from '../../src/discord/intake/handlers.ts';
import type { ButtonInteraction } from '../../src/discord/interactions/interaction.ts';
import type { CardButton } from '../../src/discord/cards/card.ts';
import { BotError } from '../../src/errors/errors.ts';
import { type Job, picturesShown } from '../../src/jobs/job.ts';
import { say } from '../../src/say/say.ts';
import type { Services } from '../services.ts';
import { clearAway } from '../clear-away.ts';
import { mayRemove } from './more.ts';
import { pictureJob, requireShown } from './picture-job.ts';

/** *Delete* asks once more: its requester, or somebody who moderates here. */
export const deletePicture: ButtonHandler<Services> = async (interaction, id, services) => {
  const job = await pictureJob(interaction, id, services);
  requireShown(job);
  await requireMayDelete(interaction, job, services);
  const { panel } = say(interaction.locale);
  const index = id.index ?? 0;
  const button = (action: string, label: string, kind: CardButton['kind']): CardButton => ({
    id: { action, job: job.id, index },
    label,
    kind,
  });
  const ask = isOwn(interaction, job) ? panel.deleteQuestion : panel.removeQuestion;
  const buttons = [
    button('delete-now', panel.buttons.deleteNow, 'danger'),
    button('more', panel.buttons.keep, 'secondary'),
  ];
  return { kind: 'replaced', message: { text: ask(picturesShown(job)), buttons: [buttons] } };
};

/**
 * What its requester deletes is erased with everything that is known of it. What a moderator removes stays on record,
 * and its message says so.
 */
export const deleteNow: ButtonHandler<Services> = async (interaction, id, services) => {
  const job = await pictureJob(interaction, id, services);
  requireShown(job);
  await requireMayDelete(interaction, job, services);
  const { erasure, reports } = services;
  const { panel } = say(interaction.locale);
  const own = isOwn(interaction, job);
  const cleared = own
    ? await erasure.eraseJob(job)
    : await reports.removePicture(job.id, interaction.user.id);
  if (!cleared) throw new BotError('source_withheld');
  clearAway(job.id, cleared, services);
  return { kind: 'replaced', message: { text: [own ? panel.deleted : panel.removed] } };
};

/** @throws BotError `not_your_picture` for anybody else. */
async function requireMayDelete(
  interaction: ButtonInteraction,
  job: Job,
  services: Services,
): Promise<void> {
  if (isOwn(interaction, job) || (await mayRemove(interaction, services))) return;
  throw new BotError('not_your_picture', { facts: { who: job.userId } });
}

function isOwn({ user }: ButtonInteraction, { userId }: Job): boolean {
  return user.id === userId;
}
