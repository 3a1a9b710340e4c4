import { isRecord } from '../engines/record.ts';
import {
  consentAbout,
  type ConsentAbout,
  type OptionTable,
  pictureOptions,
  type ShownSetting,
} from './option.ts';
import { alternativesIn } from './prompt-alternatives.ts';
import type { Params, Recipe, Recipes } from './recipe.ts';
import { typedWithFlags } from './prompt-flags.ts';

/** A request as stored in a row. */
export interface StoredRequest {
  readonly recipe: string;
  readonly params: Params;
  /** The recipe version that the params are written in. */
  readonly paramsVersion: number;
}

/** A job's request, without what only its worker needs. */
export interface Wanted extends StoredRequest {
  /** False if this version cannot read the request. The readable parts are still filled in. */
  readonly readable: boolean;
  /** The input pictures. Empty if unknown. */
  readonly inputs: readonly JobInput[];
  /** Whether it has an input picture, of whatever. Those are deleted once used. */
  readonly picture: boolean;
  /** Whether an input picture may show a person. */
  readonly person: boolean;
  /** Whether an input picture is a photo of a face, or may have been made from one. */
  readonly fromFace: boolean;
  /** What the sender is asked to consent to. */
  readonly consentAbout: ConsentAbout;
  readonly prompt: string;
  readonly negativePrompt: string;
  /**
   * All text of the request for screening, prompt included: one option a line, one line for alternatives that
   * were not drawn, and one for the prompt with its flags.
   */
  readonly words: string;
  /** The parts of the settings line under its picture. */
  readonly settings: readonly ShownSetting[];
  /** The amount of work: see {@link Recipe.work}. */
  readonly work: number;
}

/** Builds a request for storage, from params that the recipe's own schema returned. */
export function requestOf<Given extends Params>(
  { name, paramsVersion }: Recipe<Given>,
  params: Given,
): StoredRequest {
  return { recipe: name, params: { ...params }, paramsVersion };
}

/** Reads a row's request. `undefined` if this version knows neither its recipe nor its params version. */
export function readRequest(
  { recipe: name, params: stored, paramsVersion: version, inputs }: Stored,
  recipes: Recipes,
): Wanted | undefined {
  const recipe = recipes.get(name);
  const params = recipe?.read(stored, version);
  if (!recipe || !params) return undefined;
  const { prompt = '', negativePrompt = '' } = params;
  return {
    recipe: name,
    params,
    paramsVersion: recipe.paramsVersion,
    readable: true,
    ...inputsOf(inputs === 'unnamed' ? unnamedInputs(recipe) : inputs, recipe.options),
    consentAbout: consentAbout(recipe.options),
    prompt,
    negativePrompt,
    words: [...recipe.words(params), ...alternativesIn(params), ...typedWithFlags(params)].join(
      '\n',
    ),
    settings: recipe.settings(params),
    work: recipe.work(params),
  };
}

/** The same for an unreadable request: its prompts, if they are in the usual place. */
export function unreadableRequest({ recipe, params, paramsVersion, inputs }: Stored): Wanted {
  const known = isRecord(params) ? params : {};
  const text = (value: unknown) => (typeof value === 'string' ? value : '');
  const words = Object.entries(known).map(([name, value]) =>
    name === 'negativePrompt' ? '' : text(value),
  );
  return {
    recipe,
    params: {},
    paramsVersion,
    readable: false,
    ...inputsOf(inputs === 'unnamed' ? 'unreadable' : inputs),
    consentAbout: 'pictures',
    prompt: text(known.prompt),
    negativePrompt: text(known.negativePrompt),
    words: words.filter((one) => one !== '').join('\n'),
    settings: [],
    work: 0,
  };
}

/** Assumes a photo of a face if the inputs are unreadable. */
function inputsOf(
  inputs: readonly JobInput[] | 'unreadable',
  options: OptionTable = {},
): Pick<Wanted, 'inputs' | 'picture' | 'person' | 'fromFace'> {
  if (inputs === 'unreadable') return { inputs: [], picture: true, person: true, fromFace: true };
  const uses = new Map(pictureOptions(options).map(([name, { use }]) => [name, use]));
  return {
    inputs,
    picture: inputs.length > 0,
    person: inputs.some(({ person }) => person),
    fromFace: inputs.some(({ option, person, source, fromFace }) => {
      const isMadeFromOne = source !== undefined && fromFace !== false;
      return person && (isMadeFromOne || (uses.get(option) ?? 'face') === 'face');
    }),
  };
}

interface Stored {
  readonly recipe: string;
  /** The parsed JSON. `undefined` if it is invalid. */
  readonly params: unknown;
  readonly paramsVersion: number;
  readonly inputs: StoredInputs;
}

/** Encoding of a prepared picture. */
export type InputFormat = 'jpeg' | 'png' | 'webp';

/** A picture that a job of the bot made. */
export interface PictureSource {
  readonly job: string;
  /** Index among the job's pictures, from 0. */
  readonly picture: number;
}

/** An input picture of a job. Its bytes are stored elsewhere, and so is the origin of an attachment. */
export interface JobInput {
  /** The recipe's picture option it belongs to. */
  readonly option: string;
  /** Whether it may show a person. Remains after the picture is deleted. */
  readonly person: boolean;
  /** Missing for an attachment. */
  readonly source?: PictureSource | undefined;
  /** Whether a photo of a face went into the source, at any step. Missing in rows of earlier versions. */
  readonly fromFace?: boolean | undefined;
  /** Known once the picture is prepared. */
  readonly format?: InputFormat | undefined;
  readonly bytes?: number | undefined;
}

/**
 * A row's input pictures. `unnamed`: the row is from before they were recorded. `unreadable`: this version
 * cannot read them.
 */
export type StoredInputs = readonly JobInput[] | 'unnamed' | 'unreadable';

/** The input of a job whose row lists none: the recipe's first picture option, a JPEG. */
function unnamedInputs({ options }: Pick<Recipe, 'options'>): readonly JobInput[] {
  const [first] = pictureOptions(options);
  return first ? [{ option: first[0], person: first[1].person, format: 'jpeg' }] : [];
}

/**
 * Whether today's recipe still accepts these pictures. It may have changed since they were sent. If an option
 * may show a person only now, its picture was sent without consent and screened without a face. For pictures
 * made by the bot that is known and does not change.
 */
export function takesInputs(
  { options }: Pick<Recipe, 'options'>,
  inputs: readonly Pick<JobInput, 'option' | 'person' | 'source'>[],
): boolean {
  const pictures = new Map(pictureOptions(options));
  const given = new Set(inputs.map(({ option }) => option));
  return (
    inputs.every(({ option, person, source }) => {
      const picture = pictures.get(option);
      return picture !== undefined && (person || !picture.person || source !== undefined);
    }) && [...pictures].every(([option, { required }]) => !required || given.has(option))
  );
}
