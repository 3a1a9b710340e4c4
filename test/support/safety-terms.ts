/** The fixed words at the end of every negative prompt, as they reach the worker. */
export const DECENT = 'nsfw, nude, naked, sexual, explicit, lingerie, underwear';
/** The same for a picture without a face in an age-restricted channel. */
export const GROWN_UP = 'child, toddler, teenager, underage, schoolgirl, schoolboy';

/** A graph's node 8 with another negative prompt. */
export function askingAway(
  graph: { readonly '8': { readonly inputs: { readonly text: string } } },
  text: string,
): { '8': object } {
  return { '8': { ...graph['8'], inputs: { ...graph['8'].inputs, text } } };
}
