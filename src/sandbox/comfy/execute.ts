import { ExecutionError } from './comfy-error.ts';
import { ancestors, isLink, type Graph } from './graph.ts';
import type { NodeTable } from './node-table.ts';
import { readRecipe, type Recipe } from './recipe.ts';
import { render } from './render.ts';

/** A file that ComfyUI would have written into its output folder. */
export interface SavedPicture {
  readonly filenamePrefix: string;
  readonly png: Buffer;
}

/** Called after each sampling step, counted from 1; ComfyUI's `progress` event. */
export type OnStep = (recipe: Recipe, step: number) => Promise<void>;

/**
 * Runs the outputs of a valid graph one after the other. Throws {@link ExecutionError} where a
 * node fails.
 */
export async function execute(
  graph: Graph,
  outputs: readonly string[],
  nodes: NodeTable,
  onStep: OnStep,
): Promise<readonly SavedPicture[]> {
  const saved: SavedPicture[] = [];
  for (const output of outputs) {
    refuseUnknownLinks(graph, output, nodes);
    const recipe = readRecipe(graph, output);
    for (let step = 1; step <= recipe.steps; step += 1) await onStep(recipe, step);
    for (const png of await render(graph, recipe)) {
      saved.push({ filenamePrefix: recipe.filenamePrefix, png });
    }
  }
  return saved;
}

/** ComfyUI drops constants that a class does not know, but hands links on to its function. */
function refuseUnknownLinks(graph: Graph, output: string, nodes: NodeTable): void {
  for (const id of ancestors(graph, output)) {
    const node = graph[id];
    if (!node) continue;
    for (const [name, value] of Object.entries(node.inputs)) {
      if (isLink(value) && nodes[node.class_type]?.inputs[name] === undefined) {
        throw new ExecutionError(`got an unexpected keyword argument '${name}'`, {
          nodeId: id,
          nodeType: node.class_type,
          exceptionType: 'TypeError',
        });
      }
    }
  }
}
