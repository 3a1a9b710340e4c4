import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { newFigures } from '../../src/metrics/figures.ts';
import { codeIn } from './markdown.ts';
import { readText, tableUnder } from './pages.ts';

const PAGE = 'docs/operations.md';
const FILES = ['deploy/alerts.yml', 'deploy/grafana-dashboard.json'];

/** Every metric that there is, with its labels; a histogram's buckets are no label of ours. */
const registered = newFigures()
  .registry.getMetricsAsArray()
  .map((metric) => {
    const labels = z.array(z.string()).parse(Reflect.get(metric, 'labelNames'));
    return { name: metric.name, labels };
  });
const byName = new Map(registered.map(({ name, labels }) => [name, labels]));

/** A row for each metric; a row may speak of several. */
const told = tableUnder('Figures', PAGE).rows.flatMap(([names = '', labels = '']) =>
  codeIn(names).map((name) => ({ name, labels: codeIn(labels) })),
);

/** The metrics that a text names, by the names that they have in the registry. */
function namedIn(text: string): string[] {
  const series = text.match(/\b(?:darkroom|process|nodejs)_\w+/g) ?? [];
  return series.map((name) => (byName.has(name) ? name : name.replace(/_(bucket|sum|count)$/, '')));
}

describe(PAGE, () => {
  it('tells every figure that is registered, with its labels, and no other', () => {
    const inOrder = (all: readonly { readonly name: string }[]) =>
      all.toSorted((one, other) => one.name.localeCompare(other.name));
    expect(inOrder(told)).toEqual(inOrder(registered));
  });

  it('tells why each alert is there, in the table of alerts', () => {
    const alerts = [...readText('deploy/alerts.yml').matchAll(/- alert: (\w+)/g)];
    const rows = tableUnder('Alerts', PAGE).rows.map(([alert = '']) => codeIn(alert));
    expect(rows.flat().toSorted()).toEqual(alerts.map(([, name]) => name).toSorted());
  });
});

describe.each([...FILES, PAGE])('%s', (file) => {
  const text = readText(file);

  it('names figures that there are', () => {
    const named = namedIn(text);
    expect(named.length).toBeGreaterThan(10);
    expect(named.filter((name) => !byName.has(name))).toEqual([]);
  });

  it('asks for labels that they have', () => {
    const labels = new Set([...registered.flatMap((one) => one.labels), 'job']);
    const asked = [...text.matchAll(/[{,]\s?(\w+)(?:=~|!=|=)\\?"/g)].map(([, label = '']) => label);
    const grouped = [...text.matchAll(/\bby \(([\w, ]+)\)/g)].flatMap(([, by = '']) =>
      by.split(', '),
    );
    const unknown = [...asked, ...grouped].filter((label) => label !== 'le' && !labels.has(label));
    expect(unknown).toEqual([]);
  });
});

describe('the dashboard', () => {
  it('shows every figure of the bot itself', () => {
    const shown = new Set(namedIn(readText('deploy/grafana-dashboard.json')));
    const own = registered.filter(({ name }) => name.startsWith('darkroom_'));
    expect(own.map(({ name }) => name).filter((name) => !shown.has(name))).toEqual([]);
  });
});
