import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toExport } from '../../../src/workflows/sources/to-export.ts';
import { editorGraph, loadAndSave, sentText, subgraph, table, type TestNode } from './editor.ts';

const uuid = (n: number) => `0f2c1f0e-6a77-4f0b-9d0e-${String(n).padStart(12, '0')}`;

const says = (file: object) => {
  const made = toExport({ ...file }, table);
  return 'problems' in made ? made.problems.map((problem) => problem.says) : made.notes;
};

describe('files of the editor made to cost much', () => {
  // In none of them does the effort grow with the square of its length: that would run into the test's time limit.
  it('a subgraph that contains itself is refused', () => {
    const inner = subgraph(uuid(1), { 2: { type: uuid(2) } });
    const other = subgraph(uuid(2), { 3: { type: uuid(1) } });
    const file = editorGraph({ 1: { type: uuid(1) } });
    expect(says({ ...file, definitions: { subgraphs: [inner, other] } })).toEqual([
      'has a subgraph that contains itself (node 1:2:3): take it out there',
    ]);
  });

  it('subgraphs that multiply are refused', () => {
    const both = (n: number) => ({ 1: { type: uuid(n) }, 2: { type: uuid(n) } });
    const subgraphs = Array.from({ length: 40 }, (_, n) => subgraph(uuid(n), both(n + 1)));
    const last = subgraph(uuid(40), { 1: { type: 'ImageInvert' } });
    const file = editorGraph(both(0));
    expect(says({ ...file, definitions: { subgraphs: [...subgraphs, last] } })).toEqual([
      expect.stringContaining('has more than 2000 nodes with those of its subgraphs'),
    ]);
  });

  it('subgraphs that multiply and hold nothing are refused too', () => {
    const both = (n: number) => ({ 1: { type: uuid(n) }, 2: { type: uuid(n) } });
    const subgraphs = Array.from({ length: 40 }, (_, n) => subgraph(uuid(n), both(n + 1)));
    const file = editorGraph(both(0));
    const empty = subgraph(uuid(40), {});
    expect(says({ ...file, definitions: { subgraphs: [...subgraphs, empty] } })).toHaveLength(1);
  });

  it.each([Number.MAX_SAFE_INTEGER, -5, 1e300, '7'])(
    'a last id of %s does not keep nodes from getting ids of their own',
    (last) => {
      const inner = (n: number) => subgraph(uuid(n), loadAndSave([1, 0]));
      const file = editorGraph({ 1: { type: uuid(1) }, 9: { type: uuid(2) } });
      const definitions = { subgraphs: [inner(1), inner(2)] };
      const made = toExport({ ...file, last_node_id: last, definitions }, table);
      const ids = 'graph' in made ? Object.keys(made.graph) : [];
      expect(ids).toHaveLength(4);
    },
  );

  it('a choice among very many is refused', () => {
    const values = ['a', 0, ...Array<string>(100_000).fill('a')];
    const nodes: Record<string, TestNode> = {
      2: { type: 'CustomCombo', values },
      9: { type: 'SaveImage', values: ['x'], inputs: { images: [2, 0] } },
    };
    expect(says(editorGraph(nodes))).toEqual(['has more than 1000 choices: remove some']);
  });

  it('long ids of nested subgraphs are refused', () => {
    const long = (n: number) => `${n}${'n'.repeat(30_000)}`;
    const subgraphs = Array.from({ length: 90 }, (_, n) =>
      subgraph(uuid(n), { [long(n)]: { type: uuid(n + 1) } }),
    );
    const many = Object.fromEntries(
      Array.from({ length: 1_500 }, (_, n): [number, TestNode] => [n, { type: 'ImageInvert' }]),
    );
    const file = editorGraph({ 1: { type: uuid(0) } });
    const definitions = { subgraphs: [...subgraphs, subgraph(uuid(90), many)] };
    expect(says({ ...file, definitions })).toEqual([
      'has a node that cannot be read: save it again in ComfyUI',
    ]);
  });

  it('a long chain of reroutes is followed, once for all that use it', () => {
    const reroutes = Object.fromEntries(
      Array.from({ length: 10_000 }, (_, n): [number, TestNode] => [
        100 + n,
        { type: 'Reroute', inputs: { '': n === 0 ? [1, 0] : [99 + n, 0] } },
      ]),
    );
    const savers = Object.fromEntries(
      Array.from({ length: 1_500 }, (_, n): [number, TestNode] => [
        20_000 + n,
        { type: 'SaveImage', values: ['x'], inputs: { images: [10_099, 0] } },
      ]),
    );
    const read = sentText(editorGraph(loadAndSave([10_099, 0], { ...reroutes, ...savers })));
    expect(read['21499']).toBe('SaveImage(filename_prefix="x", images=["1",0])');
  });

  it.each<[string, Readonly<Record<string, TestNode>>]>([
    [
      'reroutes',
      {
        2: { type: 'Reroute', inputs: { '': [3, 0] } },
        3: { type: 'Reroute', inputs: { '': [2, 0] } },
      },
    ],
    ['bypassed nodes', { 2: { type: 'ImageInvert', mode: 4, inputs: { image: [2, 0, 'IMAGE'] } } }],
    [
      'set and get nodes',
      {
        2: { type: 'GetNode', values: ['a'] },
        3: { type: 'SetNode', values: ['a'], inputs: { x: [2, 0] } },
      },
    ],
  ])('a ring of %s has no origin', (_, nodes) => {
    expect(sentText(editorGraph(loadAndSave([2, 0, 'IMAGE'], nodes)))['9']).toBe(
      'SaveImage(filename_prefix="out")',
    );
  });

  it('ids that meet in one are refused', () => {
    const inner = subgraph(uuid(1), { 8: { type: 'ImageInvert' } });
    const file = editorGraph({ 5: { type: uuid(1) }, '5:8': { type: 'ImageInvert' } });
    expect(says({ ...file, definitions: { subgraphs: [inner] } })).toEqual([
      'has two nodes with the id 5:8: rename one',
    ]);
  });

  it.each(['', '__proto__'])('the id %j is refused', (id) => {
    expect(says({ nodes: [{ id, type: 'ImageInvert' }] })).toEqual([
      expect.stringContaining('which cannot be used'),
    ]);
  });

  it('too many nodes are refused', () => {
    const nodes = Array.from({ length: 20_001 }, (_, id) => ({ id, type: 'Note' }));
    expect(says({ nodes })).toEqual([expect.stringContaining('has 20001 nodes')]);
  });

  it('braces and comments without end are read in one pass', () => {
    const texts = ['{'.repeat(1_000_000), '/*'.repeat(500_000), `${'{a|'.repeat(300_000)}b`];
    const nodes = texts.map((text, id) => ({ id, type: 'CLIPTextEncode', widgets_values: [text] }));
    expect('graph' in toExport({ nodes }, table)).toBe(true);
  });
});

describe('any file', () => {
  const small = fc.oneof(
    fc.integer({ min: -20, max: 5 }),
    fc.constantFrom('1', '__proto__', null, 1.5),
  );
  const type = fc.constantFrom(
    ...['KSampler', 'LoadImage', 'SaveImage', 'Reroute', 'PrimitiveNode', 'GetNode', 'SetNode'],
    ...['CustomCombo', 'ResizeImageMaskNode', 'Mine', 'workflow>g', uuid(1), uuid(2)],
  );
  const value = fc.oneof(
    fc.integer(),
    fc.string(),
    fc.boolean(),
    fc.constant(null),
    fc.constant('fixed'),
  );
  const node = fc.record(
    {
      id: small,
      type,
      mode: fc.constantFrom(0, 2, 4),
      inputs: fc.array(
        fc.record({
          name: fc.constantFrom('image', 'images', 'seed', 'steps', 'model', '__proto__', ''),
          type: fc.constantFrom('IMAGE', '*', 'INT'),
          link: small,
          widget: fc.option(fc.record({ name: fc.constantFrom('seed', 'steps', '__proto__') })),
        }),
        { maxLength: 4 },
      ),
      outputs: fc.array(fc.record({ type: fc.constantFrom('IMAGE', '*', 3) }), { maxLength: 2 }),
      widgets_values: fc.oneof(
        fc.array(value, { maxLength: 9 }),
        fc.dictionary(fc.string(), value),
      ),
    },
    { requiredKeys: ['id', 'type'] },
  );
  const links = fc.array(fc.tuple(small, small, fc.nat(2), small, fc.nat(2)), { maxLength: 8 });
  const boundary = fc.array(
    fc.record({ name: fc.constantFrom('image', 'seed'), linkIds: fc.array(small) }),
    { maxLength: 2 },
  );
  const graph = { nodes: fc.array(node, { maxLength: 6 }), links };
  const file = fc.record({
    ...graph,
    definitions: fc.record({
      subgraphs: fc.array(
        fc.record({
          ...graph,
          id: fc.constantFrom(uuid(1), uuid(2)),
          inputs: boundary,
          outputs: boundary,
        }),
        { maxLength: 2 },
      ),
    }),
    extra: fc.record({
      groupNodes: fc.record({ g: fc.record({ ...graph, links: fc.array(fc.array(small)) }) }),
    }),
  });

  it('is converted or refused, and links only what is sent', () => {
    fc.assert(
      fc.property(file, (one) => {
        const made = toExport(one, table);
        if ('problems' in made) {
          expect(made.problems.length).toBeGreaterThan(0);
          return;
        }
        for (const { inputs } of Object.values(made.graph)) {
          for (const input of Object.values(inputs)) {
            if (Array.isArray(input)) expect(Object.keys(made.graph)).toContain(input[0]);
          }
        }
      }),
    );
  });

  it('is refused or read, whatever JSON it is', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.constantFrom('nodes', 'links', 'extra'), fc.jsonValue()),
        (one) => {
          expect(() => toExport(one, table)).not.toThrow();
        },
      ),
    );
  });
});
