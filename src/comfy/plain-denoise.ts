/**
 * How much is changed, in hundredths, as ComfyUI's own page has it. Of less than 1 ComfyUI plans
 * steps / denoise steps and takes the last of them (`set_steps` in comfy/samplers.py), so that a billionth
 * would keep its worker busy until its memory is full.
 */
export function plainDenoise(denoise: number): number {
  return Math.round(denoise * 100) / 100;
}
