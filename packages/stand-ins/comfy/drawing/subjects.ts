import { blend, colourOf, hexOf, type Colour } from '../palettes.ts';
import type { Drawing, Paints } from './drawing.ts';
import { drawingOf } from './drawings.ts';
import type { Scene, Subject } from './scene.ts';
import { moonscape } from './space.ts';
import type { View } from './view.ts';
import { shore, wash } from './water.ts';

const NIGHT: Colour = [22, 30, 74];
const INK = '#2b2733';

interface Placed {
  readonly drawing: Drawing;
  readonly subject: Subject;
  readonly x: number;
  /** Its feet. */
  readonly y: number;
  readonly height: number;
  readonly flipped: boolean;
}

/** The subjects, those in front last. */
export function subjects(view: View): string {
  const { scene, place, width, groundY } = view;
  const all = shownIn(scene).flatMap((subject) =>
    Array.from({ length: subject.count }, () => ({ subject, drawing: drawingOf(subject.name) })),
  );
  const flying = all.filter(({ drawing }) => level(drawing, view) === 'air');
  const standing = all.filter(({ drawing }) => level(drawing, view) === 'ground');
  const floating = all.filter(({ drawing }) => level(drawing, view) === 'water');
  const needsShore = place === 'water' && standing.length > 0;
  const onMoon = place === 'space' && standing.length > 0;
  const floor = needsShore ? shore(view) : onMoon ? moonscape(view) : '';
  const standY = place === 'studio' ? view.height : (groundY + view.height) / 2;
  return [
    ...spread(floating, view, view.height * (needsShore ? 0.7 : 0.84)).map(
      (one) => put(one, view) + wash(view, one.y),
    ),
    ...spread(flying, view, view.height * 0.42).map((one) => put(one, view)),
    floor,
    ...spread(standing, view, standY).map((one) => shadow(one, width) + put(one, view)),
  ].join('');
}

/** A portrait of a fox shows the fox, one of a woman or of nothing named a face. */
function shownIn({ subjects: named, closeUp }: Scene): readonly Subject[] {
  const others = named.filter(({ name }) => name !== 'face');
  if (!closeUp) return others.length > 0 ? others : named;
  const [first] = others;
  if (first && first.name !== 'person') return others;
  return [{ name: 'face', colour: first?.colour, count: 1 }, ...others.slice(1)];
}

/** What carries a drawing in its scene. */
function level({ stands }: Drawing, { place }: View): 'air' | 'ground' | 'water' {
  switch (stands) {
    case 'sky':
    case 'space':
      return 'air';
    case 'water':
      return place === 'water' ? 'water' : 'ground';
    case 'underwater':
    case 'ground':
    case 'table':
    case 'wall':
      return place === 'underwater' ? 'air' : 'ground';
  }
}

/** Beside each other, the larger ones behind. */
function spread(
  all: readonly { readonly subject: Subject; readonly drawing: Drawing }[],
  view: View,
  y: number,
): readonly Placed[] {
  const { width, height, scene, place } = view;
  const random = view.chance('places');
  const tall = Math.min(1.3, Math.sqrt(Math.max(1, height / width)));
  const room = width * 0.94;
  const wanted = all.reduce((sum, { drawing }) => sum + drawing.height * 0.9, 0) * tall;
  const fit = Math.min(1, Math.max(0.45, room / Math.max(1, wanted)));
  const isAlone = all.length === 1;
  const isClose = isAlone && (scene.closeUp || place === 'studio');
  return all
    .map(({ subject, drawing }, index): Placed => {
      const sway = random() - 0.5;
      const scale = isClose ? 1 : (0.88 + 0.28 * random()) * fit * (isAlone ? 1.1 : 1);
      const size = isClose
        ? Math.max(780, drawing.height) * Math.min(1.15, tall)
        : drawing.height * tall * scale;
      const slot = isAlone
        ? 0.5 + sway * (isClose ? 0.08 : drawing.stands === 'wall' ? 0 : 0.36)
        : (index + 0.5 + sway * 0.24) / all.length;
      const isHigh = level(drawing, view) === 'air';
      const below = isClose
        ? height * (subject.name === 'face' ? 1 : 1.04)
        : isHigh
          ? y + size / 2 + height * 0.1 * (random() - 0.5) * (isAlone ? 1 : 2.4)
          : y + (isAlone ? 0 : (random() - 0.5) * height * 0.05);
      return {
        subject,
        drawing,
        x: place === 'wall' && isAlone ? width / 2 : width * slot,
        y: drawing.stands === 'wall' && place === 'wall' ? view.groundY + 30 : below,
        height: size,
        flipped: random() < 0.5,
      };
    })
    .sort((one, other) => other.height - one.height);
}

function shadow({ x, y, height, drawing }: Placed, width: number): string {
  if (drawing.stands === 'wall') return '';
  const wide = Math.min(width, height * 0.72);
  return `<ellipse cx="${x}" cy="${y - 2}" rx="${wide}" ry="${height * 0.075}" fill="url(#shadow)"/>`;
}

function put({ subject, drawing, x, y, height, flipped }: Placed, view: View): string {
  const scale = height / 100;
  const own = subject.colour ?? colourOf(drawing.colour);
  const turn = flipped ? -scale : scale;
  const paints = paintsOf(own, drawing.accent, view);
  return `<g transform="translate(${x - turn * 50} ${y - height}) scale(${turn} ${scale})">${drawing.draw(paints)}</g>`;
}

/** The colours of a drawing in the light of its scene. */
function paintsOf(body: Colour, accent: string | undefined, { isNight, palette }: View): Paints {
  const light = (colour: Colour) =>
    isNight ? blend(colour, NIGHT, 0.17) : blend(colour, palette.horizon, 0.06);
  return {
    body: hexOf(light(body)),
    dark: hexOf(light(blend(body, [24, 18, 50], 0.3))),
    light: hexOf(light(blend(body, [255, 250, 240], 0.48))),
    accent: hexOf(light(colourOf(accent ?? '#e6b04a'))),
    ink: INK,
    white: hexOf(light([247, 243, 234])),
    lamp: isNight ? '#ffd772' : '#f6dfa0',
  };
}
