/** At 1 ComfyUI leaves the negative prompt, and with it the safety words, out; little of it counts just above. */
export const LEAST_GUIDED_CFG = 2;
