import type { Drawings, Paints } from './drawing.ts';
import { box, line, oval, shape, times } from './shapes.ts';

function pine({ body, dark }: Paints, snow: string): string {
  return (
    box(46.5, 84, 7, 15, '#5b4030') +
    shape('M50 0L66 34H59L74 62H64L82 90H18L36 62H26L41 34H34Z', body) +
    shape('M50 0L66 34H59L74 62H64L82 90H50Z', dark) +
    snow
  );
}

export const PLANTS = {
  tree: {
    words: 'tree oak maple willow bonsai',
    colour: '#5c9450',
    stands: 'ground',
    height: 620,
    draw: (p) =>
      shape(
        'M44 99C47 80 46 66 44 54L36 44L40 42L48 52L52 34L55 36L54 54L64 42L67 45L56 60C54 74 54 86 58 99Z',
        '#6a4a36',
      ) +
      oval(50, 26, 30, 24, p.dark) +
      oval(26, 38, 20, 17, p.dark) +
      oval(75, 38, 20, 17, p.dark) +
      oval(44, 22, 25, 19, p.body) +
      oval(24, 34, 16, 12, p.body) +
      oval(70, 32, 18, 13, p.body) +
      oval(38, 15, 14, 9, p.light) +
      oval(66, 26, 9, 6, p.light) +
      oval(20, 30, 7, 4.6, p.light) +
      line('M45 60L38 48M54 62L63 48', '#6a4a36', 2.4),
  },
  pine: {
    words: 'pine fir spruce christmas_tree conifer',
    colour: '#3f7358',
    stands: 'ground',
    height: 560,
    draw: (p) => pine(p, ''),
  },
  palm: {
    words: 'palm palm_tree coconut',
    colour: '#4f9a5a',
    stands: 'ground',
    height: 580,
    draw: (p) =>
      line('M44 99C46 76 50 52 58 26', '#8a6844', 6) +
      times(6, (i) => line(`M${43.4 + i * 2.4} ${90 - i * 11}q3 2 6 0`, '#6b4e32', 1.2)) +
      shape('M58 26C44 10 24 10 12 24C28 20 42 22 58 26Z', p.dark) +
      shape('M58 26C74 8 94 14 102 28C88 22 72 22 58 26Z', p.dark) +
      shape('M58 26C40 24 26 36 24 54C34 40 44 32 58 26Z', p.body) +
      shape('M58 26C76 24 90 38 90 54C80 40 72 32 58 26Z', p.body) +
      shape('M58 26C48 10 50 -4 62 -8C58 4 60 14 58 26Z', p.light) +
      [54, 60, 57].map((x, i) => oval(x, 28 + (i % 2) * 3, 3, 3, '#6b4430')).join(''),
  },
  flower: {
    words: 'flower rose tulip daisy poppy sunflower orchid lotus lily peony',
    colour: '#d9506c',
    accent: '#f0c04a',
    stands: 'ground',
    height: 380,
    draw: (p) =>
      line('M50 99C49 80 52 64 50 44', '#4c8a4a', 3.6) +
      shape('M50 84C40 68 26 66 18 70C24 82 38 88 50 84Z', '#4c8a4a') +
      shape('M50 74C58 58 72 58 82 60C76 74 64 80 50 74Z', '#5c9f58') +
      times(
        8,
        (i) =>
          `<g transform="rotate(${i * 45} 50 28)">${oval(50, 11, 8, 14, i % 2 ? p.dark : p.body)}</g>`,
      ) +
      times(
        8,
        (i) => `<g transform="rotate(${22 + i * 45} 50 28)">${oval(50, 17, 5, 9, p.light)}</g>`,
      ) +
      oval(50, 28, 9.5, 9.5, p.accent) +
      times(
        6,
        (i) => `<g transform="rotate(${i * 60} 50 28)">${oval(50, 22.5, 1.2, 1.2, '#a8742a')}</g>`,
      ),
  },
  mushroom: {
    words: 'mushroom toadstool fungus',
    colour: '#cb3f30',
    accent: '#f4ead6',
    stands: 'ground',
    height: 320,
    draw: (p) =>
      shape('M40 48C42 66 38 84 34 94C38 101 62 101 66 94C62 84 58 66 60 48Z', p.accent) +
      shape('M52 48H60C58 66 62 84 66 94C64 98 58 99 52 99Z', '#1f1c3a1c') +
      oval(50, 56, 18, 5, '#e2d3b6') +
      shape('M4 48C6 14 30 2 50 2C70 2 94 14 96 48C84 56 16 56 4 48Z', p.body) +
      shape('M70 8C86 16 95 30 96 48C92 51 84 52.6 74 53.4C82 38 80 20 70 8Z', p.dark) +
      oval(32, 24, 9, 7, p.accent, -20) +
      oval(58, 16, 7, 5, p.accent) +
      oval(50, 38, 8, 6, p.accent) +
      oval(20, 42, 5, 4, p.accent) +
      oval(78, 36, 7, 6, p.accent),
  },
  cactus: {
    words: 'cactus',
    colour: '#4f8a55',
    stands: 'ground',
    height: 460,
    draw: (p) =>
      line('M50 96V16', p.body, 20) +
      line('M50 66H24V40', p.body, 12) +
      line('M50 56H76V28', p.body, 12) +
      line('M45 94V18M55 94V18', p.dark, 1.2) +
      line('M24 62V40M76 50V28', p.dark, 1.2) +
      oval(50, 8, 6, 4, '#e77f9c') +
      oval(24, 33, 4, 3, '#e77f9c'),
  },
} satisfies Drawings;
