import type { Drawings, Paints } from './drawing.ts';
import { both, box, line, oval, shape, times } from './shapes.ts';

interface Sitter {
  readonly ears: 'pointed' | 'round' | 'floppy' | 'long';
  readonly tail: 'bushy' | 'thin' | 'short' | 'puff';
  /** What its cheeks and chest are. */
  readonly mask: 'cheeks' | 'muzzle';
  readonly socks?: boolean;
  readonly stripes?: boolean;
  readonly mane?: boolean;
  readonly patches?: boolean;
}

/** An animal that sits and looks at whoever looks at it. */
function sitter(paints: Paints, kind: Sitter): string {
  const { body, dark, light, accent, ink, white } = paints;
  const pale = kind.mask === 'cheeks' ? white : light;
  const tails = {
    bushy:
      shape('M62 96C92 102 104 76 90 50C86 62 72 66 64 80Z', body) +
      shape('M90 50C98 64 98 74 94 80C88 74 84 72 80 64C85 60 88 56 90 50Z', pale),
    thin: line('M66 93C92 96 96 76 86 62', body, 6),
    short: line('M68 90C80 90 84 82 84 76', body, 7),
    puff: oval(73, 90, 7, 7, white),
  };
  const ears = {
    pointed: shape('M25 34L23 4Q24 1 28 4L46 18Z', body) + shape('M28.5 25L27.5 10L38 18Z', dark),
    round: oval(31, 15, 9.5, 9.5, body) + oval(31, 15, 5.5, 5.5, dark),
    floppy: shape('M36 14C22 10 14 24 18 44C26 48 34 38 37 26Z', dark),
    long: oval(39, 0, 6.5, 20, body, -8) + oval(39, 1, 3.2, 15, accent, -8),
  };
  const cheeks = both(shape('M24 37C34 33 46 38 50 52C42 56 29 48 24 37Z', pale));
  const muzzle = oval(50, 45, 12, 9, light);
  const coat = kind.patches === true ? ink : body;
  return [
    tails[kind.tail],
    kind.mane === true ? oval(50, 36, 34, 33, dark) : '',
    shape('M50 44C67 44 77 72 76 90C76 98 66 99 50 99C34 99 24 98 24 90C23 72 33 44 50 44Z', body),
    both(oval(30, 88, 9, 10, dark)),
    both(oval(31, 87.5, 8.6, 9.6, body)),
    shape('M50 48C61 52 63 70 57 84C54 88 46 88 43 84C37 70 39 52 50 48Z', pale),
    both(box(39.5, 68, 9.5, 31, kind.patches === true ? ink : body, 4.7)),
    kind.socks === true ? both(shape('M39.5 86H49V95Q49 99 44 99Q39.5 99 39.5 95Z', ink)) : '',
    line('M50 72V98', dark, 0.8),
    kind.ears === 'floppy'
      ? ''
      : both(kind.patches === true ? oval(31, 15, 9.5, 9.5, ink) : ears[kind.ears]),
    shape(
      'M50 56C39 56 25 48 23.5 35C23 22 36 14 50 14C64 14 77 22 76.5 35C75 48 61 56 50 56Z',
      body,
    ),
    kind.stripes === true
      ? line('M50 16V24M43.5 17V22M56.5 17V22', ink, 2.4) +
        both(line('M26 33L32 35M26.5 39L32 40M27 66L34 68M26 73L33 75', ink, 2.4))
      : '',
    kind.ears === 'floppy' ? both(ears.floppy) : '',
    kind.mask === 'cheeks' ? cheeks : muzzle,
    kind.patches === true ? both(oval(39, 34, 6.5, 7.5, coat, 20)) : '',
    both(oval(39.5, 34, 3, 3.7, kind.patches === true ? white : ink)),
    kind.patches === true ? both(oval(39.8, 34.4, 1.8, 2.3, ink)) : '',
    oval(40.5, 32.6, 1, 1.2, white) + oval(61.5, 32.6, 1, 1.2, white),
    shape('M46 42.5Q50 41 54 42.5Q53 47 50 48Q47 47 46 42.5Z', ink),
    line('M50 48V50.5Q47.5 53 45 51.5M50 50.5Q52.5 53 55 51.5', ink, 0.9),
  ].join('');
}

interface Walker {
  /** Its neck, from the shoulder to the head. */
  readonly neck: string;
  readonly neckWidth: number;
  readonly head: readonly [x: number, y: number, rx: number, ry: number, turn: number];
  readonly legs?: number;
  readonly belly?: number;
  /** What lies behind and before it. */
  readonly behind?: string;
  readonly before?: string;
}

/** An animal on four legs, from the side. */
function walker({ body, dark, ink }: Paints, kind: Walker): string {
  const { neck, neckWidth, head, legs = 6, belly = 15 } = kind;
  const leg = (x: number, bend: number, fill: string) =>
    line(`M${x} 62L${x + bend} 78L${x} 97`, fill, legs) +
    line(`M${x} 97.5H${x + 1.5}`, ink, Math.max(3, legs - 1.5));
  return [
    leg(30, -2, dark) + leg(66, 2, dark),
    kind.behind ?? '',
    line(neck, body, neckWidth),
    oval(46, 56, 27, belly, body),
    oval(27, 54, 11, 13, body) + oval(65, 54, 11, 13, body),
    leg(23, -2, body) + leg(60, 2, body),
    oval(...([head[0], head[1], head[2], head[3]] as const), body, head[4]),
    kind.before ?? '',
  ].join('');
}

export const BEASTS = {
  fox: {
    words: 'fox vixen',
    colour: '#d8692c',
    stands: 'ground',
    height: 420,
    draw: (p) => sitter(p, { ears: 'pointed', tail: 'bushy', mask: 'cheeks', socks: true }),
  },
  wolf: {
    words: 'wolf husky coyote',
    colour: '#7d8591',
    stands: 'ground',
    height: 440,
    draw: (p) => sitter(p, { ears: 'pointed', tail: 'bushy', mask: 'cheeks' }),
  },
  cat: {
    words: 'cat kitten kitty',
    colour: '#8a8178',
    stands: 'ground',
    height: 380,
    draw: (p) =>
      sitter(p, { ears: 'pointed', tail: 'thin', mask: 'muzzle' }) +
      both(line('M36 44L22 41M36 46.5L22 47.5', p.white, 0.6)),
  },
  tiger: {
    words: 'tiger',
    colour: '#e0842e',
    stands: 'ground',
    height: 450,
    draw: (p) => sitter(p, { ears: 'round', tail: 'thin', mask: 'muzzle', stripes: true }),
  },
  lion: {
    words: 'lion',
    colour: '#dca650',
    stands: 'ground',
    height: 450,
    draw: (p) => sitter(p, { ears: 'round', tail: 'thin', mask: 'muzzle', mane: true }),
  },
  dog: {
    words: 'dog puppy hound corgi',
    colour: '#b9854e',
    stands: 'ground',
    height: 400,
    draw: (p) => sitter(p, { ears: 'floppy', tail: 'short', mask: 'muzzle' }),
  },
  bear: {
    words: 'bear teddy',
    colour: '#7a5238',
    stands: 'ground',
    height: 460,
    draw: (p) => sitter(p, { ears: 'round', tail: 'puff', mask: 'muzzle' }),
  },
  panda: {
    words: 'panda',
    colour: '#f3f0e8',
    stands: 'ground',
    height: 430,
    draw: (p) => sitter(p, { ears: 'round', tail: 'puff', mask: 'muzzle', patches: true }),
  },
  mouse: {
    words: 'mouse rat hamster',
    colour: '#9a928c',
    accent: '#e3a5a5',
    stands: 'ground',
    height: 260,
    draw: (p) => sitter({ ...p, dark: p.accent }, { ears: 'round', tail: 'thin', mask: 'muzzle' }),
  },
  rabbit: {
    words: 'rabbit hare bunny',
    colour: '#b79b80',
    accent: '#e3b3a8',
    stands: 'ground',
    height: 340,
    draw: (p) => sitter(p, { ears: 'long', tail: 'puff', mask: 'muzzle' }),
  },
  horse: {
    words: 'horse pony stallion mare unicorn foal',
    colour: '#8a5534',
    stands: 'ground',
    height: 470,
    draw: (p) =>
      walker(p, {
        neck: 'M64 50L80 22',
        neckWidth: 14,
        head: [86, 22, 13, 6, 38],
        behind: line('M22 48C8 50 8 68 11 80', p.ink, 7),
        before:
          shape('M72 10C66 18 58 32 57 44C64 42 72 32 77 22Z', p.ink) +
          shape('M76 15L77 4L82 13Z', p.body) +
          oval(86, 19, 1.4, 1.7, p.ink) +
          oval(93.5, 29, 1, 0.8, p.ink),
      }),
  },
  deer: {
    words: 'deer stag doe fawn elk moose reindeer',
    colour: '#a5713f',
    stands: 'ground',
    height: 470,
    draw: (p) =>
      walker(p, {
        neck: 'M66 50L77 28',
        neckWidth: 10,
        legs: 4.4,
        belly: 13,
        head: [83, 25, 10.5, 5.2, 22],
        behind: oval(19, 50, 4, 6, p.white, 20),
        before:
          line('M77 20C70 12 72 4 68 -4M73 9L80 3M71 4L64 2', p.light, 2) +
          line('M80 19C78 12 83 6 82 -3M81 8L88 3', p.light, 2) +
          oval(73, 22, 6, 2.6, p.dark, -20) +
          oval(83, 23, 1.3, 1.6, p.ink) +
          oval(92, 28, 1.8, 1.5, p.ink),
      }),
  },
  cow: {
    words: 'cow bull calf',
    colour: '#efe9df',
    stands: 'ground',
    height: 400,
    draw: (p) =>
      walker(p, {
        neck: 'M64 50L76 40',
        neckWidth: 18,
        belly: 17,
        head: [82, 40, 11, 8, 20],
        behind: line('M20 48C12 54 14 66 12 74', p.dark, 3),
        before:
          oval(36, 50, 10, 7, p.ink, 10) +
          oval(58, 58, 7, 6, p.ink) +
          oval(90, 45, 5, 6, '#e3aaa0', 20) +
          line('M76 32Q74 26 79 24', p.light, 2.6) +
          oval(73, 37, 5, 2.4, p.ink, 20) +
          oval(83, 37, 1.4, 1.7, p.ink),
      }),
  },
  sheep: {
    words: 'sheep lamb',
    colour: '#f1ede3',
    stands: 'ground',
    height: 330,
    draw: (p) =>
      walker(
        { ...p, dark: '#4b4450' },
        {
          neck: 'M62 52L72 44',
          neckWidth: 18,
          belly: 19,
          head: [76, 42, 12, 11, 0],
          before:
            times(7, (i) => oval(24 + i * 7.5, 44 + (i % 2) * 3, 8, 8, p.body)) +
            times(6, (i) => oval(24 + i * 9, 66 - (i % 2) * 3, 7, 7, p.body)) +
            oval(82, 45, 7.5, 9.5, '#4b4450', -14) +
            oval(74, 42, 6, 2.6, '#4b4450', 24) +
            oval(83, 42, 1.4, 1.8, p.white) +
            oval(77, 34, 8, 6, p.body),
        },
      ),
  },
  elephant: {
    words: 'elephant mammoth',
    colour: '#8f97a3',
    stands: 'ground',
    height: 480,
    draw: (p) =>
      walker(p, {
        neck: 'M60 48L70 42',
        neckWidth: 26,
        legs: 12,
        belly: 22,
        head: [74, 40, 15, 15, 0],
        behind: line('M20 46C12 54 14 64 12 70', p.dark, 3),
        before:
          line('M84 44C92 54 88 68 90 78C91 84 97 83 97 78', p.body, 8) +
          oval(64, 42, 12, 16, p.dark, 8) +
          oval(64, 42, 9, 13, p.light, 8) +
          shape('M80 53Q86 62 93 60Q86 66 78 58Z', p.white) +
          oval(80, 37, 1.6, 2, p.ink),
      }),
  },
  giraffe: {
    words: 'giraffe',
    colour: '#e2b157',
    stands: 'ground',
    height: 560,
    draw: (p) =>
      walker(p, {
        neck: 'M66 54L76 8',
        neckWidth: 9,
        legs: 5,
        belly: 12,
        head: [82, 5, 9, 4.6, 18],
        behind: line('M20 50C14 58 15 66 13 72', p.dark, 2.6),
        before:
          line('M77 1L76 -7M80 1L81 -6', p.dark, 1.8) +
          [
            [30, 50, 5],
            [42, 54, 6],
            [54, 50, 5],
            [36, 62, 4],
            [50, 63, 4],
            [66, 50, 4],
            [70, 38, 3],
            [73, 26, 2.6],
            [74, 15, 2.2],
          ]
            .map(([x = 0, y = 0, r = 0]) => oval(x, y, r, r * 0.8, '#9a6431', 15))
            .join('') +
          oval(82, 4, 1.1, 1.4, p.ink),
      }),
  },
} satisfies Drawings;
