import type { Drawings } from './drawing.ts';
import { box, line, oval, shape, times } from './shapes.ts';

export const THINGS = {
  cup: {
    words: 'cup mug coffee tea teacup espresso cappuccino latte',
    colour: '#c8523e',
    stands: 'table',
    height: 400,
    draw: (p) =>
      line('M40 26C34 16 46 10 40 0M54 26C48 16 60 10 54 0', '#ffffff99', 2.6) +
      oval(47, 95, 44, 5.5, p.light) +
      oval(47, 93.4, 30, 3, p.dark) +
      line('M74 48C96 44 94 76 70 74', p.body, 6.5) +
      shape('M16 36H78C78 66 72 92 60 93H34C22 92 16 66 16 36Z', p.body) +
      shape('M62 36H78C78 66 72 92 60 93H54C62 78 64 56 62 36Z', p.dark) +
      oval(47, 36, 31, 6.5, p.light) +
      oval(47, 36.6, 27.5, 4.8, '#4a2d20') +
      oval(40, 36, 10, 1.8, '#8a5d3c') +
      line('M24 46C24 60 27 72 32 80', p.light, 2.4),
  },
  book: {
    words: 'book novel tome diary notebook spellbook',
    colour: '#3d5f9a',
    accent: '#e7b54c',
    stands: 'table',
    height: 300,
    draw: (p) =>
      shape(
        'M-6 90C14 80 36 82 50 92C64 82 86 80 106 90V96C86 88 64 90 50 99C36 90 14 88 -6 96Z',
        p.dark,
      ) +
      shape('M-8 36C12 28 36 30 50 40V94C36 84 12 82 -8 90Z', p.body) +
      shape('M108 36C88 28 64 30 50 40V94C64 84 88 82 108 90Z', p.body) +
      shape('M-3 34C14 26 38 28 50 38V90C38 80 14 78 -3 85Z', '#f7f0df') +
      shape('M103 34C86 26 62 28 50 38V90C62 80 86 78 103 85Z', '#efe5cd') +
      times(5, (i) =>
        line(`M6 ${44 + i * 8}C18 ${40 + i * 8} 34 ${42 + i * 8} 43 ${48 + i * 8}`, '#9b8d7a', 1.2),
      ) +
      times(5, (i) =>
        line(
          `M94 ${44 + i * 8}C82 ${40 + i * 8} 66 ${42 + i * 8} 57 ${48 + i * 8}`,
          '#9b8d7a',
          1.2,
        ),
      ) +
      shape('M70 30L78 29.4V66L74 61L70 66Z', p.accent),
  },
  lantern: {
    words: 'lantern lamp candle torch campfire fire',
    colour: '#4a4650',
    stands: 'ground',
    height: 320,
    draw: (p) =>
      `<circle cx="50" cy="58" r="78" fill="url(#glow)"/>` +
      line('M38 22C38 2 62 2 62 22', p.body, 3) +
      shape('M30 34L40 20H60L70 34Z', p.body) +
      box(30, 34, 40, 52, '#f6c765') +
      oval(50, 62, 13, 19, '#fde9ad') +
      shape('M50 46C58 58 58 70 50 74C42 70 42 58 50 46Z', '#f08c2e') +
      shape('M50 56C54 62 54 68 50 71C46 68 46 62 50 56Z', '#fff3c4') +
      line('M31 34V86M69 34V86M50 34V44', p.body, 3) +
      shape('M24 86H76L72 98H28Z', p.body) +
      box(24, 84, 52, 4, p.light, 2),
  },
  umbrella: {
    words: 'umbrella parasol',
    colour: '#cf4436',
    stands: 'ground',
    height: 420,
    draw: (p) =>
      line('M50 30V90C50 100 64 100 64 90', '#5b3a28', 3.4) +
      shape(
        'M2 50C4 20 26 6 50 6C74 6 96 20 98 50C90 44 76 44 68 50C62 44 56 44 50 50C44 44 38 44 32 50C24 44 10 44 2 50Z',
        p.body,
      ) +
      shape('M50 6C74 6 96 20 98 50C90 44 76 44 68 50C66 30 60 14 50 6Z', p.dark) +
      shape('M50 6C42 14 34 30 32 50C24 44 10 44 2 50C4 20 26 6 50 6Z', p.light) +
      line('M50 6V0', '#5b3a28', 2.6),
  },
  apple: {
    words: 'apple fruit peach cherry',
    colour: '#c93a34',
    stands: 'table',
    height: 280,
    draw: (p) =>
      shape(
        'M50 30C66 14 94 24 92 54C90 82 70 102 54 97Q50 95 46 97C30 102 10 82 8 54C6 24 34 14 50 30Z',
        p.body,
      ) +
      shape('M72 22C96 36 96 80 62 98C84 84 88 48 72 22Z', p.dark) +
      oval(28, 44, 7, 13, p.light, 24) +
      line('M50 32C50 20 54 12 60 6', '#6b4a33', 3.4) +
      shape('M54 18C62 4 80 4 88 10C82 22 66 26 54 18Z', '#5c9f58'),
  },
  cake: {
    words: 'cake cupcake pie dessert birthday',
    colour: '#e8a0b0',
    accent: '#f6ead6',
    stands: 'table',
    height: 380,
    draw: (p) =>
      oval(50, 95, 50, 5, '#d8dde2') +
      box(8, 60, 84, 34, p.body, 6) +
      box(20, 34, 60, 28, p.accent, 6) +
      shape(
        'M8 66C14 78 22 66 29 66C36 80 44 66 50 66C57 78 64 66 71 66C78 80 86 66 92 66V62Q92 58 86 58H14Q8 58 8 62Z',
        p.light,
      ) +
      shape(
        'M20 40C26 50 32 40 38 40C44 50 50 40 56 40C62 50 70 40 80 40V38Q80 33 74 33H26Q20 33 20 38Z',
        p.body,
      ) +
      [34, 50, 66]
        .map(
          (x) =>
            box(x - 1.8, 14, 3.6, 20, p.dark) +
            shape(
              `M${x} 2C${x + 5} 8 ${x + 4} 13 ${x} 14C${x - 4} 13 ${x - 5} 8 ${x} 2Z`,
              '#f4b23f',
            ),
        )
        .join(''),
  },
  guitar: {
    words: 'guitar ukulele',
    colour: '#b8713a',
    stands: 'ground',
    height: 520,
    draw: (p) =>
      `<g transform="rotate(14 50 60)">` +
      box(47, -2, 6, 56, '#4b3328') +
      box(44.5, -12, 11, 14, p.dark, 3) +
      shape(
        'M50 44C62 42 66 50 64 58C62 64 70 70 70 82C70 96 60 100 50 100C40 100 30 96 30 82C30 70 38 64 36 58C34 50 38 42 50 44Z',
        p.dark,
      ) +
      shape(
        'M50 46C60 44.6 63.6 51 62 58C60 65 67.4 71 67.4 82C67.4 94 59 97.6 50 97.6C41 97.6 32.6 94 32.6 82C32.6 71 40 65 38 58C36.4 51 40 44.6 50 46Z',
        p.body,
      ) +
      oval(50, 66, 7.4, 7.4, '#3a241c') +
      box(42, 84, 16, 3.4, '#4b3328', 1) +
      line('M48 -4V85M50 -4V85M52 -4V85', '#f2e6c8', 0.5) +
      `</g>`,
  },
} satisfies Drawings;
