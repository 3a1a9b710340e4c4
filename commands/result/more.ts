import { ageRestrictedHere } from '../age-restricted-here.ts';
import { commandOf } from '../maker.ts';
import { withoutAdult, type Steps } from '../../src/comfy/steps.ts';
import type { ButtonHandler, SelectHandler } from '../../src/discord/intake/handlers.ts';
import type { InteractionBase } from '../../src/discord/interactions/interaction.ts';
import { managesMessages, moderates } from '../../src/discord/interactions/permissions.ts';
import type { Card } from '../../src/discord/cards/card.ts';
import { commandFile, detailsOf, picturePanel } from '../../src/discord/cards/picture-panel.ts';
import type { Job } from '../../src/jobs/job.ts';
import { say } from '../../src/say/say.ts';
import type { Services } from '../services.ts';
import { recipeOf } from './asked-again.ts';
import { editPages } from './edit-form.ts';
import { isGoneOnFromBy, pickedPicture, pictureJob, requireShown } from './picture-job.ts';

/** How many of the jobs that were made from a picture are named. */
export const MADE_SHOWN = 10;

/** *More* opens the panel about a picture, which is for whoever pressed it alone. */
export const more: ButtonHandler<Services> = async (interaction, id, services) => {
  const job = await pictureJob(interaction, id, services);
  const message = await panelOf(interaction, job, id.index ?? 0, services);
  return { kind: id.index === undefined ? 'quiet' : 'replaced', message };
};

/** Another of its pictures was picked there. */
export const moreOf: SelectHandler<Services> = async (interaction, id, services) => {
  const job = await pictureJob(interaction, id, services);
  const picture = pickedPicture(job, interaction);
  return { kind: 'replaced', message: await panelOf(interaction, job, picture, services) };
};

/** Everything that a picture was made with. */
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

/** The panel about one of a job's pictures, as far as this person may use it. */
export async function panelOf(
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
 * What may be made from a picture in that place: nothing adult-rated elsewhere, in private or of somebody, nothing
 * under a consent taken back.
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

/** Whether somebody may take others' pictures away. */
export async function mayRemove(
  interaction: InteractionBase,
  services: Pick<Services, 'moderationRoles'>,
): Promise<boolean> {
  return managesMessages(interaction) || (await moderates(interaction, services));
}
