import { type Figures, newFigures } from '../../src/metrics/figures.ts';

export interface FiguresBench {
  readonly figures: Figures;
  /** The series of a metric by their labels, `a=1,b=2`; those that are 0 are left out. */
  readonly of: (name: string) => Promise<Readonly<Record<string, number>>>;
}

/** A registry of a test's own. */
export function openFigures(): FiguresBench {
  const figures = newFigures();
  return {
    figures,
    async of(name) {
      const text = await figures.registry.getSingleMetricAsString(name);
      const lines = text.split('\n').filter((line) => line.startsWith(name));
      const series = lines.map((line) => {
        const [, suffix = '', labels = '', value] =
          /^[a-z]+(?:_[a-z]+)*?(_sum|_count|_bucket)?(?:\{(.*)\})? (\S+)$/.exec(line) ?? [];
        const said = labels.replaceAll('"', '');
        return [[suffix, said].filter((part) => part !== '').join(','), Number(value)] as const;
      });
      return Object.fromEntries(series.filter(([, value]) => value !== 0));
    },
  };
}
