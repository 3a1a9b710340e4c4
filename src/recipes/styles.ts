import type { KeptValues } from './settings.ts';

/** The option of `/imagine` that sets several others. */
export const STYLE_OPTION = 'style';

/** From the quickest to the most detailed. */
export const STYLE_NAMES = ['draft', 'fast', 'balanced', 'fine'] as const;

/**
 * The options that a style sets. All are sampled with a solver of second order, which needs fewer steps than
 * euler, but for the draft.
 */
export const STYLES: Readonly<Record<(typeof STYLE_NAMES)[number], KeptValues>> = {
  draft: { steps: 15, cfg: 6, sampler: 'euler', scheduler: 'normal' },
  fast: { steps: 18, cfg: 6, sampler: 'dpmpp_2m', scheduler: 'karras' },
  balanced: { steps: 28, cfg: 7, sampler: 'dpmpp_2m', scheduler: 'karras' },
  fine: { steps: 45, cfg: 7, sampler: 'dpmpp_2m', scheduler: 'karras' },
};

/** The values of a style; none for any other name. */
export function styleValues(name: unknown): KeptValues {
  const style = STYLE_NAMES.find((one) => one === name);
  return style === undefined ? {} : STYLES[style];
}
