import type { APIApplicationCommandOptionChoice } from 'discord.js';
import { camelCase, snakeCase } from '../src/comfy/option-names.ts';
import { pictureOptions, valueOptions } from '../src/comfy/option.ts';
import type { Params, Recipe } from '../src/comfy/recipe.ts';
import { withDrawnSeed } from '../src/comfy/seed.ts';
import { settingsProblem } from '../src/comfy/settings-problem.ts';
import { requestOf } from '../src/comfy/wanted.ts';
import type { Command } from '../src/discord/entry/command.ts';
import { IN_SERVERS } from '../src/discord/entry/in-servers.ts';
import type {
  AutocompleteInteraction,
  CommandInteraction,
} from '../src/discord/interactions/interaction.ts';
import { CONSENT_OPTION, recipeDefinition } from '../src/discord/interactions/recipe-definition.ts';
import { BotError } from '../src/errors/errors.ts';
import { attachedPicture } from './attached-picture.ts';
import { requestJob, type RequestedPicture } from './request-job.ts';
import type { Services } from './services.ts';

/** Discord's own bounds. */
const MOST_CHOICES = 25;
const LONGEST_CHOICE = 100;

/** The command by which a recipe is used: a request becomes a job. `name`: where it is not its own. */
export const recipeCommand = (recipe: Recipe, name?: string): Command<Services> => ({
  definition: { ...recipeDefinition(recipe, name), ...IN_SERVERS },
  ...(openChoices(recipe).size > 0 && {
    autocomplete: ({ focused }, services) => Promise.resolve(filesLike(focused, recipe, services)),
  }),
  async execute({ options, ...interaction }, services) {
    const { [CONSENT_OPTION]: consented, ...filled } = options;
    return requestJob(
      interaction,
      {
        request: requestOf(recipe, paramsFrom(recipe, filled, services)),
        pictures: picturesFrom(recipe, filled),
        consented: consented === true,
      },
      services,
    );
  },
});

/** ComfyUI's folders by the options that take any file of one. */
function openChoices({ options }: Recipe): ReadonlyMap<string, string> {
  return new Map(
    valueOptions(options).flatMap(([name, option]) =>
      option.kind === 'choice' && option.anyOf !== undefined
        ? [[snakeCase(name), option.anyOf]]
        : [],
    ),
  );
}

/** Files that the worker has whose names hold what was typed so far, as many as Discord shows. */
function filesLike(
  { name, value }: AutocompleteInteraction['focused'],
  recipe: Recipe,
  { modelFiles }: Services,
): readonly APIApplicationCommandOptionChoice[] {
  const folder = openChoices(recipe).get(name);
  if (folder === undefined) return [];
  const typed = value.toLowerCase();
  return modelFiles
    .of(recipe, folder)
    .filter((file) => file.length <= LONGEST_CHOICE && file.toLowerCase().includes(typed))
    .slice(0, MOST_CHOICES)
    .map((file) => ({ name: file, value: file }));
}

type Filled = CommandInteraction['options'];

/** What was filled in but for the pictures, by the names that the recipe uses. */
function paramsFrom(recipe: Recipe, filled: Filled, { drawSeed }: Services): Params {
  const pictures = new Set(pictureOptions(recipe.options).map(([name]) => snakeCase(name)));
  const values = Object.entries(filled).filter(([name]) => !pictures.has(name));
  const asked = recipe.request.safeParse(
    Object.fromEntries(values.map(([name, value]) => [camelCase(name), value])),
  );
  if (asked.success) return withDrawnSeed(asked.data, drawSeed, recipe);
  throw new BotError('bad_option', { facts: settingsProblem(recipe.options, asked.error) });
}

function picturesFrom(recipe: Recipe, filled: Filled): readonly RequestedPicture[] {
  return pictureOptions(recipe.options).flatMap(([option]) => {
    const name = snakeCase(option);
    const value = Object.hasOwn(filled, name) ? filled[name] : undefined;
    return value === undefined ? [] : [{ option, attachment: attachedPicture(option, value) }];
  });
}
