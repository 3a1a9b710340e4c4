import { MOST_FIELDS } from '../../src/discord/cards/form.ts';
import { type FormField, formPages, requestForm } from '../../src/discord/cards/request-form.ts';
import { linkTo } from '../../src/discord/cards/text.ts';
import { shownLike } from '../../src/discord/cards/typed-command.ts';
import { type Feature, on, type Reply } from '../../src/discord/intake/handlers.ts';
import type {
  InteractionBase,
  ModalInteraction,
} from '../../src/discord/interactions/interaction.ts';
import { readForm } from '../../src/discord/interactions/option-values.ts';
import { own } from '../../src/engines/record.ts';
import { BotError } from '../../src/errors/errors.ts';
import { type Job, lacksConsent } from '../../src/jobs/job.ts';
import { whyUnreadable } from '../../src/jobs/sql/job-rows.ts';
import { pictureOptions } from '../../src/recipes/option.ts';
import { withOriginalPrompt } from '../../src/recipes/prompt-alternatives.ts';
import type { Params } from '../../src/recipes/recipe.ts';
import { OUTSIDE_SERVERS } from '../../src/rules/outside-servers.ts';
import { say } from '../../src/say/say.ts';
import {
  jobAskedHere,
  jobOfClick,
  madePictures,
  originOf,
  pictureJob,
  requireUsable,
  sentPictures,
} from '../clicked-job.ts';
import { type EchoNeeds, echoInputOnError } from '../request/echo-input.ts';
import { askedAgain, askedAnew, askedChanged, type AskNeeds, recipeOf } from '../request/params.ts';
import {
  attachedPicture,
  type RequestedPicture,
  requestJob,
  type RequestNeeds,
} from '../request/request-job.ts';
import { requireDestination } from '../requirements.ts';
import { type JobGoneNeeds, orAnew } from './job-gone.ts';

/** To make jobs again. */
export interface MakeAgainNeeds extends RequestNeeds, AskNeeds {}

interface Needs extends MakeAgainNeeds, EchoNeeds, JobGoneNeeds {}

/** Making a job again as it was, with another seed, or with changes. */
export const makingAgain: Feature<Needs> = {
  buttons: [
    /** *Again*: the same with another seed. */
    on(
      'job',
      'again',
      orAnew(async (interaction, id, services) =>
        makeAgain(interaction, await pictureJob(interaction, id, services), services),
      ),
    ),
    /**
     * Creates a job with the same request and seed for the requester of a failed one. A form asks for
     * uploaded pictures.
     */
    on(
      'job',
      'retry',
      orAnew(async (interaction, id, services) => {
        const failed = await jobOfClick(interaction, id, services);
        requireFailed(interaction, failed, services);
        if (sentPictures(failed).length > 0) {
          return picturesForm(interaction, { job: failed, action: 'retry' }, services);
        }
        return tryAgain(interaction, { failed, pictures: madePictures(failed) }, services);
      }),
    ),
    /** *Edit* opens a form with a picture's params. From the panel, it also opens later pages. */
    on(
      'job',
      'edit',
      orAnew(async (interaction, id, services) => {
        const job = await pictureJob(interaction, id, services);
        requireUsable(job, interaction, services);
        return editForm(interaction, job, Number(id.name ?? 0), services);
      }),
    ),
  ],
  selects: [
    /** Makes a job of the page again, as *Again* under its picture does. */
    on('person', 'jobs-again', async (interaction, _, services) => {
      const [picked = ''] = interaction.values;
      const job = await services.log.jobs.findReadable(picked);
      const home = interaction.guildId ?? OUTSIDE_SERVERS;
      if (job?.userId !== interaction.user.id || job.guildId !== home) {
        throw new BotError('unknown_job');
      }
      return makeAgain(interaction, job, services);
    }),
  ],
  modals: [
    /** Makes a job again from a form that asked for uploaded pictures. */
    on('job', 'again', async (interaction, id, services) => {
      const job = await pictureJob(interaction, id, services);
      requireUsable(job, interaction, services);
      return requestJob(
        interaction,
        {
          request: askedAnew(job, interaction.user.id, services),
          pictures: picturesFor(job, interaction),
          origin: originOf(job, 'again'),
        },
        services,
      );
    }),
    /** Handles the form with the uploaded pictures. */
    on('job', 'retry', async (interaction, id, services) => {
      const failed = await jobAskedHere(interaction, id, services);
      requireFailed(interaction, failed, services);
      return tryAgain(
        interaction,
        { failed, pictures: picturesFor(failed, interaction) },
        services,
      );
    }),
    /** Handles the submitted form. */
    on('job', 'edit', async (interaction, id, services) => {
      const job = await pictureJob(interaction, id, services);
      requireUsable(job, interaction, services);
      const recipe = recipeOf(job.wanted, services);
      const changes = readForm(recipe.options, interaction);
      const params = { ...editable(job), ...changes };
      const filled = { recipe, params, besides: shownLike(job) };
      return echoInputOnError(interaction, filled, services, async () =>
        requestJob(
          interaction,
          {
            request: askedChanged(job, { changes, by: interaction.user.id }, services),
            pictures: picturesFor(job, interaction),
            origin: originOf(job, 'edit'),
          },
          services,
        ),
      );
    }),
  ],
};

/**
 * A form that asks only for the pictures uploaded with a job, before making it again.
 *
 * @throws BotError `photo_needed_again` if there are more than a form takes.
 */
function picturesForm(
  { locale }: { readonly locale: string | undefined },
  { job, action }: { readonly job: Job; readonly action: 'again' | 'retry' },
  services: AskNeeds,
): Reply {
  const { options } = recipeOf(job.wanted, services);
  const fields = sentPictures(job).flatMap((name): FormField[] => {
    const option = options[name];
    return option ? [{ name, option, required: true }] : [];
  });
  if (fields.length > MOST_FIELDS) throw new BotError('photo_needed_again');
  const words = say(locale);
  const id = { action, job: job.id, index: 0 };
  const form = { id, title: words.form.again, table: options, fields, params: {} };
  return { kind: 'modal', modal: requestForm(form, words) };
}

/**
 * The form with a picture's params.
 *
 * @throws BotError `unknown_action` for a page that does not exist.
 */
export function editForm(
  { locale }: { readonly locale: string | undefined },
  job: Job,
  page: number,
  services: AskNeeds,
): Reply {
  const words = say(locale);
  const fields = pageOf(job, page, services);
  const id = { action: 'edit', job: job.id, index: 0, name: String(page) };
  const table = recipeOf(job.wanted, services).options;
  const form = { id, title: words.form.edit, table, fields, params: editable(job) };
  return { kind: 'modal', modal: requestForm(form, words) };
}

/** The pages of forms needed to change everything. */
export function editPages(job: Job, services: AskNeeds): readonly (readonly FormField[])[] {
  const recipe = recipeOf(job.wanted, services);
  const needed = sentPictures(job);
  // A private job cannot take a picture that may show a person.
  const instead = pictureOptions(recipe.options).flatMap(([name, { person }]) =>
    needed.includes(name) || (job.private && person) ? [] : [name],
  );
  const there = madePictures(job).map(({ option }) => option);
  return formPages(recipe, editable(job), { needed, instead, there });
}

function pageOf(job: Job, page: number, services: AskNeeds): readonly FormField[] {
  const fields = editPages(job, services)[page];
  if (!fields) throw new BotError('unknown_action');
  return fields;
}

function editable({ wanted }: Job): Params {
  return withOriginalPrompt(wanted.params);
}

/** The pictures uploaded with the form, otherwise the job's earlier ones. */
function picturesFor(job: Job, { files }: ModalInteraction): readonly RequestedPicture[] {
  const before = new Map(madePictures(job).map((picture) => [picture.option, picture]));
  const names = new Set([...before.keys(), ...Object.keys(files)]);
  return [...names].flatMap((option): readonly RequestedPicture[] => {
    const [file] = own(files, option) ?? [];
    if (file) return [{ option, attachment: attachedPicture(option, file) }];
    const picture = before.get(option);
    return picture ? [picture] : [];
  });
}

/**
 * Makes a job again with another seed, or first asks for the pictures uploaded with it.
 *
 * @throws BotError if it cannot be made again, or not by this member.
 */
export async function makeAgain(
  interaction: InteractionBase,
  job: Job,
  services: MakeAgainNeeds,
): Promise<Reply> {
  requireUsable(job, interaction, services);
  if (sentPictures(job).length > 0) {
    return picturesForm(interaction, { job, action: 'again' }, services);
  }
  return requestJob(
    interaction,
    {
      request: askedAnew(job, interaction.user.id, services),
      pictures: madePictures(job),
      origin: originOf(job, 'again'),
    },
    services,
  );
}

/**
 * @throws BotError for another member's job, one that did not fail, whose workflow is gone, or that
 * was refused.
 */
function requireFailed({ user }: InteractionBase, failed: Job, services: MakeAgainNeeds): void {
  const { userId, state, wanted } = failed;
  if (user.id !== userId) throw new BotError('not_your_request', { facts: { who: userId } });
  if (state !== 'failed' && state !== 'expired') throw new BotError('not_failed');
  const notAllowed = lacksConsent(failed);
  if (notAllowed) throw new BotError(notAllowed);
  if (!wanted.readable) throw new BotError(whyUnreadable(wanted.recipe, services.recipes));
  requireDestination(services, wanted);
}

async function tryAgain(
  interaction: InteractionBase,
  { failed, pictures }: { readonly failed: Job; readonly pictures: readonly RequestedPicture[] },
  services: MakeAgainNeeds,
): Promise<Reply> {
  const reply = await requestJob(
    interaction,
    {
      request: askedAgain(failed.wanted, services),
      pictures,
      retryOf: failed.id,
      origin: failed.origin,
    },
    services,
  );
  if (reply.kind !== 'answered') return reply;
  const again = await services.log.jobs.findRetryOf(failed.id);
  // The same click delivered twice, or a second click.
  if (!again || again.interactionId === interaction.id) return reply;
  const link = linkTo(again);
  throw new BotError('already_tried_again', {
    facts: { job: again.id, ...(link !== undefined && { link }) },
  });
}
