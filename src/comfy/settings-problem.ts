import type { z } from 'zod';
import { ASPECT_RATIO_NAMES } from './aspect-ratio.ts';
import { SAMPLERS, SCHEDULERS, SETTINGS, type Settings } from './settings.ts';

/** What a setting has to be. */
type Rule =
  | {
      readonly problem: 'length' | 'number' | 'whole_number';
      readonly min: number;
      readonly max: number;
    }
  | { readonly problem: 'choice'; readonly choices: readonly string[] };

/** One thing that is wrong with a request: the facts of `bad_option`. */
export type SettingsProblem = {
  /** The option's name as people see it, `negative_prompt`; left out where it is none. */
  readonly option?: string;
} & (Rule | { readonly problem: 'missing' | 'unknown_option' });

const within = (
  problem: 'length' | 'number' | 'whole_number',
  { min, max }: { readonly min: number; readonly max: number },
) => ({ problem, min, max });

const RULES: Readonly<Record<keyof Settings, Rule>> = {
  prompt: within('length', SETTINGS.prompt),
  negativePrompt: within('length', SETTINGS.negativePrompt),
  aspectRatio: { problem: 'choice', choices: ASPECT_RATIO_NAMES },
  steps: within('whole_number', SETTINGS.steps),
  cfg: within('number', SETTINGS.cfg),
  sampler: { problem: 'choice', choices: SAMPLERS },
  scheduler: { problem: 'choice', choices: SCHEDULERS },
  denoise: within('number', SETTINGS.denoise),
  seed: within('whole_number', SETTINGS.seed),
  faceWeight: within('number', SETTINGS.faceWeight),
  faceidWeight: within('number', SETTINGS.faceidWeight),
};

const isSetting = (key: PropertyKey | undefined): key is keyof Settings =>
  key !== undefined && Object.hasOwn(RULES, key);

/** The first thing that the settings schema found wrong. */
export function settingsProblem(error: z.ZodError): SettingsProblem {
  const [issue] = error.issues;
  if (issue?.code === 'unrecognized_keys') {
    return { ...named(issue.keys[0]), problem: 'unknown_option' };
  }
  const key = issue?.path[0];
  return isSetting(key)
    ? { ...named(key), ...RULES[key] }
    : { option: 'prompt', problem: 'missing' };
}

/** A name that is no option's own may be anything at all. */
function named(key: PropertyKey | undefined): { readonly option?: string } {
  const option = String(key).replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  return /^\w{1,32}$/.test(option) ? { option } : {};
}
