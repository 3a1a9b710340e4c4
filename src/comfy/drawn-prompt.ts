import { drawAlternatives, everyAlternative } from './alternatives.ts';
import type { Params } from './recipe.ts';
import { notesOf, noting } from './request-notes.ts';

/**
 * Draws one of each `{a|b}` in the prompt, and notes how it was written. `draw` gives whole numbers from 0 to
 * 2^53 - 1. Nothing else changes where there is nothing to draw.
 */
export function withDrawnPrompt<Given extends Params>(params: Given, draw: () => number): Given {
  const { prompt } = params;
  if (prompt === undefined) return params;
  const drawn = drawAlternatives(prompt, (count) => draw() % count);
  if (drawn === prompt) return params;
  return noting({ ...params, prompt: drawn }, { ...notesOf(params), written: prompt });
}

/** The params with their prompt as it was written, to be drawn from anew. */
export function asWritten<Given extends Params>(params: Given): Given {
  const { written } = notesOf(params);
  return written === undefined ? params : { ...params, prompt: written };
}

/** Every alternative that there was beside the drawn ones, as words that are screened too. */
export function alternativesIn(params: Params): readonly string[] {
  const { written } = notesOf(params);
  return written === undefined ? [] : [everyAlternative(written)];
}
