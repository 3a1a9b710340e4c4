import {
  type APIApplicationCommandBasicOption,
  ApplicationCommandOptionType,
  ApplicationCommandType,
  type RESTPostAPIChatInputApplicationCommandsJSONBody,
} from 'discord.js';
import { type Command, EVERYWHERE } from '../src/discord/intake/handlers.ts';
import {
  byInternalName,
  commonOptionDefinition,
  optionDefinitions,
  PRESET_OPTION,
  PRIVATE_OPTION,
  SPOILER_OPTION,
} from '../src/recipes/command-definition.ts';
import { face, FACE_OPTIONS } from '../src/recipes/face.ts';
import type { Params, Recipe } from '../src/recipes/recipe.ts';
import { notesOf, withNotes } from '../src/recipes/request-notes.ts';
import type { KeptValues } from '../src/recipes/settings.ts';
import { requestOf, type StoredRequest } from '../src/recipes/stored-request.ts';
import { text, TEXT_OPTIONS } from '../src/recipes/text.ts';
import { inEveryLanguage } from '../src/recipes/localized-definition.ts';
import type { Catalogue } from '../src/say/say.ts';
import { IMAGINE, imagineCommand } from './generation-commands.ts';
import { answersInPublic, type GenerationNeeds, splitSharedOptions } from './recipe-command.ts';
import { echoInputOnError } from './request/echo-input.ts';
import { paramsFor } from './request/params.ts';
import { presetChoices } from './request/preset-lookup.ts';
import { attachedPicture, requestJob } from './request/request-job.ts';

/** The option of `/imagine` that sets several others. */
const STYLE_OPTION = 'style';

/** From the quickest to the most detailed. */
export const STYLE_NAMES = ['draft', 'fast', 'balanced', 'fine'] as const;

/**
 * The options that a style sets. All are sampled with a solver of second order, which needs fewer steps than
 * euler, but for the draft.
 */
export const STYLES: Readonly<Record<(typeof STYLE_NAMES)[number], KeptValues>> = {
  draft: { steps: 15, cfg: 6, sampler: 'euler', scheduler: 'normal' },
  fast: { steps: 18, cfg: 6, sampler: 'dpmpp_2m', scheduler: 'karras' },
  balanced: { steps: 28, cfg: 7, sampler: 'dpmpp_2m', scheduler: 'karras' },
  fine: { steps: 45, cfg: 7, sampler: 'dpmpp_2m', scheduler: 'karras' },
};

/** The values of a style; none for any other name. */
function styleValues(name: unknown): KeptValues {
  const style = STYLE_NAMES.find((one) => one === name);
  return style === undefined ? {} : STYLES[style];
}

/** It has room for all of them. */
const BESIDES = [PRESET_OPTION, PRIVATE_OPTION, SPOILER_OPTION] as const;

/** Options that apply only to pictures from a photo. */
const faceOptions = (words: Catalogue): readonly APIApplicationCommandBasicOption[] => [
  ...optionDefinitions(
    Object.fromEntries(
      Object.entries({ ...FACE_OPTIONS, face: { ...FACE_OPTIONS.face, required: false } }).filter(
        ([name]) => !(name in TEXT_OPTIONS),
      ),
    ),
    words,
  ),
  {
    type: ApplicationCommandOptionType.Boolean,
    name: 'face_consent',
    description: words.consent.face.wording,
  },
];

/** Sets steps, cfg, sampler and scheduler. */
const styleOption = ({ options, styles }: Catalogue): APIApplicationCommandBasicOption => ({
  type: ApplicationCommandOptionType.String,
  name: STYLE_OPTION,
  description: options.style,
  choices: STYLE_NAMES.map((value) => ({ name: styles[value], value })),
});

/** What everybody uses comes first, what is for experts last. */
const ORDER = [
  'prompt',
  'aspect_ratio',
  'count',
  STYLE_OPTION,
  'negative_prompt',
  'face',
  'face_consent',
  PRESET_OPTION,
  'seed',
  PRIVATE_OPTION,
  SPOILER_OPTION,
  'steps',
  'cfg',
  'sampler',
  'scheduler',
  'face_weight',
  'faceid_weight',
  'denoise',
];

function inOrder(
  options: readonly APIApplicationCommandBasicOption[],
): APIApplicationCommandBasicOption[] {
  return options.toSorted((a, b) => ORDER.indexOf(a.name) - ORDER.indexOf(b.name));
}

/** The definition of `/imagine`, in one language. */
const definition = (
  words: Catalogue,
  faces: boolean,
): RESTPostAPIChatInputApplicationCommandsJSONBody & {
  readonly options: APIApplicationCommandBasicOption[];
} => ({
  type: ApplicationCommandType.ChatInput,
  name: IMAGINE,
  description: words.commands.imagine,
  ...EVERYWHERE,
  options: inOrder([
    ...optionDefinitions(TEXT_OPTIONS, words),
    styleOption(words),
    ...(faces ? faceOptions(words) : []),
    ...BESIDES.map((name) => commonOptionDefinition(name, words)),
  ]),
});

/** `/imagine`: creates a job. Without `faces` it has no photo options. */
export const imagine = ({ faces }: { readonly faces: boolean }): Command<GenerationNeeds> => {
  const generationCommand = imagineCommand(faces);
  return {
    definition: inEveryLanguage((words) => definition(words, faces)),
    isPublic: (interaction, services) => {
      const consented = interaction.options.face_consent === true;
      return answersInPublic(interaction, { takes: FACE_OPTIONS, consented }, services);
    },
    autocomplete: (interaction, services) =>
      presetChoices(interaction, services, generationCommand),
    async execute(interaction, services) {
      const {
        face: file,
        face_consent: consented,
        [STYLE_OPTION]: styleName,
        ...others
      } = interaction.options;
      const { beside, rest } = splitSharedOptions(BESIDES, others);
      const { preset, ...shown } = beside;
      const photo = file === undefined ? undefined : attachedPicture('face', file);
      // Options that only matter with a photo are checked without one as well.
      const typed = byInternalName(rest);
      const style = styleValues(styleName);
      const filled = { typed, preset, style };
      const { recipe } = generationCommand;
      const words = { recipe, params: { ...style, ...typed }, besides: beside };
      return echoInputOnError(interaction, words, services, async () => {
        const params = await paramsFor(generationCommand, filled, interaction, services);
        return requestJob(
          interaction,
          photo
            ? {
                request: requestBy(face, params),
                pictures: [{ option: 'face', attachment: photo }],
                consented: consented === true,
                ...shown,
              }
            : { request: requestBy(text, params), ...shown },
          services,
        );
      });
    },
  };
};

/** The params that the recipe accepts. */
function requestBy<Given extends Params>(recipe: Recipe<Given>, params: Params): StoredRequest {
  return requestOf(recipe, withNotes(recipe.known.parse(params), notesOf(params)));
}
