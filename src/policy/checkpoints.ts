/** The two checkpoint files that an operator configures. */
export interface Checkpoints {
  /** Treated as adult-rated unless it is also the general one. */
  readonly main: string;
  /** The operator vouches that it is general-audience. `undefined` disables everything that needs it. */
  readonly general: string | undefined;
}

/** The context a checkpoint is used in. */
export interface CheckpointUse {
  readonly face: boolean;
  /** Whether the channel is age-restricted. Unknown counts as not. */
  readonly ageRestricted: boolean;
}

/** The checkpoint file, or why there is none. */
export type CheckpointChoice =
  | { readonly kind: 'use'; readonly checkpoint: string }
  | { readonly kind: 'refuse'; readonly code: 'faces_off' | 'ordinary_channels_off' };

/**
 * Chooses a job's checkpoint. Faces and channels without age restriction always get the general-audience one.
 */
export function checkpointFor(
  use: CheckpointUse,
  { main, general }: Checkpoints,
): CheckpointChoice {
  if (use.ageRestricted && !use.face) return { kind: 'use', checkpoint: main };
  if (general !== undefined) return { kind: 'use', checkpoint: general };
  return { kind: 'refuse', code: use.face ? 'faces_off' : 'ordinary_channels_off' };
}

/** Matches adult ratings in a checkpoint's name, but not "Illustrious" or "xxXL". */
const ADULT_NAME =
  /nsfw|porn|hentai|(?<!il)lust|xxx(?!l(?![a-z]))|nude|naked|erotic|lewd|uncensored|r-?18|adult|\bsex|sexy|hardcore|futa|explicit|fuck|deep[ -]?throat|blow[ -]?job|penis|cumshot|pussy(?![ -]?(?:cat|willow))|nipple(?!wort)|labia(?!l)|vagina/i;

/** The word in a checkpoint's file name that marks it as adult-rated, if any. */
export function adultWordIn(checkpoint: string): string | undefined {
  return ADULT_NAME.exec(checkpoint.replaceAll('_', ' '))?.[0];
}

/**
 * Why a workflow of this rating is refused in this context, or `undefined` if it is allowed. Adult-rated
 * models need an age-restricted channel and never receive pictures of people.
 */
export function ratingRefusal(
  rating: 'general' | 'adult',
  { face, ageRestricted }: CheckpointUse,
): 'adult_workflow' | 'faces_off' | undefined {
  if (rating === 'general') return undefined;
  if (face) return 'faces_off';
  return ageRestricted ? undefined : 'adult_workflow';
}

/** Negative terms for every picture made from a face and every picture outside age-restricted channels. */
const EXPLICIT_TERMS = 'nsfw, nude, naked, sexual, explicit, lingerie, underwear';
/** Negative terms for pictures that may be explicit. */
const MINOR_TERMS = 'child, toddler, teenager, underage, schoolgirl, schoolboy';

/**
 * The negative prompt sent to the worker: the requester's own, then the fixed safety terms. No request can
 * remove those.
 */
export function withSafetyTerms(negativePrompt: string, use: CheckpointUse): string {
  const terms = use.ageRestricted && !use.face ? MINOR_TERMS : EXPLICIT_TERMS;
  return negativePrompt.trim() === '' ? terms : `${negativePrompt}, ${terms}`;
}

/**
 * At CFG 1, ComfyUI ignores the negative prompt and the safety terms in it. Just above 1 they have little
 * effect.
 */
export const LEAST_GUIDED_CFG = 2;
