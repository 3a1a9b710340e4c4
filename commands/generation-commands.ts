import type { CardSelect } from '../src/discord/cards/card.ts';
import type { CustomId } from '../src/discord/interactions/custom-id.ts';
import { BotError } from '../src/errors/errors.ts';
import type { Preset } from '../src/privacy/sql/presets.ts';
import { builtInRecipes } from '../src/recipes/built-in.ts';
import { MOST_CHOICES } from '../src/recipes/command-definition.ts';
import { face } from '../src/recipes/face.ts';
import { pictureOptions } from '../src/recipes/option.ts';
import type { Recipe } from '../src/recipes/recipe.ts';
import { text } from '../src/recipes/text.ts';

/** A command that makes pictures. */
export interface GenerationCommand {
  /** As it is called in Discord. */
  readonly command: string;
  /** The recipe whose options it has. */
  readonly recipe: Recipe;
  /** By which menus and forms know it, whatever it is called now: its recipe's own command. */
  readonly id: string;
  /** The recipe's name under which people's choices for it are kept. */
  readonly key: string;
}

export const IMAGINE = 'imagine';

/** The bot's own `/imagine` makes pictures by one of two recipes, for both of which people choose at once. */
export function imagineCommand(faces: boolean): GenerationCommand {
  return { command: IMAGINE, recipe: faces ? face : text, id: IMAGINE, key: text.name };
}

/** The commands that make pictures, in the order in which they are offered. */
export function generationCommandsOf({
  faces,
  makesOwn = true,
  workflows = [],
  featured,
}: Menu): readonly GenerationCommand[] {
  const first = workflows.find(({ command }) => command === featured);
  const own = makesOwn ? [...builtInRecipes.values()] : [];
  const others = [...own, ...workflows].filter(
    (recipe) => recipe !== first && (faces || !needsPerson(recipe)),
  );
  return [
    ...(first ? [generationCommandFor(first, IMAGINE)] : []),
    ...(!first && makesOwn ? [imagineCommand(faces)] : []),
    ...others.flatMap((recipe) =>
      recipe.command === undefined ? [] : [generationCommandFor(recipe, recipe.command)],
    ),
  ];
}

export function generationCommandFor(recipe: Recipe, command: string): GenerationCommand {
  return { command, recipe, id: recipe.command ?? command, key: recipe.name };
}

/** @throws BotError where it is gone. */
export function generationCommandById(
  generationCommands: readonly GenerationCommand[],
  id: string | undefined,
): GenerationCommand {
  const generationCommand = generationCommands.find((one) => one.id === id);
  if (!generationCommand) throw new BotError('workflow_gone');
  return generationCommand;
}

/** The command by which a recipe is used, as it is called in Discord. `featured`: the one that is `/imagine`. */
export function commandOf({ command = IMAGINE }: Recipe, featured: string | undefined): string {
  return command === featured ? IMAGINE : command;
}

/**
 * The recipe that a preset with its options is bound to: an operator's workflow. The bot's own have options in
 * common, so that one may be used with all of them.
 */
export function bindingOf({ recipe, key }: GenerationCommand): string | undefined {
  return recipe.rating === 'by_checkpoint' ? undefined : key;
}

/** Whether a preset is bound to something else: see {@link bindingOf}. */
export function isBoundElsewhere(
  preset: Pick<Preset, 'recipe'>,
  generationCommand: GenerationCommand,
): boolean {
  return preset.recipe !== undefined && preset.recipe !== bindingOf(generationCommand);
}

/** Whether nothing can be made with it unless somebody sends a picture that may show a person. */
export function needsPerson({ options }: Recipe): boolean {
  return pictureOptions(options).some((picture) => picture[1].person && picture[1].required);
}

/** What the commands depend on. */
export interface Menu {
  /** Whether pictures are made from photos of people. */
  readonly faces: boolean;
  /** Whether there is an endpoint for what comes with the bot. Default: there is. */
  readonly makesOwn?: boolean;
  /** Recipes with a command of their own, besides those that come with the bot. */
  readonly workflows?: readonly Recipe[];
  /** The command among these that is `/imagine`. */
  readonly featured?: string | undefined;
}

/** The configuration, as far as the commands depend on it. */
interface Configured {
  readonly faces: boolean;
  readonly workflows: {
    readonly featured: string | undefined;
    readonly publicEndpoints: boolean;
  };
}

/** The commands as they are configured, with the workflows that were found. */
export function menuOf(
  { faces, workflows: { featured, publicEndpoints } }: Configured,
  { recipes }: { readonly recipes: readonly Recipe[] },
): Menu {
  return { faces, makesOwn: !publicEndpoints, workflows: recipes, featured };
}

/** Rows of menus, beside one of buttons: room for all commands that Discord takes. */
const MOST_MENUS = 4;

/** Menus of the commands that make pictures, whose values are the commands' ids. `idOf`: of each, counted from 0. */
export function commandMenus(
  generationCommands: readonly GenerationCommand[],
  {
    idOf,
    placeholder,
  }: { readonly idOf: (page: number) => CustomId; readonly placeholder: string },
): readonly CardSelect[] {
  const count = Math.min(MOST_MENUS, Math.ceil(generationCommands.length / MOST_CHOICES));
  return Array.from({ length: count }, (_, page) => ({
    id: idOf(page),
    placeholder,
    options: generationCommands
      .slice(page * MOST_CHOICES, (page + 1) * MOST_CHOICES)
      .map(({ command, id }) => ({ label: `/${command}`, value: id })),
  }));
}
