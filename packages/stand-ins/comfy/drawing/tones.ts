import { hexOf, type Colour } from '../palettes.ts';

export type Colours = readonly [Colour, ...Colour[]];

export const WHITE: Colour = [255, 255, 255];
export const SNOW: Colour = [236, 242, 250];

export function oneOf(colours: Colours, share: number): Colour {
  return colours[Math.floor(share * colours.length)] ?? colours[0];
}

export function gradient(id: string, stops: readonly (readonly [number, Colour])[]): string {
  const all = stops.map(([at, colour]) => `<stop offset="${at}" stop-color="${hexOf(colour)}"/>`);
  return `<linearGradient id="${id}" x2="0" y2="1">${all.join('')}</linearGradient>`;
}

export function radial(id: string, colour: Colour, strength: number): string {
  const stop = (at: number, share: number) =>
    `<stop offset="${at}" stop-color="${hexOf(colour)}" stop-opacity="${(strength * share).toFixed(3)}"/>`;
  return `<radialGradient id="${id}">${stop(0, 1)}${stop(0.25, 0.55)}${stop(0.6, 0.14)}${stop(1, 0)}</radialGradient>`;
}
