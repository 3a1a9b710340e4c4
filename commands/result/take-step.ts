import { pictureSelect } from '../../src/discord/cards/picture-select.ts';
import { firstPage, type FormField, requestForm } from '../../src/discord/cards/request-form.ts';
import { shownLike } from '../../src/discord/cards/typed-command.ts';
import {
  type ButtonHandler,
  type Feature,
  type ModalHandler,
  on,
  type Reply,
  type SelectHandler,
} from '../../src/discord/intake/handlers.ts';
import type { JobCustomId } from '../../src/discord/interactions/custom-id.ts';
import type { InteractionBase } from '../../src/discord/interactions/interaction.ts';
import { own } from '../../src/engines/record.ts';
import { BotError } from '../../src/errors/errors.ts';
import { type Job, picturesShown } from '../../src/jobs/job.ts';
import { pictureOptions } from '../../src/recipes/option.ts';
import { stepLabel, titleOf } from '../../src/recipes/option-words.ts';
import type { Step } from '../../src/recipes/picture-steps.ts';
import type { Params } from '../../src/recipes/recipe.ts';
import { carriedOver } from '../../src/recipes/settings.ts';
import { say } from '../../src/say/say.ts';
import { originOf, pickedPicture, pictureJob, requireUsable } from '../clicked-job.ts';
import { type EchoNeeds, echoInputOnError } from '../request/echo-input.ts';
import { type AskNeeds, formRequest, knownParams, requestFor } from '../request/params.ts';
import {
  attachedPicture,
  type RequestedPicture,
  requestJob,
  type RequestNeeds,
} from '../request/request-job.ts';
import { type JobGoneNeeds, orAnew } from './job-gone.ts';

/** Steps that derive something from a picture: `start` and `next` ask for a prompt first. */
const STEP_ACTIONS = ['vary', 'upscale', 'start', 'next'] as const;
type StepAction = (typeof STEP_ACTIONS)[number];

/** To take steps. */
export interface StepNeeds extends RequestNeeds, AskNeeds {}

interface Needs extends StepNeeds, EchoNeeds, JobGoneNeeds {}

/** A step and the picture it starts from. */
interface Taken {
  readonly job: Job;
  readonly step: Step;
  readonly action: StepAction;
  readonly picture: number;
  /** The command of a step that has no button of its own. */
  readonly name: string | undefined;
}

/** The button of a step, under a picture or in its panel. */
const stepButton =
  (action: StepAction): ButtonHandler<StepNeeds> =>
  async (interaction, id, services) => {
    const job = await pictureJob(interaction, id, services);
    return takeStep(interaction, { job, id, action }, services);
  };

/**
 * Starts a step from a job's picture, and asks which one if there are several.
 *
 * @throws BotError if the member may not take it, or no command does it any more.
 */
export async function takeStep(
  interaction: InteractionBase,
  { job, id, action }: Pick<Taken, 'job' | 'action'> & { readonly id: JobCustomId },
  services: StepNeeds,
): Promise<Reply> {
  requireUsable(job, interaction, services);
  const step = requireStep(job, action, id, services);
  if (id.index === undefined && picturesShown(job) > 1) {
    const select = pictureSelect(job, { action, ...nameOf(id) }, say(interaction.locale));
    return { kind: 'quiet', message: { selects: [select] } };
  }
  const picture = id.index ?? 0;
  return take(interaction, { job, step, action, picture, name: id.name }, services);
}

/** Handles the choice of one of several pictures. */
const stepSelect =
  (action: StepAction): SelectHandler<StepNeeds> =>
  async (interaction, id, services) => {
    const job = await pictureJob(interaction, id, services);
    requireUsable(job, interaction, services);
    const step = requireStep(job, action, id, services);
    const picture = pickedPicture(job, interaction);
    return take(interaction, { job, step, action, picture, name: id.name }, services);
  };

/** Handles the submitted form of a step. */
const stepSubmit =
  (action: StepAction): ModalHandler<Needs> =>
  async (interaction, id, services) => {
    const job = await pictureJob(interaction, id, services);
    requireUsable(job, interaction, services);
    const step = requireStep(job, action, id, services);
    const shown = paramsOf(job, step, services);
    const { params, explicit } = formRequest(step.recipe, shown, interaction);
    const taken = { job, step, action, picture: id.index ?? 0, name: id.name };
    const sent = morePictures(step).flatMap((option): readonly RequestedPicture[] => {
      const [file] = own(interaction.files, option) ?? [];
      return file ? [{ option, attachment: attachedPicture(option, file) }] : [];
    });
    const { recipe } = step;
    const words = { recipe, params, besides: shownLike(job) };
    return echoInputOnError(interaction, words, services, async () =>
      ask(interaction, { taken, params: knownParams(recipe, params), explicit, sent }, services),
    );
  };

/** Deriving something from a picture. */
export const pictureSteps: Feature<Needs> = {
  buttons: [
    on('job', 'vary', orAnew(stepButton('vary'))),
    on('job', 'upscale', orAnew(stepButton('upscale'))),
    on('job', 'start', stepButton('start')),
    on('job', 'next', stepButton('next')),
  ],
  selects: STEP_ACTIONS.map((action) => on('job', action, stepSelect(action))),
  modals: STEP_ACTIONS.map((action) => on('job', action, stepSubmit(action))),
};

/** Creates the job, or asks for missing input first. */
async function take(
  interaction: InteractionBase,
  taken: Taken,
  services: StepNeeds,
): Promise<Reply> {
  const { job, step, action } = taken;
  const params = paramsOf(job, step, services);
  const known = step.recipe.known.safeParse(params);
  const fields = fieldsOf(step, params);
  const asks = action === 'start' || action === 'next' || morePictures(step).length > 0;
  const isForm = asks && fields.length > 0;
  if (isForm || !known.success) return stepForm(interaction, taken, { fields, params });
  return ask(interaction, { taken, params: known.data, sent: [] }, services);
}

function ask(
  interaction: InteractionBase,
  {
    taken: { job, step, action, picture },
    params,
    explicit,
    sent,
  }: {
    readonly taken: Taken;
    readonly params: Params;
    readonly explicit?: ReadonlySet<string>;
    readonly sent: readonly RequestedPicture[];
  },
  services: StepNeeds,
): Promise<Reply> {
  const { recipe, picture: option } = step;
  const { person, fromFace } = job.wanted;
  const source = { job: job.id, picture };
  return requestJob(
    interaction,
    {
      request: requestFor(recipe, params, services, explicit && { explicit }),
      pictures: [{ option, person, fromFace, source }, ...sent],
      origin: originOf(job, action, picture),
    },
    services,
  );
}

function stepForm(
  { locale }: InteractionBase,
  { job, step, action, picture, name }: Taken,
  { fields, params }: { readonly fields: readonly FormField[]; readonly params: Params },
): Reply {
  const words = say(locale);
  const id = { action, job: job.id, index: picture, ...(name !== undefined && { name }) };
  const title =
    stepLabel(step, words) ?? (action === 'start' ? words.form.start : titleOf(step.recipe, words));
  const table = step.recipe.options;
  const form = { id, title: title ?? words.form.start, table, fields, params };
  return { kind: 'modal', modal: requestForm(form, words) };
}

/** The fields to fill in; other params stay. */
function fieldsOf(step: Step, params: Params): readonly FormField[] {
  return firstPage(step.recipe, params, morePictures(step));
}

/** The pictures it needs besides the given one. */
function morePictures({ recipe, picture }: Step): readonly string[] {
  return pictureOptions(recipe.options).flatMap(([name, { required }]) =>
    required && name !== picture ? [name] : [],
  );
}

function paramsOf({ wanted }: Job, { recipe, params }: Step, { recipes }: StepNeeds): Params {
  return { ...carriedOver(wanted.params, recipes.get(wanted.recipe), recipe), ...params };
}

function nameOf({ name }: JobCustomId): { readonly name?: string } {
  return name === undefined ? {} : { name };
}

/** @throws BotError `workflow_gone` if no command does that step any more. */
function requireStep(
  { wanted }: Job,
  action: StepAction,
  { name }: JobCustomId,
  { destinations }: StepNeeds,
): Step {
  const steps = destinations.stepsAfter(wanted.recipe);
  const step =
    action === 'next'
      ? steps?.others.find(({ recipe }) => recipe.command === name)
      : steps?.[action === 'upscale' ? 'upscale' : 'vary'];
  if (!step) throw new BotError('workflow_gone');
  return step;
}
