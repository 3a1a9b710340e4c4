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
