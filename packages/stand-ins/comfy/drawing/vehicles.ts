import type { Drawings } from './drawing.ts';
import { both, box, line, oval, shape, times } from './shapes.ts';

export const VEHICLES = {
  ship: {
    words: 'ship sailboat boat yacht galleon harbour harbor port marina',
    colour: '#7a4a30',
    accent: '#f1ece0',
    stands: 'water',
    height: 520,
    draw: (p) =>
      line('M48 80V2M26 80V20', '#5b3a28', 2) +
      shape('M50 8C70 22 76 44 74 62C66 66 58 66 50 64C54 44 54 26 50 8Z', p.accent) +
      shape('M46 12C34 30 30 48 31 62C38 64 42 64 46 62Z', p.accent) +
      shape('M24 24C10 36 6 52 8 66C14 68 20 68 24 66Z', p.accent) +
      shape('M62 65C66 56 67 40 64 27C74 40 76 54 74 62C70 64 66 65 62 65Z', '#2b203018') +
      shape('M48 2L62 6L48 9Z', '#b8382f') +
      line('M76 78L94 66', '#5b3a28', 1.8) +
      shape('M2 74C30 82 66 82 92 74C88 90 80 98 72 100H18C10 96 4 86 2 74Z', p.body) +
      shape('M2 74C30 82 66 82 92 74L91 78C66 86 30 86 3 79Z', p.light) +
      times(5, (i) => oval(22 + i * 12, 90, 1.9, 1.9, p.lamp)),
  },
  car: {
    words: 'car taxi cab automobile sportscar',
    colour: '#c8412f',
    stands: 'ground',
    height: 300,
    draw: (p) =>
      shape(
        'M-8 84C-10 66 -4 62 12 58C22 42 30 36 50 36C70 36 80 44 90 56C104 58 110 66 108 84Z',
        p.body,
      ) +
      shape('M20 57C27 46 34 42 46 42V57ZM50 42C64 42 72 48 80 57H50Z', '#bcd7e6') +
      shape('M34 57L42 42H46V57ZM58 57L62 44C64 44.6 66 45.4 68 46.4L64 57Z', '#ffffff55') +
      box(-9, 72, 118, 5, p.dark, 2) +
      box(101, 64, 7, 6, p.lamp, 3) +
      box(-8, 64, 6, 6, '#e2553f', 3) +
      line('M52 64H58', p.dark, 1.8) +
      [14, 84]
        .map(
          (x) =>
            oval(x, 85, 14, 14, p.ink) +
            oval(x, 85, 7, 7, '#c9cdd3') +
            oval(x, 85, 2.4, 2.4, p.ink),
        )
        .join(''),
  },
  bicycle: {
    words: 'bicycle bike',
    colour: '#2f8f8a',
    stands: 'ground',
    height: 340,
    draw: (p) =>
      [12, 88]
        .map(
          (x) =>
            `<circle cx="${x}" cy="74" r="23" fill="none" stroke="${p.ink}" stroke-width="3.4"/>` +
            `<circle cx="${x}" cy="74" r="20" fill="none" stroke="${p.light}" stroke-width="1"/>` +
            times(
              6,
              (i) =>
                `<g transform="rotate(${i * 30} ${x} 74)">${line(`M${x} 54V94`, '#c9cdd3', 0.6)}</g>`,
            ) +
            oval(x, 74, 2.8, 2.8, p.ink),
        )
        .join('') +
      line('M12 74L32 36L78 38L46 74ZM32 36L46 74', p.body, 4.4) +
      line('M88 74L76 28', p.body, 4.4) +
      line('M76 28L70 24M76 28L88 25', p.ink, 3.4) +
      line('M32 36L29 28', p.ink, 3) +
      line('M20 27H37', '#5b3a28', 5.4) +
      oval(46, 74, 6, 6, p.dark) +
      line('M46 74L54 84M50 85H58', p.ink, 2.4) +
      shape('M72 34H94L90 50H76Z', '#a97b48') +
      line('M74 39H92M75 44H91', '#7d5736', 1),
  },
  train: {
    words: 'train locomotive tram',
    colour: '#2f5a48',
    accent: '#c8412f',
    stands: 'ground',
    height: 380,
    draw: (p) =>
      oval(88, 10, 10, 7, '#ffffffaa') +
      oval(72, 2, 13, 8, '#ffffff88') +
      oval(50, -6, 15, 9, '#ffffff66') +
      shape('M80 42V22H76V18H94V22H90V42Z', p.ink) +
      box(40, 40, 64, 34, p.body, 12) +
      box(40, 40, 64, 10, p.light, 8) +
      box(-6, 22, 48, 58, p.body, 3) +
      box(-10, 18, 56, 7, p.accent, 3) +
      box(2, 32, 14, 18, p.lamp, 2) +
      box(21, 32, 14, 18, p.lamp, 2) +
      box(-8, 72, 114, 8, p.accent, 2) +
      shape('M104 78L118 98H98Z', p.ink) +
      oval(104, 54, 4, 5, p.lamp) +
      [6, 34, 62, 88]
        .map(
          (x) =>
            oval(x, 87, 12, 12, p.ink) + oval(x, 87, 7, 7, p.accent) + oval(x, 87, 2, 2, p.ink),
        )
        .join('') +
      line('M34 87H88', '#c9cdd3', 2.4),
  },
  plane: {
    words: 'plane airplane aeroplane aircraft jet',
    colour: '#e7e9ec',
    accent: '#c8412f',
    stands: 'sky',
    height: 260,
    draw: (p) =>
      `<g transform="rotate(-8 50 50)">` +
      shape('M10 46L-4 20H8L28 44Z', p.accent) +
      shape('M44 48L26 22H38L66 46Z', p.dark) +
      shape(
        'M-2 48C20 40 70 38 92 44C102 47 106 52 104 55C96 62 40 64 18 60C8 58 0 54 -2 48Z',
        p.body,
      ) +
      line('M6 55C40 60 80 60 103 55', p.accent, 2.6) +
      times(7, (i) => oval(34 + i * 7.5, 49, 2, 2.2, '#4a6f92')) +
      shape('M90 45C96 46 100 49 101 51L90 51Z', '#4a6f92') +
      shape('M48 56L26 86H40L70 57Z', p.light) +
      shape('M10 55L0 66H10L22 57Z', p.light) +
      `</g>`,
  },
  balloon: {
    words: 'balloon zeppelin airship',
    colour: '#d2483a',
    accent: '#f2d9a0',
    stands: 'sky',
    height: 400,
    draw: (p) =>
      shape(
        'M50 -4C80 -4 92 18 88 38C84 56 66 68 60 78H40C34 68 16 56 12 38C8 18 20 -4 50 -4Z',
        p.body,
      ) +
      shape(
        'M50 -4C34 2 28 20 30 40C32 56 40 68 44 78H40C34 68 16 56 12 38C8 18 20 -4 50 -4Z',
        p.accent,
      ) +
      shape(
        'M50 -4C62 2 68 20 66 40C64 58 58 68 56 78H44C40 68 33 56 31 40C29 20 36 2 50 -4Z',
        p.body,
      ) +
      shape(
        'M50 -4C56 2 58 20 57 40C56 58 53 70 52 78H48C47 70 44 58 43 40C42 20 44 2 50 -4Z',
        p.accent,
      ) +
      shape('M66 4C84 14 92 24 88 38C84 56 66 68 60 78H56C66 62 78 40 66 4Z', '#1f1c3a22') +
      line('M41 78L44 88M59 78L56 88M50 78V88', p.ink, 0.8) +
      box(42.5, 87, 15, 12, '#9a6a3f', 2) +
      line('M43 91H57M43 95H57', '#6f4a2c', 0.9),
  },
  rocket: {
    words: 'rocket spaceship space_ship spacecraft shuttle ufo',
    colour: '#e9e7e2',
    accent: '#d2483a',
    stands: 'space',
    height: 520,
    draw: (p) =>
      `<g transform="rotate(18 50 50)">` +
      shape('M42 84C40 96 46 104 50 116C54 104 60 96 58 84Z', '#f2a33c') +
      shape('M46 84C45 92 48 98 50 105C52 98 55 92 54 84Z', '#fbe7a0') +
      both(shape('M34 58C24 66 20 78 22 92L37 80Z', p.accent)) +
      shape('M50 -8C64 8 70 34 66 62L62 84H38L34 62C30 34 36 8 50 -8Z', p.body) +
      shape('M50 -8C64 8 70 34 66 62L62 84H54C60 50 60 20 50 -8Z', p.dark) +
      shape('M50 -8C56 -1 60.6 8 63.6 18H36.4C39.4 8 44 -1 50 -8Z', p.accent) +
      oval(50, 36, 9, 9, p.accent) +
      oval(50, 36, 6.4, 6.4, '#8fc3e0') +
      oval(48, 34, 2, 2, '#e6f4fb') +
      box(38, 80, 24, 5, p.ink, 2) +
      `</g>`,
  },
} satisfies Drawings;
