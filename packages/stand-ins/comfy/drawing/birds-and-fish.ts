import type { Drawings, Paints } from './drawing.ts';
import { both, box, line, oval, shape, times } from './shapes.ts';

/** A bird on water. */
function swimmer(p: Paints): string {
  return (
    shape(
      'M6 66C14 70 24 66 34 60C44 54 62 56 74 60C88 66 88 86 72 96H28C12 92 4 80 6 66Z',
      p.body,
    ) +
    shape('M22 74C34 62 54 62 64 70C58 86 36 90 22 74Z', p.dark) +
    oval(72, 40, 16, 16, p.body) +
    box(60, 46, 24, 22, p.body, 10) +
    shape('M86 38C94 38 99 42 98 46C94 49 87 48 84 46Z', p.accent) +
    oval(76, 36, 2.6, 3, p.ink) +
    oval(77, 35, 0.9, 1, p.white)
  );
}

export const BIRDS_AND_FISH = {
  bird: {
    words: 'bird robin sparrow raven crow parrot heron crane dove',
    colour: '#c8543a',
    accent: '#e2a33a',
    stands: 'ground',
    height: 240,
    draw: (p) =>
      line('M46 82V98M56 82V98M46 98H52M56 98H62', p.accent, 2.4) +
      shape('M30 60L2 70L10 76L4 82L34 76Z', p.dark) +
      shape(
        'M22 66C22 46 40 34 54 30C56 16 78 14 82 30C84 44 82 62 72 74C62 88 38 88 28 78Z',
        p.body,
      ) +
      shape('M82 34C84 52 78 66 68 76C60 84 50 84 46 80C64 70 70 52 70 40Z', p.light) +
      shape('M30 58C40 48 54 48 62 56C56 72 38 78 24 72Z', p.dark) +
      shape('M82 26L98 33L82 37Z', p.accent) +
      oval(72, 28, 3, 3.4, p.ink) +
      oval(73, 27, 1, 1.1, p.white),
  },
  owl: {
    words: 'owl',
    colour: '#8b6645',
    accent: '#e6b04a',
    stands: 'ground',
    height: 330,
    draw: (p) =>
      shape('M50 8C72 8 82 30 80 58C79 84 68 98 50 98C32 98 21 84 20 58C18 30 28 8 50 8Z', p.body) +
      both(shape('M22 22L18 0L42 12Z', p.body)) +
      both(shape('M20 46C10 66 14 86 28 94C34 80 30 60 20 46Z', p.dark)) +
      oval(50, 72, 19, 23, p.light) +
      times(3, (row) =>
        times(4 - row, (i) =>
          line(`M${38 + row * 3.5 + i * 7} ${62 + row * 9}q2.5 4 5 0`, p.dark, 1.4),
        ),
      ) +
      both(
        oval(37, 34, 14, 14, p.light) +
          oval(38, 34, 9, 9, p.accent) +
          oval(39, 34, 5.5, 5.5, p.ink),
      ) +
      oval(41, 32, 1.8, 1.8, p.white) +
      oval(63, 32, 1.8, 1.8, p.white) +
      shape('M46 40L54 40L50 50Z', p.accent) +
      both(line('M40 98h6', p.accent, 3)),
  },
  penguin: {
    words: 'penguin',
    colour: '#2f3442',
    accent: '#eaa23c',
    stands: 'ground',
    height: 360,
    draw: (p) =>
      both(oval(41, 97, 8, 3.4, p.accent)) +
      both(shape('M26 44C14 58 14 72 18 80C26 76 30 64 31 54Z', p.dark)) +
      shape(
        'M50 4C66 4 70 18 70 30C78 46 80 66 76 82C72 96 60 98 50 98C40 98 28 96 24 82C20 66 22 46 30 30C30 18 34 4 50 4Z',
        p.body,
      ) +
      shape('M50 34C64 34 72 54 68 80C64 94 36 94 32 80C28 54 36 34 50 34Z', p.white) +
      both(oval(43, 24, 6, 7.5, p.white) + oval(44, 24, 2.2, 2.6, p.ink)) +
      shape('M45 29H55L50 36Z', p.accent),
  },
  duck: {
    words: 'duck duckling',
    colour: '#f0c64a',
    accent: '#e2802f',
    stands: 'water',
    height: 230,
    draw: swimmer,
  },
  swan: {
    words: 'swan goose',
    colour: '#f6f4ee',
    accent: '#e2802f',
    stands: 'water',
    height: 250,
    draw: swimmer,
  },
  eagle: {
    words: 'eagle hawk falcon seagull gull phoenix swallow',
    colour: '#7a5a40',
    accent: '#e6b04a',
    stands: 'sky',
    height: 260,
    draw: (p) =>
      shape(
        'M50 46C36 26 18 22 -8 28C2 34 4 38 10 40C8 44 14 48 18 48C18 54 26 56 32 56L50 62Z',
        p.dark,
      ) +
      shape(
        'M50 46C64 26 82 22 108 28C98 34 96 38 90 40C92 44 86 48 82 48C82 54 74 56 68 56L50 62Z',
        p.body,
      ) +
      shape('M50 36C58 40 60 56 56 68L62 84L50 80L38 84L44 68C40 56 42 40 50 36Z', p.body) +
      oval(50, 36, 7, 8, p.white) +
      shape('M47 38H53L50 46Z', p.accent) +
      both(oval(47.4, 34, 1, 1.3, p.ink)),
  },
  butterfly: {
    words: 'butterfly moth',
    colour: '#e07a3a',
    accent: '#f3d27a',
    stands: 'sky',
    height: 190,
    draw: (p) =>
      both(
        shape('M50 46C40 14 8 6 4 28C2 48 28 56 50 52Z', p.body) +
          shape('M50 54C30 54 14 66 20 84C28 98 46 78 50 62Z', p.dark) +
          oval(20, 30, 7, 9, p.accent, -30) +
          oval(30, 74, 5, 6, p.accent, 30) +
          line('M50 38Q44 24 38 22', p.ink, 1.4),
      ) + oval(50, 56, 3.4, 20, p.ink),
  },
  fish: {
    words: 'fish goldfish koi salmon',
    colour: '#e8803a',
    accent: '#f4c86a',
    stands: 'underwater',
    height: 300,
    draw: (p) =>
      shape('M26 52C14 40 6 30 2 26C4 44 4 60 0 78C10 74 18 64 28 56Z', p.dark) +
      shape('M42 34C48 18 62 16 74 20C70 26 70 30 70 36Z', p.dark) +
      shape('M44 70C46 82 54 86 62 86C62 80 62 76 60 70Z', p.dark) +
      shape(
        'M20 54C34 30 64 26 82 38C92 44 98 52 98 54C96 60 84 72 66 75C46 78 28 66 20 54Z',
        p.body,
      ) +
      shape('M24 56C40 66 64 70 94 58C86 68 74 74 62 75C46 76 32 66 24 56Z', p.light) +
      times(3, (i) => line(`M${40 + i * 10} 42q7 10 0 20`, p.accent, 2)) +
      line('M74 38q-7 15 0 32', p.dark, 2) +
      oval(84, 48, 4.2, 4.8, p.white) +
      oval(85, 48, 2.4, 3, p.ink),
  },
  whale: {
    words: 'whale orca dolphin',
    colour: '#4a78a8',
    stands: 'underwater',
    height: 420,
    draw: (p) =>
      shape(
        'M14 50C6 44 0 32 -2 24C8 24 14 28 18 36C22 28 30 26 36 26C32 38 26 48 20 54Z',
        p.dark,
      ) +
      shape(
        'M12 46C22 62 34 44 56 36C82 28 100 44 100 58C100 74 82 82 62 80C36 78 18 68 12 46Z',
        p.body,
      ) +
      shape('M40 70C58 74 82 74 100 60C100 74 82 82 62 80C52 79 46 76 40 70Z', p.light) +
      times(4, (i) => line(`M${58 + i * 8} 74l-3 5`, p.dark, 1)) +
      shape('M60 68C60 80 52 88 42 90C44 80 48 74 52 68Z', p.dark) +
      oval(84, 56, 2, 2.5, p.ink),
  },
  octopus: {
    words: 'octopus squid kraken',
    colour: '#b5507e',
    stands: 'underwater',
    height: 380,
    draw: (p) =>
      both(
        line('M46 60C42 78 46 90 36 97', p.body, 8) +
          line('M38 58C30 74 34 86 20 92', p.dark, 8) +
          line('M32 52C20 62 20 76 6 76', p.body, 8),
      ) +
      shape('M50 4C74 4 84 24 80 42C78 58 66 66 50 66C34 66 22 58 20 42C16 24 26 4 50 4Z', p.body) +
      oval(38, 18, 8, 5, p.light, -30) +
      both(oval(40, 42, 6, 7, p.white) + oval(41, 43, 3.2, 4, p.ink)) +
      line('M45 54Q50 58 55 54', p.ink, 1.6),
  },
  turtle: {
    words: 'turtle tortoise',
    colour: '#5d9a55',
    accent: '#8a6a42',
    stands: 'ground',
    height: 250,
    draw: (p) =>
      both(box(20, 80, 12, 18, p.dark, 6)) +
      oval(88, 62, 12, 10, p.body) +
      line('M76 80L86 66', p.body, 10) +
      shape('M8 86C8 54 28 38 48 38C70 38 86 58 86 86Z', p.accent) +
      shape('M30 86L34 64L48 56L62 64L66 86Z', p.dark) +
      box(4, 82, 86, 8, p.light, 4) +
      oval(92, 59, 1.9, 2.3, p.ink) +
      line('M92 67Q96 68 98 65', p.ink, 1),
  },
  dragon: {
    words: 'dragon wyvern',
    colour: '#3f8a5a',
    accent: '#e2a33a',
    stands: 'ground',
    height: 620,
    draw: (p) =>
      shape(
        'M46 50C36 24 22 10 -2 6C6 16 8 22 8 28C14 28 18 32 18 38C24 36 28 42 28 48C34 46 38 52 42 58Z',
        p.dark,
      ) +
      line('M38 78C24 90 10 94 -4 84', p.body, 9) +
      shape('M-4 84L-16 76L-8 94Z', p.accent) +
      shape(
        'M54 46C52 22 60 8 84 2C80 12 82 18 84 24C78 26 76 30 78 36C72 36 68 42 70 48C64 48 60 54 58 58Z',
        p.dark,
      ) +
      line('M54 46C60 30 66 14 84 2M55 48C64 36 70 28 84 24M56 50C64 42 68 38 78 36', p.body, 1.8) +
      shape('M30 82C30 64 42 48 56 48C70 50 72 76 66 96H38C32 94 30 88 30 82Z', p.body) +
      shape('M58 52C68 58 68 80 62 95H54C60 80 60 64 56 54Z', p.accent) +
      line('M58 58C58 42 74 44 76 30', p.body, 12) +
      shape(
        'M68 22C70 14 80 12 88 18L102 26C104 30 100 34 94 33L82 36C74 38 67 32 68 22Z',
        p.body,
      ) +
      shape('M70 17L60 8L76 14ZM76 14L70 4L82 14Z', p.accent) +
      line('M84 33L101 29', p.ink, 1) +
      oval(83, 22, 2.4, 2.4, p.accent) +
      oval(83.6, 22, 1, 1.9, p.ink) +
      oval(98, 25, 0.9, 0.8, p.ink) +
      both(shape('M34 96C34 92 44 92 46 99H32Z', p.dark)) +
      line('M62 70L70 78L76 76', p.body, 4),
  },
} satisfies Drawings;
