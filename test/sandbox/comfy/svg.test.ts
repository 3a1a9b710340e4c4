import { expect, it } from 'vitest';
import { renderSvg } from '../../../packages/stand-ins/comfy/svg.ts';
import { sharp } from '../../../src/images/sharp.ts';

const SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="7"><rect/></svg>';

it('an SVG is rendered in the process of a bot, which refuses every other one', async () => {
  const sizes = await Promise.all(
    [1, 2].map(() =>
      renderSvg(SVG, (picture) => picture.raw().toBuffer({ resolveWithObject: true })),
    ),
  );
  expect(sizes.map(({ info }) => [info.width, info.height])).toEqual([
    [9, 7],
    [9, 7],
  ]);
  await expect(sharp(Buffer.from(SVG)).raw().toBuffer()).rejects.toThrow('unsupported');
});
