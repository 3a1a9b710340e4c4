import type { Drawings } from './drawing.ts';
import { both, box, line, oval, shape, times } from './shapes.ts';

export const BUILDINGS = {
  house: {
    words: 'house cottage cabin hut home barn shed villa',
    colour: '#e6d3b1',
    accent: '#b24a36',
    stands: 'ground',
    height: 460,
    draw: (p) =>
      box(70, 14, 9, 26, '#8a5a48') +
      shape('M14 48H86V99H14Z', p.body) +
      shape('M50 48H86V99H50Z', p.dark) +
      box(14, 48, 72, 51, p.body) +
      shape('M4 50L26 18H74L96 50Z', p.accent) +
      shape('M4 50H96L94 54H6Z', p.dark) +
      box(42, 66, 16, 33, '#6b4330', 2) +
      oval(54.5, 83, 1.2, 1.2, p.lamp) +
      both(
        box(20, 62, 16, 16, p.lamp) +
          line('M28 62V78M20 70H36', p.white, 1.4) +
          box(18, 78, 20, 3, p.white),
      ),
  },
  castle: {
    words: 'castle fortress palace tower fort',
    colour: '#a9a3ad',
    accent: '#a63d3d',
    stands: 'ground',
    height: 620,
    draw: (p) => {
      const tower = (x: number, y: number, width: number) =>
        box(x, y, width, 99 - y, p.body) +
        box(x + width * 0.62, y, width * 0.38, 99 - y, p.dark) +
        times(3, (i) =>
          box(x - 1 + (i * (width + 2 - width / 4.4)) / 2, y - 5, width / 4.4, 6, p.body),
        );
      const roof = (x: number, y: number, width: number, height: number) =>
        shape(`M${x - 2} ${y}L${x + width / 2} ${y - height}L${x + width + 2} ${y}Z`, p.accent) +
        line(`M${x + width / 2} ${y - height}V${y - height - 8}`, p.ink, 0.9) +
        shape(`M${x + width / 2} ${y - height - 8}l8 2.5l-8 2.5Z`, p.accent);
      const slit = (x: number, y: number) => box(x, y, 3.4, 8, p.lamp, 1.7);
      return (
        tower(36, 34, 28) +
        roof(36, 30, 28, 24) +
        box(16, 62, 68, 37, p.body) +
        box(58, 62, 26, 37, p.dark) +
        times(8, (i) => box(16 + i * 9, 57, 5, 6, p.body)) +
        tower(4, 48, 18) +
        roof(4, 44, 18, 20) +
        tower(78, 52, 18) +
        roof(78, 48, 18, 20) +
        shape('M41 99V82C41 70 59 70 59 82V99Z', '#4b3730') +
        line('M47 99V76M53 99V76M41 88H59', '#2f2430', 0.9) +
        slit(48.3, 46) +
        slit(11, 60) +
        slit(85, 64) +
        slit(27, 72) +
        slit(69, 72)
      );
    },
  },
  door: {
    words: 'door gate doorway entrance',
    colour: '#3a6ea8',
    accent: '#e9b94f',
    stands: 'wall',
    height: 640,
    draw: (p) =>
      shape('M18 99V40C18 -4 82 -4 82 40V99Z', '#d8ccba') +
      shape('M23 99V41C23 4 77 4 77 41V99Z', p.dark) +
      shape('M26 99V42C26 8 74 8 74 42V99Z', p.body) +
      shape('M30 42C30 14 47 13 47 13V42ZM53 13C70 14 70 42 70 42H53Z', p.lamp) +
      line('M50 9V99', p.dark, 1.4) +
      both(
        box(31, 49, 14.5, 18, p.dark, 1.5) +
          box(32.2, 50.2, 13.3, 16.8, p.light, 1.2) +
          box(31, 73, 14.5, 20, p.dark, 1.5) +
          box(32.2, 74.2, 13.3, 18.8, p.light, 1.2),
      ) +
      oval(54.6, 70, 1.9, 1.9, p.accent) +
      oval(38.4, 57, 2.6, 2.6, p.accent) +
      box(12, 97, 76, 4, '#b7aa98', 1),
  },
  lighthouse: {
    words: 'lighthouse light_house beacon',
    colour: '#cf4034',
    stands: 'ground',
    home: 'water',
    height: 640,
    draw: (p) =>
      `<path d="M50 14L190 -14V34L50 19Z" fill="${p.lamp}" fill-opacity=".35"/>` +
      shape('M38 26H62L70 99H30Z', p.white) +
      shape('M37 36H63L65 54H35ZM33.4 68H66.6L68.6 86H31.4Z', p.body) +
      shape('M54 26H62L70 99H56Z', '#1f1c3a26') +
      box(34, 22, 32, 5, p.ink, 1.5) +
      box(41, 9, 18, 14, p.lamp) +
      line('M46 9V23M50 9V23M54 9V23', p.ink, 0.8) +
      shape('M38 10C40 2 46 -1 50 -2C54 -1 60 2 62 10Z', p.body) +
      line('M50 -2V-7', p.ink, 1.2) +
      box(46, 86, 8, 13, p.ink, 3) +
      box(47.4, 58, 5, 7, p.lamp, 2),
  },
  windmill: {
    words: 'windmill mill',
    colour: '#d9cbb2',
    accent: '#a6503a',
    stands: 'ground',
    height: 560,
    draw: (p) =>
      shape('M38 34H62L68 99H32Z', p.body) +
      shape('M52 34H62L68 99H56Z', p.dark) +
      shape('M34 36C36 22 44 18 50 18C56 18 64 22 66 36Z', p.accent) +
      times(
        4,
        (i) =>
          `<g transform="rotate(${22 + i * 90} 50 32)">${line('M50 32V-12', '#6b4a33', 1.8)}${shape('M51 26H60L58 -12H51Z', p.white)}${line('M51 18H59M51 8H59M51 -2H58', '#6b4a33', 0.6)}</g>`,
      ) +
      oval(50, 32, 3, 3, p.ink) +
      box(44, 82, 12, 17, '#6b4330', 5) +
      box(46, 56, 8, 10, p.lamp, 2),
  },
  bridge: {
    words: 'bridge aqueduct viaduct',
    colour: '#b3543f',
    stands: 'water',
    height: 430,
    draw: (p) =>
      both(
        box(14, 8, 9, 92, p.body, 1) +
          box(18.5, 8, 4.5, 92, p.dark) +
          line('M18 12Q34 62 50 62', p.body, 1.8) +
          line('M18 12Q4 54 -40 68', p.body, 1.8) +
          times(5, (i) => line(`M${25 + i * 5.5} ${28 + i * 7.6}V70`, p.body, 0.7)) +
          times(5, (i) => line(`M${8 - i * 8} ${38 + i * 6}V70`, p.body, 0.7)),
      ) +
      box(-60, 68, 220, 5, p.dark) +
      box(-60, 67, 220, 2, p.light),
  },
} satisfies Drawings;
