import type { Drawings, Paints } from './drawing.ts';
import { both, box, line, oval, shape, times } from './shapes.ts';

/** Somebody who stands there, dressed from head to foot, seen from the front. */
function figure({ body, dark, ink }: Paints, top: string): string {
  return [
    both(box(41, 66, 8, 32, '#3b3f55', 3)),
    both(shape('M40 96H49V99H36Q37 96 40 96Z', ink)),
    both(line('M37 40L30 62', dark, 7.5) + oval(29.6, 64, 3.6, 3.8, '#e6b592')),
    shape('M50 30C60 30 64 34 65 42L68 74Q59 79 50 79Q41 79 32 74L35 42C36 34 40 30 50 30Z', body),
    line('M50 34V78', dark, 1),
    box(46, 24, 8, 9, '#d9a37f', 3),
    oval(50, 17, 9.5, 11, '#e6b592'),
    both(oval(46.4, 17, 1.1, 1.5, ink)),
    line('M47 22Q50 24 53 22', '#a05a4a', 0.9),
    top,
  ].join('');
}

const HAIR = shape('M40 18C38 4 62 4 60 18C59 13 55 11 50 11C45 11 41 13 40 18Z', '#4a2f26');

export const FIGURES = {
  person: {
    words:
      'person man woman lady boy girl child human traveler traveller hiker king queen prince princess dancer farmer',
    colour: '#b8473a',
    stands: 'ground',
    height: 430,
    draw: (p) => figure(p, HAIR),
  },
  face: {
    words: 'face selfie',
    colour: '#3f6f8f',
    stands: 'ground',
    home: 'studio',
    height: 760,
    draw: (p) =>
      shape('M50 72C74 72 92 82 96 100H4C8 82 26 72 50 72Z', p.body) +
      shape(
        'M28 34C24 6 40 0 52 0C72 0 78 18 74 40C76 52 74 62 70 68H30C26 60 26 46 28 34Z',
        '#3f2a24',
      ) +
      box(42, 58, 16, 22, '#d39c78', 7) +
      both(oval(30.5, 42, 3.4, 5, '#d9a37f')) +
      oval(50, 40, 19.5, 25, '#e8b995') +
      shape(
        'M30 36C30 14 44 8 56 8C68 9 71 20 70.5 36C66 30 62 24 58 20C50 28 38 30 30 36Z',
        '#3f2a24',
      ) +
      both(
        oval(42, 42, 3.4, 2.6, p.white) +
          oval(42, 42, 1.8, 2.2, '#4a5a4a') +
          line('M37 36.5Q42 34 46 36', '#3f2a24', 1.4) +
          oval(37.5, 50, 3.6, 2.4, '#e5a184'),
      ) +
      line('M50 42Q52.5 49 49.5 50', '#c98b67', 1.2) +
      line('M44.5 56Q50 60 55.5 56', '#a84e48', 1.8) +
      shape('M42 74Q50 84 58 74L64 76Q50 92 36 76Z', p.dark),
  },
  knight: {
    words: 'knight warrior samurai soldier viking',
    colour: '#8d98a6',
    accent: '#b8382f',
    stands: 'ground',
    height: 470,
    draw: (p) =>
      line('M78 98V24', '#6b4a33', 2.2) +
      shape('M75 26L78 8L81 26Z', p.light) +
      figure(
        p,
        shape('M39 22V14C39 2 61 2 61 14V22C61 28 39 28 39 22Z', p.body) +
          shape('M41 15H59V18.5H41Z', p.ink) +
          line('M50 12V26', p.dark, 1) +
          shape('M50 4C50 -6 40 -8 34 -4C40 -2 42 2 44 5Z', p.accent),
      ) +
      shape('M20 44Q31 40 42 44V58Q40 68 31 73Q22 68 20 58Z', p.accent) +
      line('M31 44V71M21 54H41', p.light, 1.8),
  },
  wizard: {
    words: 'wizard witch mage sorcerer magician gandalf',
    colour: '#4a4a98',
    accent: '#ecc45a',
    stands: 'ground',
    height: 500,
    draw: (p) =>
      line('M76 98V30', '#6b4a33', 2.6) +
      oval(76, 27, 5, 5, p.lamp) +
      shape('M50 30C62 32 66 60 74 98H26C34 60 38 32 50 30Z', p.body) +
      both(shape('M40 40C32 50 26 58 24 66L33 69C38 60 42 52 44 46Z', p.dark)) +
      line('M33 66L28 67M67 66L75 62', '#e6b592', 5) +
      oval(50, 22, 9, 10, '#e6b592') +
      shape('M41 24C41 44 46 54 50 58C54 54 59 44 59 24C56 28 44 28 41 24Z', '#f1efe8') +
      both(oval(46.6, 20, 1.1, 1.4, p.ink)) +
      shape('M28 16C38 10 44 -8 58 -16C54 -4 60 8 72 16C62 20 38 20 28 16Z', p.body) +
      shape('M36 12.5Q50 16 64 12.5L65 15Q50 19 34 15.5Z', p.accent) +
      times(3, (i) => oval(44 + i * 7, 70 + (i % 2) * 12, 1.4, 1.4, p.accent)),
  },
  astronaut: {
    words: 'astronaut cosmonaut spaceman',
    colour: '#e8e6e0',
    accent: '#e07a3a',
    stands: 'ground',
    height: 460,
    draw: (p) =>
      box(30, 36, 40, 36, p.dark, 8) +
      both(box(36, 68, 12.5, 30, p.body, 5) + box(34, 92, 15, 7, p.dark, 3.5)) +
      both(line('M36 44L24 58L27 70', p.body, 10) + oval(27, 72, 5, 5, p.dark)) +
      box(33, 36, 34, 40, p.body, 12) +
      box(41, 48, 18, 12, p.light, 3) +
      oval(46, 54, 2, 2, p.accent) +
      oval(53, 54, 2, 2, '#3f8fc0') +
      line('M35 66H65', p.accent, 2.4) +
      oval(50, 21, 20, 20, p.body) +
      oval(51, 22, 15, 13.5, '#27344f') +
      shape('M40 18C42 12 50 10 56 11C50 14 44 18 42 24Z', '#7fa6cf'),
  },
  robot: {
    words: 'robot android cyborg mech',
    colour: '#7f9db0',
    accent: '#e8a33d',
    stands: 'ground',
    height: 460,
    draw: (p) =>
      line('M50 12V2', p.dark, 2.4) +
      oval(50, 1, 3.6, 3.6, p.accent) +
      box(26, 10, 48, 34, p.body, 9) +
      box(31, 16, 38, 20, p.ink, 8) +
      both(oval(41, 26, 5, 5, p.lamp)) +
      line('M44 40H56', p.dark, 2) +
      box(44, 43, 12, 7, p.dark) +
      both(line('M28 58L16 68L18 80', p.dark, 6) + oval(18, 82, 5, 5, p.body)) +
      box(27, 49, 46, 32, p.body, 8) +
      box(34, 56, 32, 17, p.light, 4) +
      times(3, (i) => oval(41 + i * 9, 62, 2.4, 2.4, [p.accent, p.lamp, p.dark][i] ?? p.dark)) +
      line('M38 69H62', p.dark, 1.6) +
      both(box(34, 80, 9, 14, p.dark, 2) + box(29, 92, 17, 7, p.body, 3.5)),
  },
  snowman: {
    words: 'snowman',
    colour: '#f4f7fa',
    accent: '#cf4436',
    stands: 'ground',
    height: 430,
    draw: (p) =>
      both(line('M34 54L12 42L6 32M12 42L4 44', '#6b4a33', 2.4)) +
      oval(50, 78, 27, 22, p.body) +
      oval(50, 52, 20, 17, p.body) +
      oval(50, 27, 15, 14, p.body) +
      shape('M36 36Q50 46 64 36L65 42Q50 51 35 42Z', p.accent) +
      shape('M56 42L64 40L68 58L60 60Z', p.accent) +
      box(38, 0, 24, 15, p.ink, 2) +
      box(31, 13, 38, 4, p.ink, 2) +
      box(38, 9, 24, 4, p.accent) +
      both(oval(45, 24, 1.8, 2, p.ink)) +
      shape('M49 28L68 31L49 33Z', '#e8862e') +
      [54, 62, 76].map((y) => oval(50, y, 1.8, 1.8, p.ink)).join(''),
  },
} satisfies Drawings;
