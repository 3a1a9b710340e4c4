import { blend, type Colour } from '../palettes.ts';
import { room, studio, wall } from './indoors.ts';
import { ground, grove, land } from './land.ts';
import { sky } from './sky.ts';
import { space } from './space.ts';
import { gradient, radial, WHITE } from './tones.ts';
import type { View } from './view.ts';
import { underwater, water } from './water.ts';

const LAMPLIGHT: Colour = [250, 214, 120];

/** Gradients that layers share, besides those of their own. */
export function definitions({ palette }: View): string {
  const { zenith, horizon, sun } = palette;
  return [
    gradient('sky', [
      [0, zenith],
      [0.55, blend(zenith, horizon, 0.5)],
      [1, horizon],
    ]),
    radial('glow', LAMPLIGHT, 0.75),
    radial('shine', sun, 0.9),
    radial('shadow', [10, 8, 30], 0.5),
    radial('mist', blend(horizon, WHITE, 0.3), 0.6),
    `<radialGradient id="edge" r=".78"><stop offset=".62" stop-color="#0a0820" stop-opacity="0"/><stop offset="1" stop-color="#0a0820" stop-opacity=".34"/></radialGradient>`,
  ].join('');
}

/** All that is behind the subjects. */
export function backdrop(view: View): string {
  switch (view.place) {
    case 'room':
      return room(view);
    case 'wall':
      return wall(view);
    case 'studio':
      return studio(view);
    case 'underwater':
      return underwater(view);
    case 'space':
      return space(view);
    case 'water':
      return sky(view) + (view.scene.land ? land(view) : '') + water(view);
    case undefined:
      return sky(view) + land(view) + (view.isBare ? '' : grove(view) + ground(view));
  }
}
