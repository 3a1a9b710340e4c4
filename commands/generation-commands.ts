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
  /** Its name in Discord. */
  readonly command: string;
  /** The recipe that defines its options. */
  readonly recipe: Recipe;
  /**
   * Its id in menus and forms: the recipe's own command, which stays the same if the command is
   * renamed.
   */
  readonly id: string;
  /** The recipe name that members' settings for it are stored under. */
  readonly key: string;
}

export const IMAGINE = 'imagine';

/** The bot's own `/imagine`. It uses one of two recipes, and members' settings hold for both. */
export function imagineCommand(faces: boolean): GenerationCommand {
  return { command: IMAGINE, recipe: faces ? face : text, id: IMAGINE, key: text.name };
}

/** The generation commands in display order. */
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

/** @throws BotError `workflow_gone` if there is no such command. */
export function generationCommandById(
  generationCommands: readonly GenerationCommand[],
  id: string | undefined,
): GenerationCommand {
  const generationCommand = generationCommands.find((one) => one.id === id);
  if (!generationCommand) throw new BotError('workflow_gone');
  return generationCommand;
}

/**
 * The name in Discord of the command that uses a recipe. `featured`: the workflow command offered
 * as `/imagine`.
 */
export function commandOf({ command = IMAGINE }: Recipe, featured: string | undefined): string {
  return command === featured ? IMAGINE : command;
}

/**
 * The recipe that a preset is bound to: an operator's workflow. The bot's own recipes share
 * options, so one preset works for all of them.
 */
export function bindingOf({ recipe, key }: GenerationCommand): string | undefined {
  return recipe.rating === 'by_checkpoint' ? undefined : key;
}

/** Whether a preset is bound to another recipe: see {@link bindingOf}. */
export function isBoundElsewhere(
  preset: Pick<Preset, 'recipe'>,
  generationCommand: GenerationCommand,
): boolean {
  return preset.recipe !== undefined && preset.recipe !== bindingOf(generationCommand);
}

/** Whether the recipe requires a photo that may show a person. */
export function needsPerson({ options }: Recipe): boolean {
  return pictureOptions(options).some((picture) => picture[1].person && picture[1].required);
}

/** What the commands depend on. */
export interface Menu {
  /** Whether pictures are made from photos of people. */
  readonly faces: boolean;
  /** Whether there is an endpoint for the built-in recipes. Default: true. */
  readonly makesOwn?: boolean;
  /** Recipes with a command of their own, besides the built-in ones. */
  readonly workflows?: readonly Recipe[];
  /** The workflow command offered as `/imagine`. */
  readonly featured?: string | undefined;
}

/** The part of the configuration that the commands depend on. */
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

/** Rows of menus beside one of buttons: enough for every command Discord accepts. */
const MOST_MENUS = 4;

/**
 * Menus of generation commands, with the commands' ids as values. `idOf` takes the page, counted
 * from 0.
 */
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
