import { expect, it } from 'vitest';
import type { Chart } from '../../src/images/chart.ts';
import { PictureUnreadable } from '../../src/images/picture-task.ts';
import { chartDrawer, photoPool } from '../../src/images/picture-pool.ts';
import { sharp } from '../../src/images/sharp.ts';

const BARS: Chart = {
  title: 'Pictures by member',
  subtitle: 'This server, last 30 days',
  shape: 'bars',
  series: ['Pictures'],
  ticks: [
    { at: 0, label: '0' },
    { at: 40, label: '40' },
  ],
  groups: [
    { label: 'Ada', values: [40], texts: ['40'] },
    { label: 'ベン', values: [10], texts: ['10'] },
  ],
};

const draw = chartDrawer(new AbortController().signal);

async function pixels(chart: Chart) {
  const png = await draw(chart);
  expect(png.subarray(1, 4).toString()).toBe('PNG');
  const { data, info } = await sharp(png).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  const at = (x: number, y: number) => {
    const start = (y * info.width + x) * 3;
    return `#${data.subarray(start, start + 3).toString('hex')}`;
  };
  let bar = 0;
  let bright = 0;
  for (let start = 0; start < data.length; start += 3) {
    const colour = data.subarray(start, start + 3).toString('hex');
    if (colour === '56b4e9') bar += 1;
    if (colour === 'f2f3f5') bright += 1;
  }
  return { ...info, at, bar, bright };
}

it('draws a chart on a ground of its own, as wide as phones need it', async () => {
  const drawn = await pixels(BARS);
  expect(drawn.width).toBe(1000);
  expect(drawn.at(2, 2)).toBe('#1e1f22');
  // Four fifths of a bar are the longer one's.
  const half = await pixels({ ...BARS, groups: BARS.groups.slice(0, 1) });
  expect(half.bar / drawn.bar).toBeGreaterThan(0.7);
  expect(half.bar / drawn.bar).toBeLessThan(0.9);
});

it.each(['山', 'あ', 'カ', 'Ł', 'ş', 'ệ', 'Ж', 'ή'])('has the letter %s', async (letter) => {
  const named = async (label: string) => {
    const [first] = BARS.groups;
    const groups = [{ values: [40], texts: ['40'], ...first, label }];
    return (await pixels({ ...BARS, groups })).bright;
  };
  // A letter that no font has would be drawn as the same box for all of them.
  expect(await named(letter)).not.toBe(await named('\u{10FFFD}'));
});

it('refuses what is no chart', async () => {
  const pool = photoPool();
  const run = pool.run({ kind: 'chart' }, Buffer.from('{"title":1}'));
  await expect(run).rejects.toThrow(PictureUnreadable);
});

it('ends with the signal', async () => {
  await expect(draw(BARS, { signal: AbortSignal.abort(new Error('over')) })).rejects.toThrow(
    'over',
  );
});
