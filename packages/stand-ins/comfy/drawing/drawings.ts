import type { Drawing } from './drawing.ts';
import { BEASTS } from './beasts.ts';
import { BIRDS_AND_FISH } from './birds-and-fish.ts';
import { BUILDINGS } from './buildings.ts';
import { FIGURES } from './figures.ts';
import { PLANTS } from './plants.ts';
import { THINGS } from './things.ts';
import { VEHICLES } from './vehicles.ts';

/** Everything that the stand-in can draw. */
export const DRAWINGS = {
  ...BEASTS,
  ...BIRDS_AND_FISH,
  ...FIGURES,
  ...BUILDINGS,
  ...VEHICLES,
  ...PLANTS,
  ...THINGS,
};

export type DrawingName = keyof typeof DRAWINGS;

/** The drawing of that name. */
export function drawingOf(name: DrawingName): Drawing {
  return DRAWINGS[name];
}
