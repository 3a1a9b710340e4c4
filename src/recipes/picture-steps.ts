import { type ByLanguage, camelCase, pictureOptions } from './option.ts';
import type { NextStep, Params, Recipe } from './recipe.ts';

/** A follow-up made from a finished picture. */
export interface Step {
  readonly recipe: Recipe;
  /** The internal name of the option that receives the picture. */
  readonly picture: string;
  /** The button label, if the workflow sets one. */
  readonly label?: string;
  readonly labels?: ByLanguage<string>;
  /** Fixed params of the follow-up. */
  readonly params: Params;
}

/** The follow-ups offered for a picture, besides those that every picture has. */
export interface Steps {
  /** Whether a rerun would give a different picture. */
  readonly again: boolean;
  /** Whether the request has anything to edit. */
  readonly edit: boolean;
  readonly vary: Step | undefined;
  readonly upscale: Step | undefined;
  readonly others: readonly Step[];
}

/** The built-in follow-ups, unless a workflow brings its own. */
const USUAL = {
  vary: { as: 'vary', command: 'image', picture: 'image' },
  upscale: { as: 'upscale', command: 'upscale', picture: 'image' },
} as const satisfies Record<string, NextStep>;

/** Variation strength: different enough to be another picture, close enough to be the same scene. */
const VARIED = { denoise: 0.5 };

/** The follow-ups for a recipe's pictures. `made`: the recipes that can be used. */
export function stepsOf(recipe: Recipe, made: readonly Recipe[]): Steps {
  const usual = (as: keyof typeof USUAL) => {
    const own = recipe.next.find((one) => one.as === as);
    return (own && stepOf(own, made)) ?? stepOf(USUAL[as], made);
  };
  const others = recipe.next.filter(({ as }) => as === undefined);
  return {
    again: 'seed' in recipe.options,
    edit: Object.keys(recipe.options).length > 0,
    vary: usual('vary'),
    upscale: usual('upscale'),
    others: others.flatMap((next) => stepOf(next, made) ?? []),
  };
}

/** `undefined` if no recipe makes it, or the recipe takes no such picture. */
function stepOf(next: NextStep, made: readonly Recipe[]): Step | undefined {
  const picture = camelCase(next.picture);
  const recipe = made.find(({ command }) => command === next.command);
  if (!recipe || !pictureOptions(recipe.options).some(([name]) => name === picture)) {
    return undefined;
  }
  const { label, labels } = next;
  const params = next === USUAL.vary ? VARIED : {};
  return {
    recipe,
    picture,
    params,
    ...(label !== undefined && { label }),
    ...(labels && { labels }),
  };
}

/**
 * Removes steps of adult-rated models. Those are for age-restricted channels and never for photos of people.
 */
export function withoutAdult({ vary, upscale, others, ...same }: Steps): Steps {
  const isForAll = ({ recipe }: Step) => recipe.rating !== 'adult';
  const kept = (step: Step | undefined) => (step && isForAll(step) ? step : undefined);
  return { ...same, vary: kept(vary), upscale: kept(upscale), others: others.filter(isForAll) };
}
