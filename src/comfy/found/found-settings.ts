/** What a picture was made with elsewhere, as far as its file says. Nothing here is checked against any range. */
export interface FoundSettings {
  readonly prompt: string | undefined;
  readonly negativePrompt: string | undefined;
  readonly steps: number | undefined;
  readonly cfg: number | undefined;
  /** As ComfyUI calls it. */
  readonly sampler: string | undefined;
  readonly scheduler: string | undefined;
  readonly seed: number | undefined;
  /** In pixels. */
  readonly width: number | undefined;
  readonly height: number | undefined;
}

/** The settings without the words that are empty; `undefined` where nothing is left. */
export function foundAny(found: FoundSettings): FoundSettings | undefined {
  const { prompt, negativePrompt, ...others } = found;
  const said = {
    ...others,
    prompt: prompt === '' ? undefined : prompt,
    negativePrompt: negativePrompt === '' ? undefined : negativePrompt,
  };
  return Object.values(said).some((value) => value !== undefined) ? said : undefined;
}
