import { type Command, EVERYWHERE } from '../src/discord/intake/handlers.ts';
import type { CommandInteraction } from '../src/discord/interactions/interaction.ts';
import type { OptionValue } from '../src/discord/interactions/option-values.ts';
import {
  type CommonOption,
  CONSENT_OPTION,
  byInternalName,
  commonOptions,
  PRESET_OPTION,
  PRIVATE_OPTION,
  recipeDefinition,
  SPOILER_OPTION,
} from '../src/recipes/command-definition.ts';
import { inEveryLanguage } from '../src/recipes/localized-definition.ts';
import { type OptionTable, pictureOptions, snakeCase } from '../src/recipes/option.ts';
import type { Recipe } from '../src/recipes/recipe.ts';
import type { KeptValues } from '../src/recipes/settings.ts';
import { requestOf } from '../src/recipes/stored-request.ts';
import type { GenerationCommand } from './generation-commands.ts';
import { type EchoNeeds, echoInputOnError } from './request/echo-input.ts';
import { filesLike, openChoices, requireFiles } from './request/open-choices.ts';
import { type AskNeeds, type DefaultsNeeds, paramsFor } from './request/params.ts';
import { presetChoices, type PresetNeeds } from './request/preset-lookup.ts';
import {
  attachedPicture,
  type RequestedPicture,
  requestJob,
  type RequestNeeds,
} from './request/request-job.ts';

/** To make pictures by a command. */
export interface GenerationNeeds
  extends RequestNeeds, AskNeeds, DefaultsNeeds, PresetNeeds, EchoNeeds {}

/** The command of a recipe: creates a job. */
export const recipeCommand = (generationCommand: GenerationCommand): Command<GenerationNeeds> => {
  const { recipe, command } = generationCommand;
  const besides = commonOptions(recipe);
  const takesPreset = besides.includes(PRESET_OPTION);
  return {
    definition: inEveryLanguage((words) => ({
      ...recipeDefinition(recipe, words, command),
      ...EVERYWHERE,
    })),
    ...((takesPreset || openChoices(recipe).length > 0) && {
      async autocomplete(interaction, services) {
        const { focused } = interaction;
        return takesPreset && focused.name === PRESET_OPTION
          ? presetChoices(interaction, services, generationCommand)
          : filesLike(focused, recipe, services);
      },
    }),
    isPublic: (interaction, services) => {
      const consented = interaction.options[CONSENT_OPTION] === true;
      return answersInPublic(interaction, { takes: recipe.options, consented }, services);
    },
    async execute(interaction, services) {
      const { [CONSENT_OPTION]: consented, ...filled } = interaction.options;
      const { beside, rest } = splitSharedOptions(besides, filled);
      const { preset, ...shown } = beside;
      const typed = typedIn(generationCommand, rest);
      const words = { recipe, params: typed, besides: beside };
      return echoInputOnError(interaction, words, services, async () => {
        const params = await paramsFor(generationCommand, { typed, preset }, interaction, services);
        requireFiles(recipe, params, services);
        return requestJob(
          interaction,
          {
            request: requestOf(recipe, params),
            pictures: picturesFrom(recipe, rest),
            consented: consented === true,
            ...shown,
          },
          services,
        );
      });
    },
  };
};

type Options = CommandInteraction['options'];

/** The options except pictures, by the recipe's own names. */
function typedIn({ recipe }: GenerationCommand, options: Options): KeptValues {
  const pictures = new Set(pictureOptions(recipe.options).map(([name]) => snakeCase(name)));
  const values = Object.entries(options).filter(([name]) => !pictures.has(name));
  return byInternalName(Object.fromEntries(values));
}

function picturesFrom(recipe: Recipe, filled: Options): readonly RequestedPicture[] {
  return pictureOptions(recipe.options).flatMap(([option]) => {
    const name = snakeCase(option);
    const value = Object.hasOwn(filled, name) ? filled[name] : undefined;
    return value === undefined ? [] : [{ option, attachment: attachedPicture(option, value) }];
  });
}

/**
 * Whether the requested job will be public: neither private nor waiting for consent. `consented`:
 * whether the command confirmed consent.
 */
export async function answersInPublic(
  { options, user, guildId, place }: CommandInteraction,
  { takes, consented }: { readonly takes: OptionTable; readonly consented: boolean },
  { personSettings }: Pick<RequestNeeds, 'personSettings'>,
): Promise<boolean> {
  // Nobody else reads direct messages. Discord itself hides what comes from a user's own install.
  if (guildId === undefined || place === 'user') return place === 'direct';
  const asksFirst =
    !consented &&
    pictureOptions(takes).some(
      ([name, { person }]) => person && Object.hasOwn(options, snakeCase(name)),
    );
  if (asksFirst) return false;
  const said = options[PRIVATE_OPTION];
  return !(typeof said === 'boolean' ? said : (await personSettings.of(user.id)).private);
}

/** The options that commands share besides their recipe's own. */
export interface SplitOptions {
  readonly preset: OptionValue | undefined;
  /** Whether the job is private, if the member chose. */
  readonly private: boolean | undefined;
  readonly spoiler: boolean | undefined;
}

/** Splits a command's options into the shared ones in `names` and the rest. */
export function splitSharedOptions(
  names: readonly CommonOption[],
  options: Options,
): { readonly beside: SplitOptions; readonly rest: Options } {
  const isBeside = (name: string) => names.some((one) => one === name);
  const valueOf = (name: CommonOption) => (isBeside(name) ? options[name] : undefined);
  const rest = Object.entries(options).filter(([name]) => !isBeside(name));
  return {
    beside: {
      preset: valueOf(PRESET_OPTION),
      private: saidIn(valueOf(PRIVATE_OPTION)),
      spoiler: saidIn(valueOf(SPOILER_OPTION)),
    },
    rest: Object.fromEntries(rest),
  };
}

function saidIn(value: OptionValue | undefined): boolean | undefined {
  return typeof value === 'boolean' ? value : undefined;
}
