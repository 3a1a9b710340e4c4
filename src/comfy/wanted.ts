import { consentAbout, type ConsentAbout } from './consent-about.ts';
import { alternativesIn } from './drawn-prompt.ts';
import { unnamedInputs, type JobInput, type StoredInputs } from './job-input.ts';
import type { ShownSetting } from './option.ts';
import type { Params, Recipe, Recipes } from './recipe.ts';
import { isRecord } from './record.ts';

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
    ...goingIn(inputs === 'unnamed' ? unnamedInputs(recipe) : inputs),
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
    ...goingIn(inputs === 'unnamed' ? 'unreadable' : inputs),
    consentAbout: 'pictures',
    prompt: text(known.prompt),
    negativePrompt: text(known.negativePrompt),
    words: words.filter((one) => one !== '').join('\n'),
    settings: [],
    work: 0,
  };
}

/** Where nobody knows, it is assumed that there is a picture, and somebody in it. */
function goingIn(
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
