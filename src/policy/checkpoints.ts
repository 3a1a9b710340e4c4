/** The two checkpoint files that an operator names. */
export interface Checkpoints {
  /** Counts as adult-rated unless it is the general one. */
  readonly main: string;
  /** Vouched for as general-audience by the operator; `undefined` switches its uses off. */
  readonly general: string | undefined;
}

/** What a checkpoint is asked for. */
export interface CheckpointUse {
  readonly face: boolean;
  /** Whether the channel is age-restricted; unknown counts as not. */
  readonly ageRestricted: boolean;
}

/** The file to use, or why there is none. */
export type CheckpointChoice =
  | { readonly kind: 'use'; readonly checkpoint: string }
  | { readonly kind: 'refuse'; readonly code: 'faces_off' | 'ordinary_channels_off' };

/**
 * Which checkpoint a job gets. A face always gets the general-audience one, and so does every
 * channel that is not age-restricted.
 */
export function checkpointFor(
  use: CheckpointUse,
  { main, general }: Checkpoints,
): CheckpointChoice {
  if (use.ageRestricted && !use.face) return { kind: 'use', checkpoint: main };
  if (general !== undefined) return { kind: 'use', checkpoint: general };
  return { kind: 'refuse', code: use.face ? 'faces_off' : 'ordinary_channels_off' };
}

/** Words by which a checkpoint's name says that it is adult-rated. "Illustrious" and "xxXL" are not. */
const ADULT_NAME =
  /nsfw|porn|hentai|(?<!il)lust|xxx(?!l(?![a-z]))|nude|naked|erotic|lewd|uncensored|r-?18|adult|\bsex|sexy|hardcore|futa|explicit|fuck|deep[ -]?throat|blow[ -]?job|penis|cumshot|pussy(?![ -]?(?:cat|willow))|nipple(?!wort)|labia(?!l)|vagina/i;

/** The word in a checkpoint's file name that says it is adult-rated, if there is one. */
export function adultWordIn(checkpoint: string): string | undefined {
  return ADULT_NAME.exec(checkpoint.replaceAll('_', ' '))?.[0];
}

/**
 * Why a workflow of this rating may not be used so; `undefined` where it may. Adult-rated models are for
 * age-restricted channels, and never see a person's picture.
 */
export function ratingRefusal(
  rating: 'general' | 'adult',
  { face, ageRestricted }: CheckpointUse,
): 'adult_workflow' | 'faces_off' | undefined {
  if (rating === 'general') return undefined;
  if (face) return 'faces_off';
  return ageRestricted ? undefined : 'adult_workflow';
}

/** Asked away from every picture made from a face, and from every picture that everybody may see. */
const DECENT = 'nsfw, nude, naked, sexual, explicit, lingerie, underwear';
/** Asked away from pictures that may be explicit. */
const GROWN_UP = 'child, toddler, teenager, underage, schoolgirl, schoolboy';

/**
 * The negative prompt that goes to the worker: the person's own words, and after them the fixed
 * safety terms, which nothing in a request takes away.
 */
export function withSafetyTerms(negativePrompt: string, use: CheckpointUse): string {
  const terms = use.ageRestricted && !use.face ? GROWN_UP : DECENT;
  return negativePrompt.trim() === '' ? terms : `${negativePrompt}, ${terms}`;
}

/** At 1 ComfyUI leaves the negative prompt, and with it the safety words, out; little of it counts just above. */
export const LEAST_GUIDED_CFG = 2;
