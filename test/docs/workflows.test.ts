import { describe, expect, it } from 'vitest';
import { WORKER_KINDS } from '../../src/workers/worker-kinds.ts';
import { CHOICE_KEYS } from '../../src/workflows/inputs/choice.ts';
import { readCommand } from '../../src/workflows/command-line.ts';
import { ENTRY_KEYS, manifestSchema, readManifest } from '../../src/workflows/manifest.ts';
import { USUAL_NUMBERS } from '../../src/workflows/inputs/number.ts';
import { TEXT_KEYS } from '../../src/workflows/inputs/text.ts';
import { codeIn } from './markdown.ts';
import { readText, tableUnder } from './pages.ts';

const PAGE = 'docs/workflows.md';
const page = readText(PAGE);

/** What every entry may have. */
const SHARED = ['type', 'node_ids', 'key', 'name', 'description'];

const firstCells = (heading: string) =>
  tableUnder(heading, PAGE).rows.map(([cell = '']) => codeIn(cell)[0] ?? '');

describe('the keys of a manifest in docs/workflows.md', () => {
  it('are all that there are, and those that are needed', () => {
    expect(firstCells('The manifest')).toEqual(Object.keys(manifestSchema.shape));
    const needed = manifestSchema.safeParse({}).error?.issues.map(({ path }) => path[0]);
    const said = tableUnder('The manifest', PAGE).rows.filter(([, cell]) => cell === 'yes');
    expect(said.map(([cell = '']) => codeIn(cell)[0])).toEqual(needed);
  });

  it('name every kind of worker', () => {
    const row = tableUnder('The manifest', PAGE).rows.find(([cell]) => cell === '`worker`');
    expect(codeIn(row?.[2] ?? '').slice(0, -1)).toEqual(WORKER_KINDS);
  });

  it('of its entries are all that there are', () => {
    const all = new Set([...SHARED, ...[...ENTRY_KEYS.values()].flat()]);
    expect(firstCells('Entries').toSorted()).toEqual([...all].toSorted());
  });

  it('are used in an example that is right', () => {
    const [, example = ''] = /```json\n([^]*?)```/.exec(page) ?? [];
    expect(readManifest(JSON.parse(example))).toHaveProperty('manifest');
  });
});

describe('the types of entries in docs/workflows.md', () => {
  const { rows } = tableUnder('Types', PAGE);
  const usual: Readonly<Record<string, readonly string[]>> = {
    prompt: TEXT_KEYS,
    negative_prompt: TEXT_KEYS,
    ...Object.fromEntries(Object.entries(USUAL_NUMBERS).map(([type, { keys }]) => [type, keys])),
    ...CHOICE_KEYS,
    aspect_ratio: ['width', 'height'],
    image: ['image'],
    mask: ['image'],
  };

  it('are all that there are, each with the keys that it may have besides', () => {
    const said = rows.map(([type = '', , , further = '']) => [codeIn(type)[0], codeIn(further)]);
    const further = [...ENTRY_KEYS].map(([type, keys]) => [
      type,
      keys.filter((key) => !SHARED.includes(key)),
    ]);
    expect(Object.fromEntries(said)).toEqual(Object.fromEntries(further));
  });

  it('have their usual inputs', () => {
    const said = rows.map(([cell = '', inputs = '']) => [codeIn(cell)[0] ?? '', codeIn(inputs)]);
    const types = [...ENTRY_KEYS.keys()].map((type) => [type, usual[type] ?? []]);
    expect(Object.fromEntries(said)).toEqual(Object.fromEntries(types));
  });

  it.each(Object.entries(USUAL_NUMBERS).filter(([type]) => type !== 'seed'))(
    'have their ranges: %s',
    (type, { kind, min, max }) => {
      const [, , takes = ''] = rows.find(([cell]) => cell === `\`${type}\``) ?? [];
      expect(takes).toMatch(kind === 'whole' ? /^whole numbers/ : /^numbers/);
      const range = /([\d,]+) to ([\d,]+)/.exec(takes)?.slice(1) ?? [];
      const numbers = range.map((one) => Number(one.replaceAll(',', '')));
      expect(numbers).toEqual(min === undefined || max === undefined ? [] : [min, max]);
    },
  );
});

describe('the commands in docs/workflows.md', () => {
  it('are understood', () => {
    const commands = [...page.matchAll(/npm run workflow -- ([^`\n]+)/g)].map(
      ([, args = '']) => args,
    );
    expect(commands.length).toBeGreaterThan(1);
    for (const args of commands) expect(() => readCommand(args.split(' '))).not.toThrow();
  });
});
