import type { AtNode } from './at-node.ts';
import type { Channel, Mask, Picture } from './picture.ts';
import { padded } from './placing.ts';

const CHANNELS: readonly Channel[] = ['alpha', 'red', 'green', 'blue'];

/** The mask that comes out of a node; undefined where none does that is known here. */
export function maskFrom(at: AtNode): Mask | undefined {
  switch (at.className) {
    case 'LoadImage':
    case 'LoadImageOutput':
    case 'ETN_LoadImageBase64':
      return ofFirst(at.self(), 'alpha');
    case 'LoadImageMask':
    case 'ImageToMask': {
      const pictures = at.className === 'ImageToMask' ? at.pictures('image') : at.self();
      return ofFirst(pictures, CHANNELS.find((channel) => channel === at.text('channel')) ?? 'red');
    }
    case 'SolidMask': {
      const shade = Math.round(at.number('value', 1) * 255);
      const [width, height] = [at.number('width', 512), at.number('height', 512)];
      return ofFirst([{ kind: 'plain', width, height, colour: [shade, shade, shade] }], 'red');
    }
    case 'ImagePadForOutpaint': {
      const of = at.pictures('image')[0];
      if (!of) return undefined;
      const { width, height } = of;
      const kept: Picture = { kind: 'plain', width, height, colour: [0, 0, 0] };
      return ofFirst([padded(at, kept, [255, 255, 255])], 'red');
    }
    case 'InvertMask': {
      const mask = at.mask('mask');
      return mask && { ...mask, inverted: !mask.inverted };
    }
    default:
      return at.mask('mask') ?? at.mask('destination');
  }
}

function ofFirst([of]: readonly Picture[], channel: Channel): Mask | undefined {
  return of && { of, channel, inverted: false };
}
