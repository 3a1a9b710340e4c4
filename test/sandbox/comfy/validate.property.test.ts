import fc from 'fast-check';
import { describe, it, expect } from 'vitest';
import { nodesOf } from '../../../packages/stand-ins/comfy/installation.ts';
import { validate } from '../../../packages/stand-ins/comfy/validate.ts';
import { textGraph } from './graphs.ts';

const stock = { nodes: nodesOf(), hasFile: () => false };

describe('validate', () => {
  it('answers whatever stands in place of an input', () => {
    const inputs = Object.entries(textGraph()).flatMap(([id, node]) =>
      Object.keys(node.inputs).map((name) => [id, name] as const),
    );
    const anything = fc.oneof(
      fc.jsonValue(),
      fc.tuple(fc.constantFrom('10', '1', '99'), fc.nat(4)),
    );
    fc.assert(
      fc.property(fc.constantFrom(...inputs), anything, ([id, name], value) => {
        const checked = validate(textGraph({ [id]: { [name]: value } }), stock);
        expect(checked.ok || Object.keys(checked.nodeErrors).length > 0).toBe(true);
      }),
    );
  });

  it('answers whatever stands in place of a graph', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (prompt) => {
        expect(validate(prompt, stock).ok).toBe(false);
      }),
    );
  });
});
