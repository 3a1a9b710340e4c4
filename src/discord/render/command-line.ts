import { snakeCase } from '../../comfy/option-names.ts';
import { valueOptions } from '../../comfy/option.ts';
import type { Params, Recipe } from '../../comfy/recipe.ts';

/**
 * A request as one line that Discord's own box takes: what differs from the defaults, the seed among it. Pictures are
 * to be attached again.
 */
export function commandLine(
  command: string,
  { options }: Pick<Recipe, 'options'>,
  params: Params,
): string {
  const parts = valueOptions(options).flatMap(([name, option]) => {
    const value = params[name];
    if (value === undefined || value === option.default) return [];
    return [`${snakeCase(name)}:${String(value).replace(/\s+/g, ' ')}`];
  });
  return [`/${command}`, ...parts].join(' ');
}
