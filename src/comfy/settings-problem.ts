import type { z } from 'zod';
import { snakeCase } from './option-names.ts';
import { valueOptions, type OptionTable, type ValueOption } from './option.ts';

/** What a setting has to be. */
type Rule =
  | {
      readonly problem: 'length' | 'number' | 'whole_number';
      readonly min: number;
      readonly max: number;
    }
  | { readonly problem: 'choice'; readonly choices: readonly string[] }
  | { readonly problem: 'yes_or_no' };

/** One thing that is wrong with a request: the facts of `bad_option`. */
export type SettingsProblem = {
  /** The option's name as people see it, `negative_prompt`; left out where it is none. */
  readonly option?: string;
} & (Rule | { readonly problem: 'missing' | 'unknown_option' });

/** The first thing that the schema of these options found wrong. */
export function settingsProblem(table: OptionTable, error: z.ZodError): SettingsProblem {
  const [issue] = error.issues;
  if (issue?.code === 'unrecognized_keys') {
    return { ...named(issue.keys[0]), problem: 'unknown_option' };
  }
  const key = issue?.path[0];
  const [, option] = valueOptions(table).find(([name]) => name === key) ?? [];
  return option ? { ...named(key), ...ruleOf(option) } : { option: 'prompt', problem: 'missing' };
}

function ruleOf(option: ValueOption): Rule {
  switch (option.kind) {
    case 'text':
      return { problem: 'length', min: option.min, max: option.max };
    case 'number':
      return { problem: 'number', min: option.min, max: option.max };
    case 'whole':
      return { problem: 'whole_number', min: option.min, max: option.max };
    case 'boolean':
      return { problem: 'yes_or_no' };
    case 'choice':
      return { problem: 'choice', choices: option.names };
  }
}

/** A name that is no option's own may be anything at all. */
function named(key: PropertyKey | undefined): { readonly option?: string } {
  const option = snakeCase(String(key));
  return /^\w{1,32}$/.test(option) ? { option } : {};
}
