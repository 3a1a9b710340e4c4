import type { NodeTable } from '../comfy/node-table.ts';
import type { OptionTable } from '../recipes/option.ts';
import { defineRecipe, type Recipe, workflowRecipeName } from '../recipes/recipe.ts';
import { PUBLIC_NODE_CLASS } from '../workers/runpod-public.ts';
import { readApiGraph, type ApiGraph } from './api-graph.ts';
import { requireAskedAway } from './asked-for.ts';
import { booleanInput } from './boolean-input.ts';
import { requireDifferent, requireDispensable } from './check-inputs.ts';
import { requireNoFiles, requireOneCfg } from './check-ways.ts';
import { choiceInput } from './choice-input.ts';
import { checkFlat } from './flat-problems.ts';
import { fileWays } from './file-ways.ts';
import { fillGraph } from './fill-graph.ts';
import { checkExport } from './check-export.ts';
import { checkDefinitions } from './definition-problems.ts';
import type { Entry, Manifest } from './manifest.ts';
import { readManifest } from './read-manifest.ts';
import { numberInput } from './number-input.ts';
import { optionName } from './option-name.ts';
import { withOutputs } from './output-nodes.ts';
import { pictureInput } from './picture-input.ts';
import { priceOf } from './price-of.ts';
import type { Problem } from './problem.ts';
import { checkRating } from './rating-problems.ts';
import { PUBLIC_NODE, Reading } from './reading.ts';
import { shapeInput } from './shape-input.ts';
import { textInput } from './text-input.ts';
import { checkTextLengths, usualLength } from './text-lengths.ts';
import type { WorkflowInput } from './workflow-input.ts';
import { workOf } from './work-of.ts';

/** What a folder holds, as JSON that was parsed. */
export interface WorkflowFiles {
  /** The folder's name, and the command's. */
  readonly name: string;
  readonly manifest: unknown;
  /** Left out where there is no such file. */
  readonly graph?: unknown;
}

/** A workflow as the rest of the bot sees it, or everything that is wrong with its folder. */
export type ReadWorkflow =
  { readonly recipe: Recipe } | { readonly problems: readonly [Problem, ...Problem[]] };

/** Makes a recipe of a folder's files. `table`: the node classes that are known. */
export function workflowRecipe(files: WorkflowFiles, table: NodeTable): ReadWorkflow {
  const parsed = readManifest(files.manifest);
  if ('problems' in parsed) return broken(parsed.problems);
  const { manifest } = parsed;
  const isFlat = manifest.worker === 'runpod-public';
  const read = isFlat ? { graph: flatGraph(manifest) } : readApiGraph(files.graph);
  if ('problems' in read) return broken(read.problems);
  const types = manifest.nodes.map(({ type }) => type);
  const reading = new Reading({ graph: read.graph, table, isFlat, types });
  if (!isFlat) checkExport(reading);
  for (const key of ['input', 'price'] as const) {
    if (!isFlat && manifest[key] !== undefined) reading.manifest(forPublicOnly(key));
  }
  const inputsOf = manifest.nodes.map((entry, index) =>
    inputOf(entry, { reading, index, manifest }),
  );
  const inputs = inputsOf.flat();
  requireDifferent(manifest.nodes, inputsOf, reading);
  checkDefinitions(reading, inputsOf);
  const graph = isFlat ? reading.graph : withOutputs(reading, manifest.outputs);
  if (reading.problems.length === 0) requireDispensable(inputs, reading, manifest.outputs);
  const ways = fileWays(reading);
  requireNoFiles(inputsOf, ways, reading);
  requireOneCfg(inputsOf, reading);
  requireAskedAway(manifest.nodes, inputsOf, reading);
  checkRating(reading, manifest, { inputsOf, ways });
  checkTextLengths(reading, inputs);
  if (isFlat) checkFlat(reading, manifest, inputs);
  if (reading.problems.length > 0) return broken(reading.problems);
  return { recipe: recipeOf(files.name, { manifest, inputs, graph, table: usedBy(graph, table) }) };
}

/** Only the classes of a graph, so that recipes do not keep the whole table in memory. */
function usedBy(graph: ApiGraph, table: NodeTable): NodeTable {
  const names = new Set(Object.values(graph).map((node) => node.class_type));
  return new Map([...table].filter(([name]) => names.has(name)));
}

function broken(problems: readonly Problem[]): ReadWorkflow {
  const [first, ...others] = problems;
  if (!first) throw new TypeError('a broken workflow has a problem');
  return { problems: [first, ...others] };
}

/** A public endpoint as a graph of one node, whose inputs are its keys. */
function flatGraph({ input = {} }: Manifest): ApiGraph {
  return { [PUBLIC_NODE]: { class_type: PUBLIC_NODE_CLASS, inputs: input } };
}

function forPublicOnly(key: string): string {
  return `has ${key}, which only RunPod's public endpoints know: take it out, or write "worker": "runpod-public"`;
}

function inputOf(
  entry: Entry,
  { reading, index, manifest }: { reading: Reading; index: number; manifest: Manifest },
): WorkflowInput[] {
  const named = optionName(entry);
  if ('problem' in named) {
    reading.manifest(named.problem, index);
    return [];
  }
  const { name } = named;
  const at = { reading, index };
  switch (entry.type) {
    case 'prompt':
    case 'negative_prompt':
    case 'text':
      return [
        textInput(name, entry, {
          ...at,
          longest: usualLength(manifest.nodes),
          mayLoad: manifest.rating === 'adult',
        }),
      ];
    case 'seed':
    case 'steps':
    case 'cfg':
    case 'denoise':
    case 'width':
    case 'height':
    case 'count':
    case 'strength':
    case 'integer':
    case 'number':
      return [numberInput(name, entry, at)];
    case 'boolean':
      return [booleanInput(name, entry, at)];
    case 'sampler':
    case 'scheduler':
    case 'choice':
      return [choiceInput(name, entry, { ...at, open: false })];
    case 'model':
    case 'lora':
      return [choiceInput(name, entry, { ...at, open: manifest.rating === 'adult' })];
    case 'aspect_ratio':
      return [shapeInput(name, entry, at)];
    case 'image':
    case 'mask':
      return [pictureInput(name, entry, at)];
  }
}

interface Parts {
  readonly manifest: Manifest;
  readonly inputs: readonly WorkflowInput[];
  readonly graph: ApiGraph;
  readonly table: NodeTable;
}

function recipeOf(name: string, { manifest, inputs, graph, table }: Parts): Recipe {
  const options: OptionTable = Object.fromEntries(inputs.map((one) => [one.name, one.option]));
  const { title, description, rating, worker, endpoint, next, price } = manifest;
  const filled = (params: Readonly<Record<string, unknown>>, pictures = {}) =>
    fillGraph(graph, { inputs, table, params, pictures });
  return defineRecipe({
    name: workflowRecipeName(name),
    command: name,
    title,
    description,
    rating,
    ...(worker !== undefined && { worker }),
    ...(endpoint !== undefined && { endpoint }),
    next: next.map(({ label, as, workflow, image }) => ({
      ...(label !== undefined && { label }),
      ...(as !== undefined && { as }),
      command: workflow,
      picture: image,
    })),
    options,
    models: [],
    work: (params) => workOf(params, inputs),
    ...(price && { price: priceOf(price, filled) }),
    graph: (params, { pictures }) => filled(params, pictures),
  });
}
