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
    const text = settingText(value);
    if (text === '' || value === option.default) return [];
    return [`${snakeCase(name)}:${text.replace(/\s+/g, ' ')}`];
  });
  return [`/${command}`, ...parts].join(' ');
}

/** What an option holds as it would be typed; empty where it holds nothing. */
export function settingText(value: unknown): string {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}
