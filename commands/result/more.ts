import type { Card, CardButton } from '../../src/discord/cards/card.ts';
import {
  aboveName,
  aboveNamed,
  commandFile,
  detailsOf,
  type PanelOf,
  picturePanel,
  usualActionsIn,
} from '../../src/discord/cards/picture-panel.ts';
import { type ButtonHandler, type Feature, on } from '../../src/discord/intake/handlers.ts';
import type {
  ButtonInteraction,
  InteractionBase,
} from '../../src/discord/interactions/interaction.ts';
import { managesMessages, moderates } from '../../src/discord/interactions/permissions.ts';
import type { ErasedMessages } from '../../src/discord/sync/erased-messages.ts';
import { BotError } from '../../src/errors/errors.ts';
import { type PictureStore, removePictures } from '../../src/images/picture-store.ts';
import type { Destinations } from '../../src/jobs/destinations.ts';
import { type Job, picturesShown } from '../../src/jobs/job.ts';
import type { ToClear } from '../../src/jobs/sql/erase-jobs.ts';
import type { Logger } from '../../src/logger/logger.ts';
import type { Reports } from '../../src/moderation/sql/reports.ts';
import type { ModerationRoles } from '../../src/moderation/sql/server-settings.ts';
import type { Erasure } from '../../src/privacy/erasure.ts';
import { type Steps, withoutAdult } from '../../src/recipes/picture-steps.ts';
import { say } from '../../src/say/say.ts';
import {
  isGoneOnFromBy,
  isOutOfReach,
  jobAskedHere,
  pickedPicture,
  pictureJob,
  requireShown,
  requireUsable,
} from '../clicked-job.ts';
import { commandOf } from '../generation-commands.ts';
import { recipeOf } from '../request/params.ts';
import { isAgeRestrictedHere, type ChannelNeeds } from '../requirements.ts';
import { editForm, editPages } from './edit.ts';
import { type JobGoneNeeds, orAnew } from './job-gone.ts';
import { type StepNeeds, takeStep } from './take-step.ts';

interface Needs extends JobGoneNeeds, StepNeeds, ClearNeeds, ChannelNeeds {
  readonly destinations: Destinations;
  readonly erasure: Erasure;
  readonly reports: Reports;
  readonly moderationRoles: ModerationRoles;
  /** The workflow command offered as `/imagine`, if any. */
  readonly featured: string | undefined;
}

/** How many jobs derived from a picture the panel lists. */
export const MADE_SHOWN = 10;

/** The panel about a picture. */
export const morePanel: Feature<Needs> = {
  buttons: [
    /** *More* opens the panel about a picture, only for the member who clicked. */
    on(
      'job',
      'more',
      orAnew(async (interaction, id, services) => {
        const job = await pictureJob(interaction, id, services);
        // With a number it comes from an answer that one member sees.
        if (id.index === undefined) {
          const above = usualActionsIn(interaction.message.customIds);
          const message = await panelOf(interaction, { job, picture: 0, above }, services);
          return { kind: 'quiet', message };
        }
        const shown = { job, picture: id.index, above: aboveNamed(id.name) };
        return { kind: 'replaced', message: await panelOf(interaction, shown, services) };
      }),
    ),
    /** Shows all params of a picture. */
    on('job', 'details', async (interaction, id, services) => {
      const job = await pictureJob(interaction, id, services);
      requireShown(job);
      const recipe = recipeOf(job.wanted, services);
      const made = await services.log.jobs.madeFrom(job, MADE_SHOWN);
      const command = commandOf(recipe, services.featured);
      const isOwn = job.userId === interaction.user.id;
      const { card, line } = detailsOf(
        { job, recipe, command, made, isOwn },
        say(interaction.locale),
      );
      if (line === undefined) return { kind: 'quiet', message: card };
      const file = { name: commandFile(job), type: 'text/plain', data: Buffer.from(line) };
      return { kind: 'later', message: () => Promise.resolve({ card, files: [file] }) };
    }),
    /** *Delete* asks the requester or a moderator for confirmation. */
    on('job', 'delete', async (interaction, id, services) => {
      const job = await pictureJob(interaction, id, services);
      requireShown(job);
      await requireMayDelete(interaction, job, services);
      const { panel } = say(interaction.locale);
      const index = id.index ?? 0;
      const ask = isOwn(interaction, job) ? panel.deleteQuestion : panel.removeQuestion;
      const buttons: readonly CardButton[] = [
        {
          id: { action: 'delete-now', job: job.id, index },
          label: panel.buttons.deleteNow,
          kind: 'danger',
        },
        {
          id: { action: 'more', job: job.id, index, ...aboveName(aboveNamed(id.name)) },
          label: panel.buttons.keep,
          kind: 'secondary',
        },
      ];
      return { kind: 'replaced', message: { text: ask(picturesShown(job)), buttons: [buttons] } };
    }),
    /**
     * A requester's deletion erases everything known of the picture. A moderator's removal stays on
     * record, and the message says so.
     */
    on('job', 'delete-now', async (interaction, id, services) => {
      const job = await pictureJob(interaction, id, services);
      requireShown(job);
      await requireMayDelete(interaction, job, services);
      const { erasure, reports, clock } = services;
      const { panel, result } = say(interaction.locale);
      const own = isOwn(interaction, job);
      const isStuck = isOutOfReach(job, clock.now());
      const cleared = own
        ? await erasure.eraseJob(job)
        : await reports.removePicture(job.id, interaction.user.id);
      if (!cleared) throw new BotError('source_withheld');
      clearAway(job.id, cleared, services);
      const text = [
        own ? panel.deleted : panel.removed,
        ...(isStuck ? [result.staysUntilDismissed] : []),
      ];
      return { kind: 'replaced', message: { text } };
    }),
  ],
  selects: [
    /** Shows another picture of the job in the panel. */
    on('job', 'more', async (interaction, id, services) => {
      const job = await pictureJob(interaction, id, services);
      const picture = pickedPicture(job, interaction);
      const shown = { job, picture, above: aboveNamed(id.name) };
      return { kind: 'replaced', message: await panelOf(interaction, shown, services) };
    }),
    /** Takes a step of the workflow's own, or opens a page of options. */
    on('job', 'step', async (interaction, id, services) => {
      const job = await pictureJob(interaction, id, services);
      requireUsable(job, interaction, services);
      const [, action, name = ''] = /^(next|edit)=(.+)$/.exec(interaction.values[0] ?? '') ?? [];
      if (action === 'next') {
        return takeStep(interaction, { job, id: { ...id, name }, action }, services);
      }
      if (action === 'edit') return editForm(interaction, job, Number(name), services);
      throw new BotError('unknown_action');
    }),
  ],
};

/** The panel about a job's picture, with the actions this member may use. */
async function panelOf(
  interaction: InteractionBase,
  { job, picture, above }: Pick<PanelOf, 'job' | 'picture' | 'above'>,
  services: Needs,
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
      above,
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
  services: Needs,
): Promise<Steps | undefined> {
  const steps = services.destinations.stepsAfter(wanted.recipe);
  if (!steps) return undefined;
  if (consentWithdrawn !== undefined) {
    return { ...steps, vary: undefined, upscale: undefined, others: [] };
  }
  const mayBeAdult =
    !isPrivate && !wanted.person && (await isAgeRestrictedHere(interaction, services));
  return mayBeAdult ? steps : withoutAdult(steps);
}

/** Whether a member may remove others' pictures. */
async function mayRemove(
  interaction: InteractionBase,
  services: Pick<Needs, 'moderationRoles'>,
): Promise<boolean> {
  return managesMessages(interaction) || (await moderates(interaction, services));
}

/** A button from another version of the bot: says so, and offers what replaced it. */
export const otherButton: ButtonHandler<Needs> = orAnew(async (interaction, id, services) => {
  const job = await jobAskedHere(interaction, id, services);
  if (job.state !== 'completed') throw new BotError('unknown_action');
  const above = usualActionsIn(interaction.message.customIds);
  const panel = await panelOf(interaction, { job, picture: 0, above }, services);
  const { otherVersion } = say(interaction.locale).panel;
  return { kind: 'quiet', message: { ...panel, text: [otherVersion] } };
});

/** @throws BotError `not_your_picture` for any other member. */
async function requireMayDelete(
  interaction: ButtonInteraction,
  job: Job,
  services: Needs,
): Promise<void> {
  if (isOwn(interaction, job) || (await mayRemove(interaction, services))) return;
  throw new BotError('not_your_picture', { facts: { who: job.userId } });
}

function isOwn({ user }: ButtonInteraction, { userId }: Job): boolean {
  return user.id === userId;
}

/** To delete files and messages. */
export interface ClearNeeds {
  readonly pictures: PictureStore;
  readonly erasedMessages: ErasedMessages;
  readonly logger: Logger;
}

/** Deletes a job's remaining files and messages in the background. */
export function clearAway(
  jobId: string,
  { pictures, jobs }: ToClear,
  { pictures: store, erasedMessages, logger }: ClearNeeds,
): void {
  void removePictures(pictures, { pictures: store, logger: logger.child({ job: jobId }) });
  void erasedMessages.removeEach(jobs, { urgency: 'person' });
}
