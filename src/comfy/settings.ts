import { z } from 'zod';
import { ASPECT_RATIO_NAMES } from './aspect-ratio.ts';

export const SAMPLERS = ['euler', 'euler_ancestral', 'dpmpp_2m', 'dpmpp_sde'] as const;
export type Sampler = (typeof SAMPLERS)[number];

export const SCHEDULERS = ['normal', 'karras', 'sgm_uniform'] as const;
export type Scheduler = (typeof SCHEDULERS)[number];

/** Asks for a seed to be drawn. Any other seed, 0 too, is taken as it is. */
export const RANDOM_SEED = -1;

/**
 * Range and default of every setting, from the worker's contract. Text is measured in characters
 * (code points). The largest seed is the largest whole number that JavaScript holds exactly.
 */
export const SETTINGS = {
  prompt: { min: 1, max: 1500 },
  negativePrompt: { min: 0, max: 1500, default: 'ugly, blurry, low quality, deformed' },
  aspectRatio: { default: '1:1' },
  steps: { min: 15, max: 50, default: 20 },
  cfg: { min: 1, max: 15, default: 8 },
  sampler: { default: 'euler' },
  scheduler: { default: 'normal' },
  denoise: { min: 0, max: 1, default: 1 },
  seed: { min: RANDOM_SEED, max: Number.MAX_SAFE_INTEGER, default: RANDOM_SEED },
  faceWeight: { min: 0, max: 2, default: 1 },
  faceidWeight: { min: 0, max: 2, default: 1 },
} as const;

interface Range {
  readonly min: number;
  readonly max: number;
}

const number = ({ min, max }: Range) => z.number().min(min).max(max);

const wholeNumber = ({ min, max }: Range) => z.int().min(min).max(max);

const text = ({ min, max }: Range) =>
  z.string().refine((value) => {
    const length = Array.from(value).length;
    return length >= min && length <= max;
  });

const FIELDS = {
  prompt: text(SETTINGS.prompt),
  negativePrompt: text(SETTINGS.negativePrompt),
  aspectRatio: z.enum(ASPECT_RATIO_NAMES),
  steps: wholeNumber(SETTINGS.steps),
  cfg: number(SETTINGS.cfg),
  sampler: z.enum(SAMPLERS),
  scheduler: z.enum(SCHEDULERS),
  denoise: number(SETTINGS.denoise),
  seed: wholeNumber(SETTINGS.seed),
  faceWeight: number(SETTINGS.faceWeight),
  faceidWeight: number(SETTINGS.faceidWeight),
};

/**
 * What a person may ask for. What they leave out gets its default; the seed may still be
 * {@link RANDOM_SEED}. `settingsProblem` says what a refusal is about.
 */
export const requestedSettingsSchema = z
  .strictObject({
    prompt: FIELDS.prompt,
    negativePrompt: FIELDS.negativePrompt.default(SETTINGS.negativePrompt.default),
    aspectRatio: FIELDS.aspectRatio.default(SETTINGS.aspectRatio.default),
    steps: FIELDS.steps.default(SETTINGS.steps.default),
    cfg: FIELDS.cfg.default(SETTINGS.cfg.default),
    sampler: FIELDS.sampler.default(SETTINGS.sampler.default),
    scheduler: FIELDS.scheduler.default(SETTINGS.scheduler.default),
    denoise: FIELDS.denoise.default(SETTINGS.denoise.default),
    seed: FIELDS.seed.default(SETTINGS.seed.default),
    faceWeight: FIELDS.faceWeight.default(SETTINGS.faceWeight.default),
    faceidWeight: FIELDS.faceidWeight.default(SETTINGS.faceidWeight.default),
  })
  .readonly();
export type RequestedSettings = z.output<typeof requestedSettingsSchema>;

/** Complete settings with a drawn seed, as they are stored. */
export const settingsSchema = z
  .strictObject({ ...FIELDS, seed: wholeNumber({ min: 0, max: SETTINGS.seed.max }) })
  .readonly();
export type Settings = z.output<typeof settingsSchema>;

/** Puts a drawn seed where a random one was asked for. `draw` gives whole numbers from 0 to 2^53 - 1. */
export function withDrawnSeed(requested: RequestedSettings, draw: () => number): Settings {
  return requested.seed === RANDOM_SEED ? { ...requested, seed: draw() } : requested;
}
