import type { z } from 'zod';
import { snakeCase } from './option-names.ts';

/** One thing that is wrong with a request, as in "`steps` must be a whole number from 15 to 50". */
export interface SettingsProblem {
  /** The option's name as people see it, `negative_prompt`. */
  readonly option: string;
  /** What follows the name in a sentence, without a full stop. */
  readonly problem: string;
}

/** The first thing that the settings schema found wrong. */
export function settingsProblem(error: z.ZodError): SettingsProblem {
  const [issue] = error.issues;
  if (issue?.code === 'unrecognized_keys') {
    return { option: optionName(issue.keys[0]), problem: 'is not an option of this command' };
  }
  const key = issue?.path[0];
  if (issue === undefined || key === undefined) {
    return { option: 'prompt', problem: 'is missing' };
  }
  return { option: optionName(key), problem: issue.message };
}

/** A name that is no option's own may be anything at all. */
function optionName(key: PropertyKey | undefined): string {
  const name = snakeCase(String(key));
  return /^\w{1,32}$/.test(name) ? name : 'something else';
}
