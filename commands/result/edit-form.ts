import { asWritten } from '../../src/comfy/drawn-prompt.ts';
import { pictureOptions } from '../../src/comfy/option.ts';
import type { Params } from '../../src/comfy/recipe.ts';
import type { ButtonHandler, ModalHandler, Reply } from '../../src/discord/intake/handlers.ts';
import type { ModalInteraction } from '../../src/discord/interactions/interaction.ts';
import { own } from '../../src/engines/own.ts';
import { shownLike } from '../../src/discord/cards/typed-command.ts';
import { type FormField, formPages, requestForm } from '../../src/discord/cards/request-form.ts';
import { MOST_FIELDS } from '../../src/discord/cards/form.ts';
import { readForm } from '../../src/discord/interactions/option-values.ts';
import { BotError } from '../../src/errors/errors.ts';
import type { Job } from '../../src/jobs/job.ts';
import { say } from '../../src/say/say.ts';
import { attachedPicture } from '../attached-picture.ts';
import { requestJob, type RequestedPicture } from '../request-job.ts';
import type { Services } from '../services.ts';
import { askedAnew, askedChanged, recipeOf, type AskServices } from './asked-again.ts';
import { keepingWords } from './keeping-words.ts';
import { madePictures, originOf, sentPictures } from './origin-of.ts';
import { pictureJob, requireUsable } from './picture-job.ts';

/** *Edit* opens a form with what a picture was made with; from the panel, the pages after the first as well. */
export const edit: ButtonHandler<Services> = async (interaction, id, services) => {
  const job = await pictureJob(interaction, id, services);
  requireUsable(job, interaction, services);
  return editForm(interaction, job, Number(id.name ?? 0), services);
};

/** The form was sent in. */
export const editSubmit: ModalHandler<Services> = async (interaction, id, services) => {
  const job = await pictureJob(interaction, id, services);
  requireUsable(job, interaction, services);
  const recipe = recipeOf(job.wanted, services);
  const changes = readForm(recipe.options, interaction);
  const params = { ...editable(job), ...changes };
  const filled = { recipe, params, besides: shownLike(job) };
  return keepingWords(interaction, filled, services, async () =>
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
};

/** The same once more from a form, which had to ask for the pictures that people sent. */
export const againSubmit: ModalHandler<Services> = async (interaction, id, services) => {
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
};

/**
 * Asks for the pictures that somebody sent with a job, and for nothing else, before it is made again.
 *
 * @throws BotError `photo_needed_again` for more of them than a form takes.
 */
export function picturesForm(
  { locale }: { readonly locale: string | undefined },
  { job, action }: { readonly job: Job; readonly action: 'again' | 'retry' },
  services: AskServices,
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
 * The form with what a picture was made with.
 *
 * @throws BotError `unknown_action` for a page that there is not.
 */
export function editForm(
  { locale }: { readonly locale: string | undefined },
  job: Job,
  page: number,
  services: AskServices,
): Reply {
  const words = say(locale);
  const fields = pageOf(job, page, services);
  const id = { action: 'edit', job: job.id, index: 0, name: String(page) };
  const table = recipeOf(job.wanted, services).options;
  const form = { id, title: words.form.edit, table, fields, params: editable(job) };
  return { kind: 'modal', modal: requestForm(form, words) };
}

/** How many forms it takes to change everything. */
export function editPages(job: Job, services: AskServices): readonly (readonly FormField[])[] {
  const recipe = recipeOf(job.wanted, services);
  const needed = sentPictures(job);
  // Nothing that may show a person is made privately.
  const instead = pictureOptions(recipe.options).flatMap(([name, { person }]) =>
    needed.includes(name) || (job.private && person) ? [] : [name],
  );
  const there = madePictures(job).map(({ option }) => option);
  return formPages(recipe, editable(job), { needed, instead, there });
}

function pageOf(job: Job, page: number, services: AskServices): readonly FormField[] {
  const fields = editPages(job, services)[page];
  if (!fields) throw new BotError('unknown_action');
  return fields;
}

function editable({ wanted }: Job): Params {
  return asWritten(wanted.params);
}

/** Those that came with a form, and else those that went into the job before. */
export function picturesFor(job: Job, { files }: ModalInteraction): readonly RequestedPicture[] {
  const before = new Map(madePictures(job).map((picture) => [picture.option, picture]));
  const names = new Set([...before.keys(), ...Object.keys(files)]);
  return [...names].flatMap((option): readonly RequestedPicture[] => {
    const [file] = own(files, option) ?? [];
    if (file) return [{ option, attachment: attachedPicture(option, file) }];
    const picture = before.get(option);
    return picture ? [picture] : [];
  });
}
