import { randomBytes } from 'node:crypto';
import type { z } from 'zod';
import type { Graph } from '../comfy/graph.ts';
import { isRecord } from '../engines/record.ts';
import type { FaceWorkflow } from './face.ts';
import type { WorkerModels } from './model-file.ts';
import {
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
 * The values of a recipe's options. These few mean the same in every recipe that has them: the words
 * are screened and shown, the safety terms join the negative ones, a seed is drawn, and `count` is how
 * many pictures it makes.
 */
export interface Params {
  readonly prompt?: string;
  readonly negativePrompt?: string;
  readonly seed?: number;
  readonly cfg?: number;
  readonly count?: number;
  readonly [option: string]: unknown;
}

/** Brings stored params from one version to the next. It is given what a row held, unchecked. */
export type Upgrade = (params: Readonly<Record<string, unknown>>) => Record<string, unknown>;

/** What a graph has to name that differs between workers. */
export interface GraphParts {
  readonly models: WorkerModels;
  /** How this worker puts a face into a picture. */
  readonly faceWorkflow: FaceWorkflow;
  /** By its option, each picture that was sent, as this worker's LoadImage is given it. */
  readonly pictures: Readonly<Record<string, string>>;
}

/**
 * Who may see what a recipe makes. `by_checkpoint`: it uses the bot's own checkpoints, so that depends
 * on the one that the channel gives it. The others are an operator's word for models of its own.
 */
export type Rating = 'by_checkpoint' | 'general' | 'adult';

/** What people may go on to do with a finished picture. */
export interface NextStep {
  /** What its button says; the title of what does it where it is left out. */
  readonly label?: string;
  /** Which of the usual buttons it is behind, where it is no other one. */
  readonly as?: 'vary' | 'upscale';
  /** The command that does it, and which of its options the picture becomes, by its name in Discord. */
  readonly command: string;
  readonly picture: string;
}

/** What a recipe may say of itself, and has a meaning where it is left out. */
interface Particulars {
  /** The command by which people use it, where it has one of its own. */
  readonly command?: string;
  /** What people call it, and what it is for, where no catalogue has words for a command of its name. */
  readonly title?: string;
  readonly description?: string;
  /** `by_checkpoint` where it is left out. */
  readonly rating?: Rating;
  /** The kind of worker that it needs, and the RunPod endpoint with that; else the bot's own. */
  readonly worker?: string;
  readonly endpoint?: string;
  readonly next?: readonly NextStep[];
}

/** What is particular to a recipe; {@link defineRecipe} makes the rest of it. */
export interface RecipeDefinition<Table extends OptionTable> extends Particulars {
  /** Kept in rows, so it never changes. */
  readonly name: string;
  readonly options: Table;
  /** From version 1 to 2, from 2 to 3 and so on: one for each change of what stored params mean. */
  readonly upgrades?: readonly Upgrade[];
  /** The model files that its graph names. */
  readonly models: readonly (keyof WorkerModels)[];
  /** How much work it is, in a unit that is the recipe's own, such as steps times pixels. */
  readonly work: (params: ParamsOf<Table>) => number;
  /** What a job is documented to cost, in US dollars, where it is billed by the picture. */
  readonly price?: (params: ParamsOf<Table>) => number;
  readonly graph: (params: ParamsOf<Table>, parts: GraphParts) => Graph<string>;
}

/**
 * What a job can be made by: a value, so that it may as well be read from a file. What it takes, how
 * that becomes a worker's input, and what it costs and needs. Its methods are given what its own
 * schemas gave, and no other recipe's params.
 */
export interface Recipe<Given extends object = Params> extends Particulars {
  readonly name: string;
  readonly rating: Rating;
  readonly next: readonly NextStep[];
  readonly options: OptionTable;
  /** Whether it takes a picture that may show somebody: then there is consent, and a photo that is kept for no longer than needed. */
  readonly person: boolean;
  /** The version of params that are written now. */
  readonly paramsVersion: number;
  readonly models: readonly (keyof WorkerModels)[];
  /** What a person may ask for. The seed may still be {@link RANDOM_SEED}. */
  readonly request: z.ZodType<Given>;
  /** The same for params from elsewhere: whatever is no option here is left out. */
  readonly known: z.ZodType<Given>;
  /** Params as a row holds them. `undefined` where this version cannot read them. */
  read(params: unknown, version: number): Given | undefined;
  /** All that is asked for in words, and by names that only the worker knows: what is screened. */
  words(params: Given): readonly string[];
  /** The line of settings under a picture, in parts. */
  settings(params: Given): readonly ShownSetting[];
  work(params: Given): number;
  /** What a job is documented to cost, in US dollars. Left out where its GPU is paid by the second. */
  price?(params: Given): number;
  graph(params: Given, parts: GraphParts): Graph<string>;
}

/** The recipes that a bot has, by name. */
export type Recipes = ReadonlyMap<string, Recipe>;

export function recipesOf(recipes: readonly Recipe[]): Recipes {
  return new Map(recipes.map((recipe) => [recipe.name, recipe]));
}

/**
 * Makes a recipe of what is particular to it: the schemas and the line of settings follow from its options.
 *
 * @throws TypeError for options that the rest of the bot could not keep its promises about.
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
  if (particulars.worker === 'runpod-public' && pictureOptions(options).length > 0) {
    throw new TypeError(
      `${name} takes pictures, and RunPod's public endpoints want an address of each`,
    );
  }
  if (person && rating === 'adult') {
    throw new TypeError(`${name} takes pictures of people, and its models are adult-rated`);
  }
  const stored = storedSchema(options);
  // Of the others, the line names the checkpoint.
  const ownTitle = rating === 'by_checkpoint' ? [] : [particulars.title ?? name];
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

/** What is asked away is screened for itself. */
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

/** The shape, and what differs from the defaults. A seed always does, and says nothing. */
function settingsLine(
  table: OptionTable,
  params: Readonly<Record<string, unknown>>,
): readonly ShownSetting[] {
  return valueOptions(table).flatMap(([name, option]) => {
    const value = params[name];
    if (name === 'seed' || (value === option.default && name !== 'aspectRatio')) return [];
    switch (option.kind) {
      case 'text':
        return [];
      case 'whole':
      case 'number':
        return (typeof value === 'number' ? option.shown?.(value) : undefined) ?? [];
      case 'boolean':
        return (typeof value === 'boolean' ? option.shown?.(value) : undefined) ?? [];
      case 'choice':
        return (typeof value === 'string' ? option.shown?.(value) : undefined) ?? [];
    }
  });
}

/** Asks for a seed to be drawn. Any other seed, 0 too, is taken as it is. */
export const RANDOM_SEED = -1;

/**
 * Puts a drawn seed where a random one was asked for: one that the recipe's option takes. `draw` gives whole
 * numbers from 0 to 2^53 - 1.
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

/** A seed from eight random bytes: a whole number from 0 to 2^53 - 1, all equally likely. */
export function drawSeed(bytes: Buffer = randomBytes(8)): number {
  return Number(bytes.readBigUInt64BE() >> 11n);
}

const PREFIX = 'workflow:';

/** What rows call an operator's workflow, so that it is never mistaken for a recipe that comes with the bot. */
export function workflowRecipeName(workflow: string): string {
  return `${PREFIX}${workflow}`;
}

/** Whether a recipe's name, as rows have it, is one of an operator's workflow. */
export function isWorkflow(recipe: string): boolean {
  return recipe.startsWith(PREFIX);
}
