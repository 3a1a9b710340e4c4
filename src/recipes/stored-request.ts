import { isRecord } from '../engines/record.ts';
import { consentAbout, type ConsentAbout, pictureOptions, type ShownSetting } from './option.ts';
import { alternativesIn } from './prompt-alternatives.ts';
import type { Params, Recipe, Recipes } from './recipe.ts';

/** A request as a row keeps it. */
export interface StoredRequest {
  /** The recipe's name. */
  readonly recipe: string;
  readonly params: Params;
  /** Which of the recipe's versions the params are of. */
  readonly paramsVersion: number;
}

/** What a job is to make, as far as anybody but its worker needs to know. */
export interface Wanted extends StoredRequest {
  /** False where this version cannot read the request. What can be read of it is still given. */
  readonly readable: boolean;
  /** The pictures that go with it; none where nobody knows any more. */
  readonly inputs: readonly JobInput[];
  /** Whether a picture goes with it, whatever it shows. It is kept for no longer than needed. */
  readonly picture: boolean;
  /** Whether one of them may show somebody. */
  readonly person: boolean;
  /** What their sender is asked to consent to. */
  readonly consentAbout: ConsentAbout;
  readonly prompt: string;
  readonly negativePrompt: string;
  /**
   * All that is asked for in words, the prompt among it, as it is screened: one option to a line, and one for what might
   * have been drawn in place of what was.
   */
  readonly words: string;
  /** The line of settings under its picture, in parts. */
  readonly settings: readonly ShownSetting[];
  /** How much work it is: see {@link Recipe.work}. */
  readonly work: number;
}

/** A request to be written down, from params that its recipe's own schema gave. */
export function requestOf<Given extends Params>(
  { name, paramsVersion }: Recipe<Given>,
  params: Given,
): StoredRequest {
  return { recipe: name, params: { ...params }, paramsVersion };
}

/** What a row wants made. `undefined` where this version does not know its recipe, or not what its params mean. */
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
    ...inputsOf(inputs === 'unnamed' ? unnamedInputs(recipe) : inputs),
    consentAbout: consentAbout(recipe.options),
    prompt,
    negativePrompt,
    words: [...recipe.words(params), ...alternativesIn(params)].join('\n'),
    settings: recipe.settings(params),
    work: recipe.work(params),
  };
}

/** The same for a request that cannot be read: its words, if they are where they always are. */
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

/** Where nobody knows, it is assumed that there is a picture, and somebody in it. */
function inputsOf(
  inputs: readonly JobInput[] | 'unreadable',
): Pick<Wanted, 'inputs' | 'picture' | 'person'> {
  if (inputs === 'unreadable') return { inputs: [], picture: true, person: true };
  return { inputs, picture: inputs.length > 0, person: inputs.some(({ person }) => person) };
}

interface Stored {
  readonly recipe: string;
  /** What its JSON holds; `undefined` where that is broken. */
  readonly params: unknown;
  readonly paramsVersion: number;
  readonly inputs: StoredInputs;
}

/** What a prepared picture is encoded as. */
export type InputFormat = 'jpeg' | 'png' | 'webp';

/** A picture that a job of the bot made. */
export interface PictureSource {
  readonly job: string;
  /** Which of its pictures; counts from 0. */
  readonly picture: number;
}

/** A picture that goes into a job. Its bytes are elsewhere, and where one that somebody sent came from. */
export interface JobInput {
  /** The picture option of the recipe that it is for. */
  readonly option: string;
  /** Whether it may show somebody. It does so still when it is long gone. */
  readonly person: boolean;
  /** Left out for one that somebody sent. */
  readonly source?: PictureSource | undefined;
  /** These two are known once it is prepared. */
  readonly format?: InputFormat | undefined;
  readonly bytes?: number | undefined;
}

/**
 * What a row says of its pictures. `unnamed`: nothing, since it was written before they were.
 * `unreadable`: something that this version cannot read.
 */
export type StoredInputs = readonly JobInput[] | 'unnamed' | 'unreadable';

/** What went into a job whose row does not say: the first picture that its recipe takes, a JPEG. */
function unnamedInputs({ options }: Pick<Recipe, 'options'>): readonly JobInput[] {
  const [first] = pictureOptions(options);
  return first ? [{ option: first[0], person: first[1].person, format: 'jpeg' }] : [];
}

/**
 * Whether a recipe as it is today can do with these pictures: it may have been changed since they were sent. One
 * that may show somebody by now was sent without consent, and screened as if it did not. Of what the bot made, that
 * is known and does not change.
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
