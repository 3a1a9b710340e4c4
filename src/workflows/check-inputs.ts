import { snakeCase } from '../recipes/option.ts';
import { GRAPH_FILE } from './api-graph.ts';
import type { Entry } from './manifest.ts';
import { MANIFEST_FILE, type Reading } from './reading.ts';
import { savesPictures } from './saves-pictures.ts';
import { withoutNodes } from './without-nodes.ts';
import type { WorkflowInput } from './workflow-input.ts';

/** Neither may two entries have one name, nor set the same input. */
export function requireDifferent(
  entries: readonly Entry[],
  inputsOf: readonly (readonly WorkflowInput[])[],
  reading: Reading,
): void {
  const names = new Set<string>();
  const set = new Map<string, number>();
  for (const [index, inputs] of inputsOf.entries()) {
    for (const { name, targets } of inputs) {
      const { name: called = entries[index]?.type ?? name } = entries[index] ?? {};
      const target = targets.find(({ node, input }) => set.has(JSON.stringify([node, input])));
      if (names.has(name)) {
        const says = `is called ${called} as another entry is: name the nodes of both in one, or give it another name`;
        reading.manifest(says, index);
      } else if (target) {
        const other = set.get(JSON.stringify([target.node, target.input]));
        reading.target(target, `is set by nodes[${other ?? 0}] too: take one of them out`, index);
      }
      names.add(name);
      for (const { node, input } of targets) set.set(JSON.stringify([node, input]), index);
    }
  }
}

/** Every picture that may be left out has to leave a graph behind that makes all pictures that are wanted. */
export function requireDispensable(
  inputs: readonly WorkflowInput[],
  { table, graph, problems }: Reading,
  named: readonly string[] | undefined,
): void {
  const known = Object.entries(graph).flatMap(([id, node]) =>
    savesPictures(node.class_type, table.get(node.class_type)) === true ? [id] : [],
  );
  const outputs = named ?? known;
  const optional = inputs.filter(({ option }) => option.kind === 'picture' && !option.required);
  for (const { name, targets } of optional) {
    const left = withoutNodes(
      graph,
      targets.map(({ node }) => node),
      table,
    );
    if (outputs.every((id) => Object.hasOwn(left, id))) continue;
    const says = `${GRAPH_FILE} makes no picture without it: take "required": false out`;
    problems.push({ file: MANIFEST_FILE, input: snakeCase(name), says });
  }
}
