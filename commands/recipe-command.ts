import { snakeCase } from '../src/comfy/option-names.ts';
import { pictureOptions } from '../src/comfy/option.ts';
import type { Recipe } from '../src/comfy/recipe.ts';
import type { KeptValues } from '../src/comfy/settable.ts';
import { requestOf } from '../src/comfy/wanted.ts';
import { type Command, IN_SERVERS } from '../src/discord/intake/handlers.ts';
import type { CommandInteraction } from '../src/discord/interactions/interaction.ts';
import {
  CONSENT_OPTION,
  namedInside,
  optionsBesides,
  PRESET_OPTION,
  recipeDefinition,
} from '../src/recipes/command-definition.ts';
import { answersInPublic } from './answers-in-public.ts';
import { attachedPicture } from './attached-picture.ts';
import { filledBesides } from './filled-besides.ts';
import { paramsFor } from './params-for.ts';
import type { Maker } from './maker.ts';
import { filesLike, openChoices, requireFiles } from './open-choices.ts';
import { presetChoices } from './preset-choices.ts';
import { requestJob, type RequestedPicture } from './request-job.ts';
import { keepingWords } from './result/keeping-words.ts';
import type { Services } from './services.ts';

/** The command by which a recipe is used: a request becomes a job. */
export const recipeCommand = (maker: Maker): Command<Services> => {
  const { recipe, command } = maker;
  const besides = optionsBesides(recipe);
  const takesPreset = besides.includes(PRESET_OPTION);
  return {
    definition: { ...recipeDefinition(recipe, command), ...IN_SERVERS },
    ...((takesPreset || openChoices(recipe).length > 0) && {
      async autocomplete(interaction, services) {
        const { focused } = interaction;
        return takesPreset && focused.name === PRESET_OPTION
          ? presetChoices(interaction, services, maker)
          : filesLike(focused, recipe, services);
      },
    }),
    isPublic: (interaction, services) => {
      const consented = interaction.options[CONSENT_OPTION] === true;
      return answersInPublic(interaction, { takes: recipe.options, consented }, services);
    },
    async execute(interaction, services) {
      const { [CONSENT_OPTION]: consented, ...filled } = interaction.options;
      const { beside, rest } = filledBesides(besides, filled);
      const { preset, ...shown } = beside;
      const typed = typedIn(maker, rest);
      const words = { recipe, params: typed, besides: beside };
      return keepingWords(interaction, words, services, async () => {
        const params = await paramsFor(maker, { typed, preset }, interaction, services);
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

/** What was filled in but for the pictures, by the names that the recipe uses. */
function typedIn({ recipe }: Maker, options: Options): KeptValues {
  const pictures = new Set(pictureOptions(recipe.options).map(([name]) => snakeCase(name)));
  const values = Object.entries(options).filter(([name]) => !pictures.has(name));
  return namedInside(Object.fromEntries(values));
}

function picturesFrom(recipe: Recipe, filled: Options): readonly RequestedPicture[] {
  return pictureOptions(recipe.options).flatMap(([option]) => {
    const name = snakeCase(option);
    const value = Object.hasOwn(filled, name) ? filled[name] : undefined;
    return value === undefined ? [] : [{ option, attachment: attachedPicture(option, value) }];
  });
}
