import sharp, { type Sharp } from 'sharp';

const LOADS_SVG = { operation: ['VipsForeignLoadSvgBuffer'] };
let rendering = 0;

/**
 * Renders an SVG of the sandbox's own. The bot has sharp refuse SVG in its whole process, which in tests is
 * this one too, so it is let in only until `render` has settled.
 */
export async function renderSvg<T>(
  svg: string,
  render: (picture: Sharp) => Promise<T>,
): Promise<T> {
  rendering += 1;
  sharp.unblock(LOADS_SVG);
  try {
    return await render(sharp(Buffer.from(svg)));
  } finally {
    rendering -= 1;
    if (rendering === 0) sharp.block(LOADS_SVG);
  }
}
