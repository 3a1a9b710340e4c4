import type { NodeTable } from '../comfy/node-table.ts';
import type { OptionTable } from '../recipes/option.ts';
import { defineRecipe, type Recipe, workflowRecipeName } from '../recipes/recipe.ts';
import { PUBLIC_NODE_CLASS } from '../workers/runpod-public.ts';
import { abilitiesOf, kindsWith } from '../workers/worker-kinds.ts';
import { type ApiGraph, readApiGraph, withoutNodes } from './api-graph.ts';
import { checkExport } from './check-export.ts';
import {
  requireDifferent,
  requireDispensable,
  requireNoFiles,
  requireOneCfg,
} from './check-inputs.ts';
import { checkRating } from './check-rating.ts';
import { checkDefinitions, optionName } from './discord-rules.ts';
import { booleanInput, choiceInput, settingsInput, settingsOf } from './inputs/choice.ts';
import { numberInput } from './inputs/number.ts';
import { pictureInput } from './inputs/picture.ts';
import { shapeInput } from './inputs/shape.ts';
import { checkTextLengths, requireAskedAway, textInput, usualLength } from './inputs/text.ts';
import { stepLabels, withLocalizations } from './localizations.ts';
import { type Entry, type Manifest, readManifest } from './manifest.ts';
import { withOutputs } from './output-nodes.ts';
import type { Problem } from './problem.ts';
import { checkFlat, priceOf } from './public-endpoint.ts';
import { type EntryAt, PUBLIC_NODE, Reading, type WorkflowInput } from './reading.ts';
import { fileWays } from './value-flow.ts';

/** A folder's contents as parsed JSON. */
export interface WorkflowFiles {
  /** The name of the folder and the command. */
  readonly name: string;
  readonly manifest: unknown;
  /** Missing if there is no such file. */
  readonly graph?: unknown;
}

/** A workflow as a recipe, or every problem of its folder. */
type ReadWorkflow =
  | { readonly recipe: Recipe }
  | {
      readonly problems: readonly Problem[];
      /** If only its rating is wrong: the recipe that it would be if it were general. For reports alone. */
      readonly unrated?: Recipe;
    };

/** Builds a recipe from a folder's files. `table`: the known node classes. */
export function workflowRecipe(files: WorkflowFiles, table: NodeTable): ReadWorkflow {
  const parsed = readManifest(files.manifest);
  if ('problems' in parsed) return parsed;
  const { manifest } = parsed;
  const abilities = abilitiesOf(manifest.worker);
  const isFlat = abilities?.runsGraphs === false;
  const read = isFlat ? { graph: flatGraph(manifest) } : readApiGraph(files.graph);
  if ('problems' in read) return read;
  const types = manifest.nodes.map(({ type }) => type);
  const reading = new Reading({ graph: read.graph, table, isFlat, types });
  if (!isFlat) checkExport(reading);
  for (const key of ['input', 'price'] as const) {
    if (!isFlat && manifest[key] !== undefined) reading.manifest(forPublicOnly(key));
  }
  const inputsOf = manifest.nodes.map((entry, index) =>
    inputOf(entry, { reading, index, manifest }),
  );
  const inputs = withLocalizations(inputsOf.flat(), manifest, reading);
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
  const { problems } = reading;
  if (problems.some(({ about }) => about !== 'rating')) return { problems };
  const parts = { inputs, graph, table: usedBy(graph, table) };
  if (problems.length === 0) return { recipe: recipeOf(files.name, { manifest, ...parts }) };
  const general: Manifest = { ...manifest, rating: 'general' };
  return { problems, unrated: recipeOf(files.name, { manifest: general, ...parts }) };
}

/** Keeps only the classes used by a graph, so that recipes do not hold the whole table in memory. */
function usedBy(graph: ApiGraph, table: NodeTable): NodeTable {
  const names = new Set(Object.values(graph).map((node) => node.class_type));
  return new Map([...table].filter(([name]) => names.has(name)));
}

/** A public endpoint as a graph of one node, whose inputs are its keys. */
function flatGraph({ input = {} }: Manifest): ApiGraph {
  return { [PUBLIC_NODE]: { class_type: PUBLIC_NODE_CLASS, inputs: input } };
}

function forPublicOnly(key: string): string {
  return `has ${key}, which only RunPod's public endpoints know: take it out, or write "worker": ${kindsWith(({ isPublic }) => isPublic)}`;
}

function inputOf(
  entry: Entry,
  { manifest, ...at }: EntryAt & { readonly manifest: Manifest },
): WorkflowInput[] {
  const named = optionName(entry);
  if ('problem' in named) {
    at.reading.manifest(named.problem, at.index);
    return [];
  }
  const { name } = named;
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
    case 'choice': {
      const settings = settingsOf(entry);
      if (settings) return [settingsInput(name, entry, { ...at, settings })];
      return entry.key === undefined
        ? needsKey(at)
        : [choiceInput(name, entry, { ...at, open: false })];
    }
    case 'sampler':
    case 'scheduler':
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

function needsKey({ reading, index }: EntryAt): [] {
  reading.manifest('needs a key, or choices with values that name nodes and inputs', index);
  return [];
}

interface Parts {
  readonly manifest: Manifest;
  readonly inputs: readonly WorkflowInput[];
  readonly graph: ApiGraph;
  readonly table: NodeTable;
}

function recipeOf(name: string, { manifest, inputs, graph, table }: Parts): Recipe {
  const options: OptionTable = Object.fromEntries(inputs.map((one) => [one.name, one.option]));
  const { title, description, rating, worker, endpoint, next, price, localizations } = manifest;
  const filled = (params: Readonly<Record<string, unknown>>, pictures = {}) =>
    fillGraph(graph, { inputs, table, params, pictures });
  return defineRecipe({
    name: workflowRecipeName(name),
    command: name,
    title,
    description,
    localizations,
    rating,
    ...(worker !== undefined && { worker }),
    ...(endpoint !== undefined && { endpoint }),
    next: next.map(({ label, as, workflow, image }) => ({
      ...(label !== undefined && { label }),
      labels: stepLabels(localizations, workflow),
      ...(as !== undefined && { as }),
      command: workflow,
      picture: image,
    })),
    options,
    models: [],
    work: (params) => workOf(params, inputs),
    longestSide: (params) => longestSideIn(filled(params)),
    ...(price && { price: priceOf(price, filled) }),
    graph: (params, { pictures }) => filled(params, pictures),
  });
}

interface Filling {
  readonly inputs: readonly WorkflowInput[];
  readonly table: NodeTable;
  /** By option. Missing values stay as exported. */
  readonly params: Readonly<Record<string, unknown>>;
  /** By option, as the worker's LoadImage receives it. */
  readonly pictures: Readonly<Record<string, string>>;
}

/** Fills values into the graph and removes nodes that load a picture nobody sent. */
function fillGraph(graph: ApiGraph, filling: Filling): ApiGraph {
  const { inputs, table, params, pictures } = filling;
  const absent = inputs.filter(
    ({ name, option }) => option.kind === 'picture' && pictures[name] === undefined,
  );
  const nodes = absent.flatMap(({ targets }) => targets.map(({ node }) => node));
  const filled: Record<string, ApiGraph[string]> = {
    ...(nodes.length === 0 ? graph : withoutNodes(graph, nodes, table)),
  };
  for (const { name, option, write } of inputs) {
    const value = option.kind === 'picture' ? pictures[name] : params[name];
    for (const assignment of write(value)) {
      const node = filled[assignment.node];
      if (!node) continue;
      filled[assignment.node] = {
        ...node,
        inputs: { ...node.inputs, [assignment.input]: assignment.value },
      };
    }
  }
  return filled;
}

/** What scales a run's time. Denoise does not: ComfyUI runs all steps. */
const FACTORS: ReadonlySet<string> = new Set(['steps', 'width', 'height', 'count']);

/** The amount of work: all given steps, pixels and pictures multiplied. */
function workOf(
  params: Readonly<Record<string, unknown>>,
  inputs: readonly WorkflowInput[],
): number {
  const factors = inputs.flatMap(({ name, write }) => {
    const assigned = write(params[name]);
    const sizes = assigned.filter(({ input }) => input === 'width' || input === 'height');
    if (sizes.length > 0) return firstOfEach(sizes);
    return FACTORS.has(name) ? assigned.slice(0, 1) : [];
  });
  const numbers = factors.flatMap(({ value }) => (typeof value === 'number' ? value : []));
  return numbers.reduce((work, factor) => work * Math.max(factor, 1), 1);
}

/** The largest width or height that a node is given as a number. */
function longestSideIn(graph: ApiGraph): number | undefined {
  const sides = Object.values(graph).flatMap(({ inputs }) => [inputs.width, inputs.height]);
  const known = sides.filter((side) => typeof side === 'number');
  return known.length === 0 ? undefined : Math.max(...known);
}

function firstOfEach<One extends { readonly input: string }>(assigned: readonly One[]): One[] {
  return [...new Map(assigned.map((one) => [one.input, one])).values()];
}
