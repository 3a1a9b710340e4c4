import { camelCase, pictureOptions } from './option.ts';
import type { NextStep, Params, Recipe } from './recipe.ts';

/** Something that is made from a finished picture. */
export interface Step {
  readonly recipe: Recipe;
  /** The option that the picture becomes, by its name inside. */
  readonly picture: string;
  /** What its button says, where its workflow says so. */
  readonly label?: string;
  /** What it is asked for with, whatever the picture was. */
  readonly params: Params;
}

/** What people may do with a picture, besides what they may do with any. */
export interface Steps {
  /** Whether the same can be made once more, and be another picture. */
  readonly again: boolean;
  /** Whether there is anything about it that can be changed. */
  readonly edit: boolean;
  readonly vary: Step | undefined;
  readonly upscale: Step | undefined;
  readonly others: readonly Step[];
}

/** What comes with the bot, where a workflow does not bring its own. */
const USUAL = {
  vary: { as: 'vary', command: 'image', picture: 'image' },
  upscale: { as: 'upscale', command: 'upscale', picture: 'image' },
} as const satisfies Record<string, NextStep>;

/** How much of a variation is new: enough to be another picture, and little enough to be the same scene. */
const VARIED = { denoise: 0.5 };

/** What people may do with what a recipe makes. `made`: the recipes that something makes. */
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

/** `undefined` where nothing makes it, or it takes no such picture. */
function stepOf(next: NextStep, made: readonly Recipe[]): Step | undefined {
  const picture = camelCase(next.picture);
  const recipe = made.find(({ command }) => command === next.command);
  if (!recipe || !pictureOptions(recipe.options).some(([name]) => name === picture)) {
    return undefined;
  }
  const { label } = next;
  const params = next === USUAL.vary ? VARIED : {};
  return { recipe, picture, params, ...(label !== undefined && { label }) };
}

/** The same without what adult-rated models make, which is for age-restricted channels, and never of somebody's photo. */
export function withoutAdult({ vary, upscale, others, ...same }: Steps): Steps {
  const isForAll = ({ recipe }: Step) => recipe.rating !== 'adult';
  const kept = (step: Step | undefined) => (step && isForAll(step) ? step : undefined);
  return { ...same, vary: kept(vary), upscale: kept(upscale), others: others.filter(isForAll) };
}
