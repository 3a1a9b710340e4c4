import { randomBytes } from 'node:crypto';
import type { z } from 'zod';
import type { Graph } from '../comfy/graph.ts';
import { isRecord, own } from '../engines/record.ts';
import type { FaceWorkflow } from './face.ts';
import type { WorkerModels } from './model-file.ts';
import {
  type ByLanguage,
  type ChoiceOption,
  knownSchema,
  type OptionTable,
  type ParamsOf,
  pictureOptions,
  requestSchema,
  type ShownSetting,
  storedSchema,
  valueOptions,
} from './option.ts';

/**
 * The values of a recipe's options. These few mean the same in every recipe: the prompts are screened and
 * shown, safety terms join the negative one, a seed is drawn, and `count` is the number of pictures.
 */
export interface Params {
  readonly prompt?: string;
  readonly negativePrompt?: string;
  readonly seed?: number;
  readonly cfg?: number;
  readonly count?: number;
  readonly [option: string]: unknown;
}

/** Migrates stored params to the next version. Receives the row's value unvalidated. */
export type Upgrade = (params: Readonly<Record<string, unknown>>) => Record<string, unknown>;

/** The parts of a graph that differ between workers. */
export interface GraphParts {
  readonly models: WorkerModels;
  /** How this worker puts a face into a picture. */
  readonly faceWorkflow: FaceWorkflow;
  /** The sent pictures by option, as this worker's LoadImage receives them. */
  readonly pictures: Readonly<Record<string, string>>;
}

/**
 * Who may see a recipe's pictures. `by_checkpoint`: the recipe uses the bot's own checkpoints, so it depends
 * on the channel's. The others are the operator's rating of a workflow.
 */
export type Rating = 'by_checkpoint' | 'general' | 'adult';

/** A follow-up offered for a finished picture. */
export interface NextStep {
  /** The button label. Default: the title of the target command. */
  readonly label?: string;
  readonly labels?: ByLanguage<string>;
  /** The built-in button it replaces, if any. */
  readonly as?: 'vary' | 'upscale';
  /** The target command, and the Discord name of its option that receives the picture. */
  readonly command: string;
  readonly picture: string;
}

/** A recipe's title and description in another language. */
export interface RecipeWords {
  readonly title?: string | undefined;
  readonly description?: string | undefined;
}

/** Optional properties of a recipe, each with a default. */
interface Particulars {
  /** The recipe's own slash command, if it has one. */
  readonly command?: string;
  /** Title and description, if the catalogue has none for this command. */
  readonly title?: string;
  readonly description?: string;
  readonly localizations?: ByLanguage<RecipeWords>;
  /** Default: `by_checkpoint`. */
  readonly rating?: Rating;
  /** The worker kind it needs and that worker's RunPod endpoint. Default: the bot's own. */
  readonly worker?: string;
  readonly endpoint?: string;
  readonly next?: readonly NextStep[];
}

/** The input of {@link defineRecipe}, which derives the rest. */
export interface RecipeDefinition<Table extends OptionTable> extends Particulars {
  /** Stored in rows, so it never changes. */
  readonly name: string;
  readonly options: Table;
  /** One migration for each change of what stored params mean: from version 1 to 2, from 2 to 3, and so on. */
  readonly upgrades?: readonly Upgrade[];
  /** The model files that the graph names. */
  readonly models: readonly (keyof WorkerModels)[];
  /** The amount of work in the recipe's own unit, such as steps times pixels. */
  readonly work: (params: ParamsOf<Table>) => number;
  /**
   * The longest side of its pictures in pixels, as far as the options tell: a picture made from another one
   * counts as square. Default: unknown.
   */
  readonly longestSide?: (params: ParamsOf<Table>) => number | undefined;
  /** A job's documented price in US dollars, if billed by the picture. */
  readonly price?: (params: ParamsOf<Table>) => number;
  readonly graph: (params: ParamsOf<Table>, parts: GraphParts) => Graph;
}

/**
 * Describes one way to make pictures, as a value, so that it can be read from a file: options, worker input,
 * cost and needs. Its methods only accept params from its own schemas.
 */
export interface Recipe<Given extends object = Params> extends Particulars {
  readonly name: string;
  readonly rating: Rating;
  readonly next: readonly NextStep[];
  readonly options: OptionTable;
  /**
   * Whether it takes a picture that may show a person. Such requests need consent, and their photos are
   * deleted once used.
   */
  readonly person: boolean;
  /** The version that new params are written in. */
  readonly paramsVersion: number;
  readonly models: readonly (keyof WorkerModels)[];
  /** Validates a new request. The seed may still be {@link RANDOM_SEED}. */
  readonly request: z.ZodType<Given>;
  /** The same for params from elsewhere. Drops unknown options. */
  readonly known: z.ZodType<Given>;
  /** Reads stored params. `undefined` if this version cannot. */
  read(params: unknown, version: number): Given | undefined;
  /** All text in a request and all names that only the worker knows, for screening. */
  words(params: Given): readonly string[];
  /** The parts of the settings line under a picture. */
  settings(params: Given): readonly ShownSetting[];
  work(params: Given): number;
  /** The longest side of its pictures in pixels, if the options tell. */
  longestSide?(params: Given): number | undefined;
  /** A job's documented price in US dollars. Missing if the GPU is billed by the second. */
  price?(params: Given): number;
  graph(params: Given, parts: GraphParts): Graph;
}

/** The bot's recipes by name. */
export type Recipes = ReadonlyMap<string, Recipe>;

export function recipesOf(recipes: readonly Recipe[]): Recipes {
  return new Map(recipes.map((recipe) => [recipe.name, recipe]));
}

/**
 * Builds a recipe: derives the schemas and the settings line from its options.
 *
 * @throws TypeError for options that would break guarantees of the bot.
 */
export function defineRecipe<const Table extends OptionTable>({
  name,
  options,
  upgrades = [],
  models,
  work,
  graph,
  rating = 'by_checkpoint',
  next = [],
  ...particulars
}: RecipeDefinition<Table>): Recipe<ParamsOf<Table>> {
  const person = pictureOptions(options).some((picture) => picture[1].person);
  if (person && rating === 'adult') {
    throw new TypeError(`${name} takes pictures of people, and its models are adult-rated`);
  }
  const stored = storedSchema(options);
  // A picture's details name the checkpoint of a recipe that uses the bot's own.
  const ownTitle = rating === 'by_checkpoint' ? [] : [shownTitle(name, particulars)];
  return {
    ...particulars,
    name,
    rating,
    next,
    options,
    person,
    paramsVersion: upgrades.length + 1,
    models,
    request: requestSchema(options),
    known: knownSchema(options),
    read(params, version) {
      const isKnown = Number.isInteger(version) && version >= 1 && version <= upgrades.length + 1;
      if (!isKnown || !isRecord(params)) return undefined;
      const due = upgrades.slice(version - 1);
      return stored.safeParse(due.reduce((before, upgrade) => upgrade(before), params)).data;
    },
    words: (params) => wordsIn(options, params),
    settings: (params) => [...settingsLine(options, params), ...ownTitle],
    work,
    graph,
  };
}

function shownTitle(
  name: string,
  { title = name, localizations = {} }: Pick<Particulars, 'title' | 'localizations'>,
): ShownSetting {
  const titles = Object.entries(localizations).flatMap(([language, words]) =>
    words.title === undefined ? [] : [[language, words.title] as const],
  );
  return titles.length === 0 ? title : { label: title, in: Object.fromEntries(titles) };
}

/** The negative prompt is screened separately. */
function wordsIn(table: OptionTable, params: Readonly<Record<string, unknown>>): readonly string[] {
  return valueOptions(table).flatMap(([name, option]) => {
    const value = params[name];
    if (typeof value !== 'string' || value === '') return [];
    if (option.kind === 'text') return name === 'negativePrompt' ? [] : [value];
    if (option.kind !== 'choice') return [];
    if (option.words) return [value];
    return option.anyOf === undefined ? [] : [value.replace(/[\\/._-]+/g, ' ')];
  });
}

/** Every value that differs from its default. Leaves out the seed, which always differs. */
function settingsLine(
  table: OptionTable,
  params: Readonly<Record<string, unknown>>,
): readonly ShownSetting[] {
  return valueOptions(table).flatMap(([name, option]) => {
    const value = params[name];
    if (name === 'seed' || value === option.default) return [];
    switch (option.kind) {
      case 'text':
        return [];
      case 'whole':
      case 'number':
        return (typeof value === 'number' ? option.shown?.(value) : undefined) ?? [];
      case 'boolean':
        return (typeof value === 'boolean' ? option.shown?.(value) : undefined) ?? [];
      case 'choice':
        return (typeof value === 'string' ? shownChoice(option, value) : undefined) ?? [];
    }
  });
}

/** A choice in the line under a picture, with its labels in other languages. */
export function shownChoice(option: ChoiceOption, value: string): ShownSetting | undefined {
  const shown = option.shown?.(value);
  if (typeof shown !== 'string' || shown !== (option.label?.(value) ?? value)) return shown;
  const labels = Object.entries(option.localizations ?? {}).flatMap(([language, words]) => {
    const label = own(words.choices ?? {}, value);
    return label === undefined ? [] : [[language, label] as const];
  });
  return labels.length === 0 ? shown : { label: shown, in: Object.fromEntries(labels) };
}

/** Requests a random seed. Any other seed, including 0, is used as is. */
export const RANDOM_SEED = -1;

/**
 * Replaces a random seed by a drawn one within the option's range. `draw` returns integers from 0 to 2^53 -
 * 1.
 */
export function withDrawnSeed<Given extends { readonly seed?: number }>(
  asked: Given,
  draw: () => number,
  { options }: Pick<Recipe, 'options'>,
): Given {
  if (asked.seed !== RANDOM_SEED) return asked;
  const { seed } = options;
  const { min, max } = seed?.kind === 'whole' ? seed : { min: 0, max: Number.MAX_SAFE_INTEGER };
  const least = Math.max(0, min);
  return { ...asked, seed: least + (draw() % (max - least + 1)) };
}

/** A uniform integer from 0 to 2^53 - 1, from eight random bytes. */
export function drawSeed(bytes: Buffer = randomBytes(8)): number {
  return Number(bytes.readBigUInt64BE() >> 11n);
}

const PREFIX = 'workflow:';

/** The recipe name that rows store for an operator's workflow. It cannot collide with a built-in recipe. */
export function workflowRecipeName(workflow: string): string {
  return `${PREFIX}${workflow}`;
}

/** Whether a stored recipe name is that of an operator's workflow. */
export function isWorkflow(recipe: string): boolean {
  return recipe.startsWith(PREFIX);
}
