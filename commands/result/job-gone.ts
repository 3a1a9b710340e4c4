import { isCovered } from '../../src/discord/cards/card.ts';
import { MOST_FIELDS } from '../../src/discord/cards/form.ts';
import { settingsShown } from '../../src/discord/cards/job-lines.ts';
import { markOf } from '../../src/discord/cards/own-mark.ts';
import { WHICH_FIELD, whichField } from '../../src/discord/cards/picture-select.ts';
import { firstPage, type FormField, requestForm } from '../../src/discord/cards/request-form.ts';
import { quotedPrompt } from '../../src/discord/cards/text.ts';
import {
  type ButtonHandler,
  type Feature,
  on,
  type Reply,
} from '../../src/discord/intake/handlers.ts';
import type { JobCustomId } from '../../src/discord/interactions/custom-id.ts';
import type {
  ButtonInteraction,
  InteractionBase,
} from '../../src/discord/interactions/interaction.ts';
import type { SeenMessage } from '../../src/discord/rest/seen-message.ts';
import { own } from '../../src/engines/record.ts';
import { BotError } from '../../src/errors/errors.ts';
import { stepsOf } from '../../src/recipes/picture-steps.ts';
import type { Params, Recipe } from '../../src/recipes/recipe.ts';
import { carriedOver } from '../../src/recipes/settings.ts';
import { say } from '../../src/say/say.ts';
import type { LogNeeds } from '../clicked-job.ts';
import { promptCommand, type PromptNeeds } from '../message/found-settings.ts';
import { type EchoNeeds, echoInputOnError } from '../request/echo-input.ts';
import { type AskNeeds, formRequest, knownParams, requestFor } from '../request/params.ts';
import {
  attachedPicture,
  type JobRequest,
  requestJob,
  type RequestNeeds,
} from '../request/request-job.ts';

/** To offer something new instead of a forgotten job. */
export interface JobGoneNeeds extends LogNeeds, PromptNeeds {}

interface Needs extends JobGoneNeeds, RequestNeeds, AskNeeds, EchoNeeds {}

/** A request to recreate, and the option that the message's picture goes into. */
interface Anew {
  readonly recipe: Recipe;
  readonly picture?: string;
  readonly params?: Params;
  /** The recipe that the message is read as: the original is unknown. */
  readonly first: Recipe;
}

/**
 * Handles a button on the message of a forgotten job: opens a new request, prefilled from the
 * message, with the permissions of a new request.
 */
export const orAnew =
  <Needs>(handler: ButtonHandler<Needs>): ButtonHandler<Needs & JobGoneNeeds> =>
  async (interaction, id, services) => {
    // In direct messages members can only continue from their own jobs.
    const mayBeAnew = isUnderPictures(interaction, id) && interaction.guildId !== undefined;
    const forgotten = mayBeAnew ? await forgottenJob(interaction, services) : undefined;
    if (forgotten !== id.job) return handler(interaction, id, services);
    return anewForm(interaction, id, anewBy(id.action, services));
  };

/** A panel, which shows no picture, has the same buttons about one of several pictures. */
function isUnderPictures({ message }: ButtonInteraction, { action, index }: JobCustomId): boolean {
  const isOfOne = action === 'vary' || action === 'upscale';
  return index === undefined || (isOfOne && message.files.length > 0);
}

/** The form that the buttons of a forgotten job open. */
export const anew: Feature<Needs> = {
  modals: [
    /** Handles the submitted form. The message with its picture comes with it. */
    on('message', 'anew', async (interaction, id, services) => {
      const { message } = interaction;
      const isForgotten =
        message?.id === id.message && (await forgottenJob(interaction, services)) !== undefined;
      if (!isForgotten) throw new BotError('unknown_job');
      const anew = anewBy(id.name ?? '', services);
      const { recipe, picture } = anew;
      const shown = shownParams(message, anew);
      const { params, explicit } = formRequest(recipe, shown, interaction);
      const like = shownAs(message);
      const words = { recipe, params, besides: like };
      return echoInputOnError(interaction, words, services, async () => {
        const known = knownParams(recipe, params);
        const request = requestFor(recipe, known, services, { explicit });
        if (picture === undefined) return requestJob(interaction, { request, ...like }, services);
        const [which] = [own(interaction.fields, WHICH_FIELD) ?? '0'].flat();
        const file = message.files[Number(which)];
        if (!file) throw new BotError('source_gone');
        const attachment = attachedPicture(picture, { ...file, id: id.message });
        return requestJob(
          interaction,
          { request, ...like, pictures: [{ option: picture, attachment }] },
          services,
        );
      });
    }),
  ],
};

/**
 * The job that a message shows, if it has no row any more. The job is taken from the message in
 * Discord's payload, since custom ids can be forged.
 */
async function forgottenJob(
  { message, channel }: InteractionBase & { readonly message: SeenMessage | undefined },
  { log: { jobs } }: LogNeeds,
): Promise<string | undefined> {
  const mark = message && jobMark(message);
  if (!message || mark === undefined || (await jobs.isKnown(mark))) return undefined;
  return (await jobs.findByMessage(channel.id, message.id)) ? undefined : mark;
}

function jobMark({ customIds, embeds, files }: SeenMessage): string | undefined {
  const feet = embeds.map(({ footer }) => footer);
  const mark = markOf({ customIds, feet, fileNames: files.map(({ name }) => name) });
  return mark?.kind === 'job' ? mark.id : undefined;
}

function anewForm(
  { message, locale }: ButtonInteraction,
  { action, index = 0 }: JobCustomId,
  anew: Anew,
): Reply {
  const { recipe, picture } = anew;
  const words = say(locale);
  const params = shownParams(message, anew);
  const id = { action: 'anew', message: message.id, name: action };
  const count = picturesIn(message, picture);
  const fields = fieldsOf(recipe, params, count);
  const title = words.form.anew;
  const form = requestForm({ id, title, table: recipe.options, fields, params }, words);
  const which = count > 1 ? [whichField(count, words, index)] : [];
  return { kind: 'modal', modal: { ...form, components: [...form.components, ...which] } };
}

/** How many pictures of a message to choose from; 0 if the request uses none. */
function picturesIn(message: SeenMessage | undefined, picture: string | undefined): number {
  return picture === undefined ? 0 : (message?.files.length ?? 0);
}

/** The first page, with a field for the choice of picture. */
function fieldsOf(recipe: Recipe, params: Params, pictures: number): readonly FormField[] {
  return firstPage(recipe, params).slice(0, pictures > 1 ? MOST_FIELDS - 1 : MOST_FIELDS);
}

/** @throws BotError `workflow_gone` if no command makes such pictures. */
function anewBy(action: string, services: PromptNeeds): Anew {
  const { recipe } = promptCommand(services);
  if (action !== 'vary' && action !== 'upscale') return { recipe, first: recipe };
  const made = services.generationCommands.map((generationCommand) => generationCommand.recipe);
  const step = stepsOf(recipe, made)[action];
  if (!step) throw new BotError('workflow_gone');
  return { ...step, first: recipe };
}

/** The params shown in a message: the prompt, and what differs from the defaults. */
function shownParams(message: SeenMessage | undefined, { recipe, first, params }: Anew): Params {
  const description = message?.embeds[0]?.description ?? '';
  const prompt = quotedPrompt(description);
  // Earlier versions quoted this sentence in place of a prompt, in English.
  const isShown = prompt !== '' && prompt !== say().result.promptRefused;
  const shown = { ...settingsShown(description, first), ...(isShown && { prompt }) };
  return recipe === first ? shown : { ...carriedOver(shown, first, recipe), ...params };
}

/** Spoiler and private carry over from the message. Otherwise the requester has not chosen. */
function shownAs(message: SeenMessage | undefined): Pick<JobRequest, 'spoiler' | 'private'> {
  const isCoveredThere = message?.files.some(({ name }) => isCovered(name)) === true;
  return {
    ...(isCoveredThere && { spoiler: true }),
    ...(message?.isEphemeral === true && { private: true }),
  };
}
