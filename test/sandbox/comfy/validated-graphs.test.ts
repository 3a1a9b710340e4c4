import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { validate } from '../../../packages/stand-ins/comfy/validate.ts';
import { checkGraph } from '../../../src/comfy/graph-check.ts';
import { readJsonFile, withExactNumbers } from '../../../src/workflows/json-file.ts';
import { readCoreNodes } from '../../../src/workflows/read-workflows.ts';

const inputs = z.record(z.string(), z.unknown());
const graph = z.record(
  z.string(),
  z.looseObject({ class_type: z.unknown().optional(), inputs: inputs.default({}) }),
);

/** Graphs with what ComfyUI's own code said to them. */
const recorded = z.object({
  graph,
  cases: z.array(
    z.object({
      what: z.string(),
      change: z
        .object({
          set: z.record(z.string(), inputs).default({}),
          remove: z.array(z.tuple([z.string(), z.string()])).default([]),
          nodes: z.record(z.string(), graph.valueType.nullable()).default({}),
        })
        .prefault({}),
      ok: z.boolean(),
      error: z.string().optional(),
      errors: z.record(z.string(), z.array(z.string())).default({}),
    }),
  ),
});

function readRecorded() {
  const file = readJsonFile(join(import.meta.dirname, 'recorded'), 'validated-graphs.json');
  if (!('json' in file)) throw new Error(file.says);
  return recorded.parse(withExactNumbers(file));
}

const { graph: whole, cases } = readRecorded();
const nodes = readCoreNodes();

function changed({ set, remove, nodes: replaced }: (typeof cases)[number]['change']) {
  const removed = new Set(remove.map((at) => at.join(' ')));
  const kept = Object.entries({ ...whole, ...replaced }).flatMap(([id, node]) => {
    if (node === null) return [];
    const all = Object.entries({ ...node.inputs, ...set[id] });
    const left = all.filter(([input]) => !removed.has(`${id} ${input}`));
    return [[id, { ...node, inputs: Object.fromEntries(left) }] as const];
  });
  return Object.fromEntries(kept);
}

describe('the check of graphs, beside ComfyUI itself', () => {
  it.each(cases)('agrees on $what', ({ change, ok, error, errors }) => {
    const made = changed(change);
    const says = validate(made, { nodes, hasFile: (_class, _input, file) => file !== '' });
    const found = Object.entries(says.nodeErrors).map(([id, node]) => [
      id,
      node.errors.map(({ type, extra_info: { input_name: input } }) =>
        typeof input === 'string' ? `${type} ${input}` : type,
      ),
    ]);
    expect({ ok: says.ok, error: says.ok ? undefined : says.error.type }).toEqual({ ok, error });
    expect(Object.fromEntries(found)).toEqual(errors);
    const isClean = ok && Object.keys(errors).length === 0;
    expect(checkGraph(made, nodes).length === 0).toBe(isClean);
  });
});
