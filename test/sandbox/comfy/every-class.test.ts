import { expect, it } from 'vitest';
import { checkGraph } from '../../../src/comfy/graph-check.ts';
import { validate } from '../../../packages/stand-ins/comfy/validate.ts';
import { graphOf, NODES } from './class-graph.ts';

it('every node class that is known is taken', () => {
  for (const name of NODES.keys()) {
    const graph = graphOf(name);
    expect(checkGraph(graph, NODES), name).toEqual([]);
    expect(validate(graph, { nodes: NODES, hasFile: () => true }), name).toMatchObject({
      ok: true,
      nodeErrors: {},
    });
  }
});
