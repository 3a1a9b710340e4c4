import { renderSvg } from '../comfy/svg.ts';
import { line, oval, shape } from '../comfy/drawing/shapes.ts';

const SIDE = 480;

const HAIR = '#4a3028';
const SKIN = '#eeba96';

/** A part and its mirror image. */
const both = (part: string) => `${part}<g transform="scale(-1 1)">${part}</g>`;

/** From the back to the front, on a square from -100 to 100 both ways. */
const PARTS = [
  '<rect x="-100" y="-100" width="200" height="200" fill="#7eaab2"/>',
  oval(0, 112, 82, 50, '#ce5c48'),
  oval(0, -14, 64, 70, HAIR),
  oval(0, 66, 20, 30, '#d69e7c'),
  both(oval(54, 6, 10, 15, '#dea684')),
  oval(0, 6, 52, 66, SKIN),
  shape('M-48 -20C-40 -64 -20 -61 0 -61C30 -61 48 -44 50 -17L46 -40Z', HAIR),
  both(oval(32, 26, 10, 7, '#f09e86')),
  both(oval(21, -20, 11, 2.5, HAIR)),
  both(oval(20, -3, 8.5, 6.5, '#faf8f4')),
  both(oval(20, -3, 4.5, 5.5, '#3a4e4a')),
  oval(21.5, -5, 1.4, 1.6, '#ffffff') + oval(-18.5, -5, 1.4, 1.6, '#ffffff'),
  oval(0, 17, 5.5, 4, '#d89a78'),
  line('M-20 31A20 15 0 0 0 20 31', '#9e3e3c', 4.4),
];

/** A friendly face as PNG, square. It is drawn from circles and ellipses, and is nobody's face. */
export async function drawnFace(): Promise<Buffer> {
  const size = `width="${SIDE}" height="${SIDE}" viewBox="-100 -100 200 200"`;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" ${size}>${PARTS.join('')}</svg>`;
  return renderSvg(svg, (picture) => picture.removeAlpha().png().toBuffer());
}
