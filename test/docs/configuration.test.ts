import { describe, expect, it } from 'vitest';
import { ConfigError, parseConfig } from '../../src/config/config.ts';
import { variables } from '../../src/config/variables.ts';
import { codeIn } from './markdown.ts';
import { readText, tableUnder } from './pages.ts';

const REQUIRED = { DISCORD_TOKEN: 'a.b.c', RUNPOD_API_KEY: 'key', RUNPOD_ENDPOINT_ID: 'ep-1' };

/** A row for each variable; a row that speaks of several has their defaults in the same order. */
const rows = tableUnder('Variables', 'docs/configuration.md').rows.flatMap(
  ([names = '', defaults = '', says = '']) =>
    codeIn(names).map((name, at) => ({ name, said: codeIn(defaults)[at] ?? defaults, says })),
);

const withVariable = (name: string, value: string | number) =>
  parseConfig({ ...REQUIRED, [name]: String(value) });

describe('the variables in docs/configuration.md', () => {
  it('are those of .env.example', () => {
    const example = [...readText('.env.example').matchAll(/^(\w+)=/gm)].map(([, name]) => name);
    expect(rows.map(({ name }) => name).toSorted()).toEqual(example.toSorted());
  });

  it('are those that the code reads', () => {
    const read = Object.keys(variables.shape);
    expect(rows.map(({ name }) => name).toSorted()).toEqual(read.toSorted());
  });

  it.each(rows.filter(({ said }) => said === 'required'))('is missed: $name', ({ name }) => {
    expect(() => parseConfig({ ...REQUIRED, [name]: undefined })).toThrow(ConfigError);
  });

  it.each(rows.filter(({ said }) => said !== 'required'))(
    'has its default: $name, $said',
    ({ name, said }) => {
      const named = /^(empty|by worker and workflow)$/.test(said) ? undefined : said;
      expect(parseConfig({ ...REQUIRED, [name]: named })).toEqual(parseConfig(REQUIRED));
    },
  );

  const ranges = rows.flatMap(({ name, says }) => {
    const [, from, to] = /(\d+) to (\d+)$/.exec(says) ?? [];
    return from === undefined || to === undefined ? [] : [{ name, from: +from, to: +to }];
  });

  it.each(ranges)('goes from $from to $to: $name', ({ name, from, to }) => {
    expect([withVariable(name, from), withVariable(name, to)]).toHaveLength(2);
    expect(() => withVariable(name, from - 1)).toThrow(name);
    expect(() => withVariable(name, to + 1)).toThrow(name);
  });

  it('take 0 for each limit', () => {
    const limits = rows.filter(({ name }) => name.startsWith('MAX_'));
    for (const { name } of limits) expect(withVariable(name, 0)).toBeDefined();
  });
});
