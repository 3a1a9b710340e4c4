import { describe, expect, it } from 'vitest';
import { readAppMode } from '../../../src/workflows/draft/app-mode.ts';
import { Exported } from '../../../src/workflows/draft/exported.ts';
import { table } from './draft.ts';

const GRAPH = '5b0a6c1e-2f0d-4a8e-8a0a-7d9f0f3f2b22';
const SUBGRAPH = '0f2c1f0e-6a77-4f0b-9d0e-0b8a3f2f6c11';

const text = (words: string) => ({ class_type: 'CLIPTextEncode', inputs: { text: words } });
const exported = new Exported(
  {
    '2': text('outside'),
    '20:2': text('inside'),
    '20:31:4': text('deep inside'),
    '9': { class_type: 'SaveImage', inputs: {} },
  },
  table,
);

/** An app that shows one input, of a workflow with a subgraph in a subgraph. */
function app(...inputs: readonly unknown[]) {
  const slot = (name: string, ...linkIds: readonly number[]) => ({ name, linkIds });
  return {
    nodes: [
      { id: 2, type: 'CLIPTextEncode' },
      { id: 20, type: SUBGRAPH, properties: { proxyWidgets: [['2', 'old_text']] } },
    ],
    definitions: {
      subgraphs: [
        {
          id: SUBGRAPH,
          inputs: [slot('words', 1), slot('far words', 2)],
          nodes: [
            { id: 2, type: 'CLIPTextEncode', inputs: [{ name: 'clip' }, { name: 'text' }] },
            { id: 31, type: 'inner', inputs: [{ name: 'words' }] },
          ],
          links: [
            { id: 1, target_id: 2, target_slot: 1 },
            { id: 2, target_id: 31, target_slot: 0 },
          ],
        },
        {
          id: 'inner',
          inputs: [slot('words', 7)],
          nodes: [{ id: 4, type: 'CLIPTextEncode', inputs: [{ name: 'text' }] }],
          links: [{ id: 7, target_id: 4, target_slot: 0 }],
        },
      ],
    },
    extra: { linearData: { inputs, outputs: [9, '404'] } },
  };
}

describe('an input that App Mode shows', () => {
  it.each([
    ['by its number', [2, 'text'], '2'],
    ['by its number as text', ['2', 'text', {}], '2'],
    ['by the way to it', ['20:2', 'text'], '20:2'],
    ['by its number alone, in a subgraph', [4, 'text'], '20:31:4'],
    ['by its subgraph', [`${SUBGRAPH}:2`, 'text'], '20:2'],
    ['by its graph and its name', [`${GRAPH}:2:text`, 'text'], '2'],
    ['by its subgraph and its name', [`${SUBGRAPH}:2:text`, 'text'], '20:2'],
    ["by a widget of the subgraph's node", [20, 'words'], '20:2'],
    ['by a widget that leads on into another', [`${GRAPH}:20:far%20words`, 'far words'], '20:31:4'],
    ['by a name that is not the one shown', [`${GRAPH}:20:words`, 'called otherwise'], '20:2'],
  ])('is found %s', (_, input, node) => {
    expect(readAppMode(app(input), exported)?.inputs.map(({ places }) => places)).toEqual([
      [{ node, input: 'text' }],
    ]);
  });

  it('is found by the names that older versions kept on the node, where it had them', () => {
    const inner = new Exported(
      { '20:2': { class_type: 'Mine', inputs: { old_text: 'a' } } },
      table,
    );
    expect(readAppMode(app([20, 'old_text']), inner)?.inputs[0]?.places).toEqual([
      { node: '20:2', input: 'old_text' },
    ]);
  });

  it('comes with what its author says of it', () => {
    const [input] =
      readAppMode(app([2, 'text', { height: 90, description: ' What to say ' }]), exported)
        ?.inputs ?? [];
    expect(input).toMatchObject({ name: 'text', description: 'What to say' });
  });

  it('is looked for without going through each way that subgraphs lie in each other', () => {
    const within = (depth: number) => `0f2c1f0e-6a77-4f0b-9d0e-${String(depth).padStart(12, '0')}`;
    const all = Array.from({ length: 50 }, (_, at) => at);
    const subgraphs = all.slice(0, 19).map((depth) => ({
      id: within(depth),
      inputs: [{ name: 'words', linkIds: all }],
      nodes: all.map((at) => ({ id: at, type: within(depth + 1), inputs: [{ name: 'words' }] })),
      links: all.map((at) => ({ id: at, target_id: at, target_slot: 0 })),
    }));
    const inputs = [
      [`${within(18)}:2`, 'words'],
      [20, 'words'],
    ];
    const file = {
      nodes: [{ id: 20, type: within(0) }],
      definitions: { subgraphs },
      extra: { linearData: { inputs } },
    };
    const inmost = ['20', ...Array.from({ length: 19 }, () => '2')].join(':');
    const deep = new Exported({ [inmost]: { class_type: 'Mine', inputs: { words: 'a' } } }, table);
    const place = { node: inmost, input: 'words' };
    expect(readAppMode(file, deep)?.inputs.map(({ places }) => places)).toEqual([[place], [place]]);
  });

  it('is none of another graph that has the same number', () => {
    const outside = new Exported({ '2': text('outside') }, table);
    expect(readAppMode(app([`${SUBGRAPH}:2`, 'text']), outside)?.missing).toHaveLength(1);
  });

  it('is missing where the export has no such thing', () => {
    expect(readAppMode(app([2, 'control_after_generate'], ['77', 'text']), exported)).toMatchObject(
      {
        inputs: [],
        outputs: ['9'],
        missing: ['control_after_generate of node 2', 'text of node 77'],
      },
    );
  });
});

it.each([{}, { extra: {} }, { extra: { linearData: { inputs: ['2'] } } }, [], 'x', null])(
  'there is no App Mode in %j',
  (file) => {
    expect(readAppMode(file, exported)).toBeUndefined();
  },
);
