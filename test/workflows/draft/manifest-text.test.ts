import fc from 'fast-check';
import { expect, it } from 'vitest';
import { manifestText } from '../../../src/workflows/draft/add-workflow.ts';

it('writes what fits into a line in one, and what people may set one below another', () => {
  const sizes = Object.fromEntries(
    Array.from({ length: 7 }, (_, at): [string, number[]] => [`${at}:1`, [1024, 1024]]),
  );
  const nodes = [
    { type: 'prompt', node_ids: ['6'] },
    { type: 'aspect_ratio', node_ids: ['5'], sizes },
  ];
  expect(manifestText({ title: 'Ink', nodes, outputs: ['8'], next: [] })).toBe(
    `{
  "title": "Ink",
  "nodes": [
    { "type": "prompt", "node_ids": ["6"] },
    {
      "type": "aspect_ratio",
      "node_ids": ["5"],
      "sizes": {
        "0:1": [1024, 1024],
        "1:1": [1024, 1024],
        "2:1": [1024, 1024],
        "3:1": [1024, 1024],
        "4:1": [1024, 1024],
        "5:1": [1024, 1024],
        "6:1": [1024, 1024]
      }
    }
  ],
  "outputs": ["8"],
  "next": []
}
`,
  );
});

it('is JSON of the same value, whatever that is', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(JSON.parse(manifestText(value))).toEqual(JSON.parse(JSON.stringify(value)));
    }),
  );
});
