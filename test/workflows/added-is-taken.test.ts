import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { addWorkflow, NotAddedError } from '../../src/workflows/draft/add-workflow.ts';
import { readCoreNodes, readWorkflows } from '../../src/workflows/read-workflows.ts';
import { problemLine } from '../../src/workflows/problem.ts';
import { tempFolder } from '../support/temp-folder.ts';

const core = readCoreNodes();
const fixtures = fileURLToPath(new URL('fixtures', import.meta.url));

type Graph = Record<string, { class_type: string; inputs: Record<string, unknown> }>;

const graphs = readdirSync(fixtures)
  .filter((name) => !name.includes('.app.'))
  .map((name) => JSON.parse(readFileSync(join(fixtures, name), 'utf8')) as Graph);

const CLASSES = [...core.keys()];

/** One thing that is done to a graph: somewhere, and by what. */
const change = fc.record({
  kind: fc.constantFrom('drop input', 'drop node', 'link', 'value', 'class'),
  node: fc.nat(40),
  input: fc.nat(8),
  to: fc.nat(40),
  value: fc.oneof(
    fc.constantFrom<unknown>(0, -1, 1e9, 0.5, true, null, '', 'a fox', 'a.safetensors', 'a.png'),
    fc.jsonValue(),
  ),
  className: fc.constantFrom(...CLASSES, 'Mine', 'Save Mine', 'VHS_VideoCombine'),
});

function changed(
  graph: Graph,
  changes: readonly (typeof change extends fc.Arbitrary<infer T> ? T : never)[],
): Graph {
  const copy = structuredClone(graph);
  for (const { kind, node, input, to, value, className } of changes) {
    const ids = Object.keys(copy);
    const id = ids[node % Math.max(1, ids.length)] ?? '';
    const at = copy[id];
    const other = ids[to % Math.max(1, ids.length)] ?? '';
    const names = Object.keys(at?.inputs ?? {});
    const name = names[input % Math.max(1, names.length)] ?? 'seed';
    if (!at) continue;
    if (kind === 'drop node') Reflect.deleteProperty(copy, id);
    else if (kind === 'drop input') Reflect.deleteProperty(at.inputs, name);
    else if (kind === 'class') at.class_type = className;
    else at.inputs[name] = kind === 'link' ? [other, to % 3] : value;
  }
  return copy;
}

it('whatever is added is taken by the check, and whatever is not is refused in words', () => {
  const folder = tempFolder();
  let runs = 0;
  fc.assert(
    fc.property(
      fc.constantFrom(...graphs),
      fc.array(change, { maxLength: 6 }),
      (graph, changes) => {
        const to = join(folder, String(runs++));
        mkdirSync(to);
        const file = join(to, 'mine.json');
        writeFileSync(file, JSON.stringify(changed(graph, changes)));
        const command = { kind: 'add', file, isGeneral: true, force: false } as const;
        const none = { name: 'mine', app: undefined, objectInfo: undefined, to: undefined };
        try {
          addWorkflow({ ...command, ...none }, { to: join(to, 'all'), core });
        } catch (error) {
          expect(error).toBeInstanceOf(NotAddedError);
          return;
        }
        const { broken } = readWorkflows(join(to, 'all'), {
          readTable: () => core,
          commands: [],
          builtIn: [],
        });
        expect(broken.flatMap(({ problems }) => problems.map(problemLine))).toEqual([]);
      },
    ),
    { numRuns: 220 },
  );
});
