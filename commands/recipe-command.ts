import { notingLeftAlone } from '../src/comfy/left-alone.ts';
import { camelCase, snakeCase } from '../src/comfy/option-names.ts';
import { pictureOptions } from '../src/comfy/option.ts';
import type { Params, Recipe } from '../src/comfy/recipe.ts';
import { withDrawnSeed } from '../src/comfy/seed.ts';
import { settingsProblem } from '../src/comfy/settings-problem.ts';
import { requestOf } from '../src/comfy/wanted.ts';
import type { Command } from '../src/discord/entry/command.ts';
import { IN_SERVERS } from '../src/discord/entry/in-servers.ts';
import type { CommandInteraction } from '../src/discord/interactions/interaction.ts';
import { CONSENT_OPTION, recipeDefinition } from '../src/discord/interactions/recipe-definition.ts';
import { BotError } from '../src/errors/errors.ts';
import { attachedPicture } from './attached-picture.ts';
import { filesLike, openChoices, requireFiles } from './open-choices.ts';
import { requestJob, type RequestedPicture } from './request-job.ts';
import type { Services } from './services.ts';

/** The command by which a recipe is used: a request becomes a job. `name`: where it is not its own. */
export const recipeCommand = (recipe: Recipe, name?: string): Command<Services> => ({
  definition: { ...recipeDefinition(recipe, name), ...IN_SERVERS },
  ...(openChoices(recipe).length > 0 && {
    autocomplete: ({ focused }, services) => Promise.resolve(filesLike(focused, recipe, services)),
  }),
  async execute({ options, ...interaction }, services) {
    const { [CONSENT_OPTION]: consented, ...filled } = options;
    const params = paramsFrom(recipe, filled, services);
    requireFiles(recipe, params, services);
    return requestJob(
      interaction,
      {
        request: requestOf(recipe, params),
        pictures: picturesFrom(recipe, filled),
        consented: consented === true,
      },
      services,
    );
  },
});

type Filled = CommandInteraction['options'];

/** What was filled in but for the pictures, by the names that the recipe uses. */
function paramsFrom(recipe: Recipe, filled: Filled, { drawSeed }: Services): Params {
  const pictures = new Set(pictureOptions(recipe.options).map(([name]) => snakeCase(name)));
  const values = Object.entries(filled).filter(([name]) => !pictures.has(name));
  const asked = recipe.request.safeParse(
    Object.fromEntries(values.map(([name, value]) => [camelCase(name), value])),
  );
  if (asked.success) {
    return withDrawnSeed(notingLeftAlone(recipe, asked.data), drawSeed, recipe);
  }
  throw new BotError('bad_option', { facts: settingsProblem(recipe.options, asked.error) });
}

function picturesFrom(recipe: Recipe, filled: Filled): readonly RequestedPicture[] {
  return pictureOptions(recipe.options).flatMap(([option]) => {
    const name = snakeCase(option);
    const value = Object.hasOwn(filled, name) ? filled[name] : undefined;
    return value === undefined ? [] : [{ option, attachment: attachedPicture(option, value) }];
  });
}
