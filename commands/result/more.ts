import type { Card, CardButton } from '../../src/discord/cards/card.ts';
import { commandFile, detailsOf, picturePanel } from '../../src/discord/cards/picture-panel.ts';
import type { ButtonHandler, SelectHandler } from '../../src/discord/intake/handlers.ts';
import type {
  ButtonInteraction,
  InteractionBase,
} from '../../src/discord/interactions/interaction.ts';
import { managesMessages, moderates } from '../../src/discord/interactions/permissions.ts';
import { BotError } from '../../src/errors/errors.ts';
import { removePictures } from '../../src/images/picture-store.ts';
import { type Job, picturesShown } from '../../src/jobs/job.ts';
import type { ToClear } from '../../src/jobs/sql/erase-jobs.ts';
import { type Steps, withoutAdult } from '../../src/recipes/picture-steps.ts';
import { say } from '../../src/say/say.ts';
import {
  isGoneOnFromBy,
  jobAskedHere,
  pickedPicture,
  pictureJob,
  requireShown,
} from '../clicked-job.ts';
import { commandOf } from '../generation-commands.ts';
import { recipeOf } from '../request/params.ts';
import { ageRestrictedHere } from '../requirements.ts';
import type { Services } from '../services.ts';
import { editPages } from './edit.ts';

/** How many jobs derived from a picture the panel lists. */
export const MADE_SHOWN = 10;

/** *More* opens the panel about a picture, only for the member who clicked. */
export const more: ButtonHandler<Services> = async (interaction, id, services) => {
  const job = await pictureJob(interaction, id, services);
  const message = await panelOf(interaction, job, id.index ?? 0, services);
  return { kind: id.index === undefined ? 'quiet' : 'replaced', message };
};

/** Shows another picture of the job in the panel. */
export const moreOf: SelectHandler<Services> = async (interaction, id, services) => {
  const job = await pictureJob(interaction, id, services);
  const picture = pickedPicture(job, interaction);
  return { kind: 'replaced', message: await panelOf(interaction, job, picture, services) };
};

/** Shows all params of a picture. */
export const details: ButtonHandler<Services> = async (interaction, id, services) => {
  const job = await pictureJob(interaction, id, services);
  requireShown(job);
  const recipe = recipeOf(job.wanted, services);
  const made = await services.log.jobs.madeFrom(job, MADE_SHOWN);
  const command = commandOf(recipe, services.featured);
  const isOwn = job.userId === interaction.user.id;
  const { card, line } = detailsOf({ job, recipe, command, made, isOwn }, say(interaction.locale));
  if (line === undefined) return { kind: 'quiet', message: card };
  const file = { name: commandFile(job), type: 'text/plain', data: Buffer.from(line) };
  return { kind: 'later', message: () => Promise.resolve({ card, files: [file] }) };
};

/** The panel about a job's picture, with the actions this member may use. */
async function panelOf(
  interaction: InteractionBase,
  job: Job,
  picture: number,
  services: Services,
): Promise<Card> {
  requireShown(job);
  const { wanted, userId } = job;
  const isOwn = userId === interaction.user.id;
  const isMine = isGoneOnFromBy(interaction.user.id, job);
  const isUsable = wanted.readable && isMine;
  return picturePanel(
    {
      job,
      picture,
      steps: isUsable ? await stepsHere(interaction, job, services) : undefined,
      pages: isUsable ? editPages(job, services).length : 0,
      mayDelete: isOwn || (await mayRemove(interaction, services)),
      maySave: isMine && !job.ageRestricted,
    },
    say(interaction.locale),
  );
}

/**
 * The steps allowed in this place. Adult-rated ones need an age-restricted channel, are never
 * private and show no person; withdrawn consent excludes more.
 */
async function stepsHere(
  interaction: InteractionBase,
  { wanted, consentWithdrawn, private: isPrivate }: Job,
  services: Services,
): Promise<Steps | undefined> {
  const steps = services.destinations.stepsAfter(wanted.recipe);
  if (!steps) return undefined;
  if (consentWithdrawn !== undefined) {
    return { ...steps, vary: undefined, upscale: undefined, others: [] };
  }
  const mayBeAdult =
    !isPrivate && !wanted.person && (await ageRestrictedHere(interaction, services));
  return mayBeAdult ? steps : withoutAdult(steps);
}

/** Whether a member may remove others' pictures. */
async function mayRemove(
  interaction: InteractionBase,
  services: Pick<Services, 'moderationRoles'>,
): Promise<boolean> {
  return managesMessages(interaction) || (await moderates(interaction, services));
}

/** A button from another version of the bot: says so, and offers what replaced it. */
export const otherButton: ButtonHandler<Services> = async (interaction, id, services) => {
  const job = await jobAskedHere(interaction, id, services);
  if (job.state !== 'completed') throw new BotError('unknown_action');
  const panel = await panelOf(interaction, job, 0, services);
  const { otherVersion } = say(interaction.locale).panel;
  return { kind: 'quiet', message: { ...panel, text: [otherVersion] } };
};

/** *Delete* asks the requester or a moderator for confirmation. */
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
 * A requester's deletion erases everything known of the picture. A moderator's removal stays on
 * record, and the message says so.
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

/** @throws BotError `not_your_picture` for any other member. */
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

/** Deletes a job's remaining files and messages in the background. */
export function clearAway(
  jobId: string,
  { pictures, jobs }: ToClear,
  {
    pictures: store,
    erasedMessages,
    logger,
  }: Pick<Services, 'pictures' | 'erasedMessages' | 'logger'>,
): void {
  void removePictures(pictures, { pictures: store, logger: logger.child({ job: jobId }) });
  void erasedMessages.removeEach(jobs, { urgency: 'person' });
}
