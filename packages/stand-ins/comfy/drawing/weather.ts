import { blend, hexOf } from '../palettes.ts';
import { box, circle, line, oval, round, times } from './shapes.ts';
import type { View } from './view.ts';
import { WHITE } from './tones.ts';

/** What falls or drifts before everything. */
export function weather(view: View): string {
  const { scene, width, height, skyline, palette, detail } = view;
  if (view.place === 'room') return '';
  const random = view.chance('weather');
  const parts: string[] = [];
  if (scene.weather.has('fog')) {
    parts.push(
      times(7, (index) =>
        oval(
          round(width * random()),
          round(skyline + (height - skyline) * (index / 8) * 1.1),
          round(width * (0.4 + 0.4 * random())),
          round(height * (0.06 + 0.07 * random())),
          'url(#mist)',
        ),
      ),
    );
  }
  if (scene.weather.has('rain') || scene.weather.has('storm')) {
    let drops = '';
    for (let drop = 0; drop < 150 + detail * 60; drop += 1) {
      const long = 26 + 50 * random();
      drops += `M${round(width * 1.2 * random())} ${round(height * 1.1 * random() - 50)}l${round(-long * 0.28)} ${round(long)}`;
    }
    parts.push(line(drops, hexOf(blend(palette.horizon, WHITE, 0.5)), 2.2, 0.5));
  }
  if (scene.weather.has('snow')) {
    parts.push(
      times(Math.round(120 + detail * 60), () => {
        const size = 2 + 7.5 * random() ** 3;
        return circle(width * random(), height * random(), size, '#fff', 0.55 + 0.4 * random());
      }),
    );
  }
  return parts.join('');
}

/** Specks of light, more with more steps, and darker edges. */
export function finish(view: View): string {
  const { width, height, palette, detail } = view;
  const random = view.chance('specks');
  const specks = times(Math.round(10 + detail * 100), () =>
    circle(
      width * random(),
      height * random(),
      1 + 2 * random(),
      hexOf(palette.sun),
      0.1 + 0.25 * random(),
    ),
  );
  return specks + box(0, 0, width, height, 'url(#edge)');
}
