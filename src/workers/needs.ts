import {
  type Graph,
  isLink,
  type PlainGraph,
  type PlainNode,
  readNode,
  usedStrings,
} from '../comfy/graph.ts';
import { loadedFrom } from '../comfy/model-folders.ts';
import { type OptionTable, pictureOptions, valueOptions } from '../recipes/option.ts';
import type { GraphParts, Recipe } from '../recipes/recipe.ts';

/** A required model file. */
export interface NeededModel {
  /** A folder of ComfyUI's `models/`. */
  readonly folder: string;
  /** Alternatives, of which one is enough. Usually only one. */
  readonly files: readonly string[];
}

/** A worker's required files and node classes, sorted, without duplicates. */
export interface Needs {
  /** Node classes. */
  readonly nodes: readonly string[];
  readonly models: readonly NeededModel[];
}

/** `pixel_space` and `None` are listed among files, but every file name has an extension. */
const FILE = /\.\w+$/;

/** What a graph needs from its worker, as far as its inputs are known to name model files. */
export function needsOf(graph: Graph): Needs {
  const nodes = new Map<string, PlainNode>();
  for (const [id, value] of Object.entries(graph)) {
    const node = readNode(value);
    if (node) nodes.set(id, node);
  }
  const { needs, answered } = contractFaceNeeds(nodes);
  const others = [...nodes].filter(([id]) => !answered.has(id)).map(([, node]) => nodeNeeds(node));
  return allNeeds([needs, ...others]);
}

/** Merges several needs. */
export function allNeeds(needs: Iterable<Needs>): Needs {
  const all = [...needs];
  const models = all.flatMap((one) => one.models);
  const keyOf = ({ folder, files }: NeededModel) => JSON.stringify([folder, ...files]);
  const byKey = new Map(models.map((model) => [keyOf(model), model]));
  return {
    nodes: [...new Set(all.flatMap((one) => one.nodes))].sort(),
    models: [...byKey].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, model]) => model),
  };
}

function nodeNeeds({ class_type: name, inputs }: PlainNode): Needs {
  const models = Object.entries(inputs).flatMap(([input, value]) => {
    const folder = loadedFrom(name, input);
    if (folder === undefined || isLink(value)) return [];
    const files = usedStrings(value).filter((text) => FILE.test(text));
    return files.map((file) => ({ folder, files: [file] }));
  });
  return { nodes: [name], models };
}

const VIT_H = 'CLIP-ViT-H-14-laion2B-s32B-b79K.safetensors';
const BIG_G = 'CLIP-ViT-bigG-14-laion2B-39B-b160k.safetensors';

/**
 * The contract's face nodes, which exist in no ComfyUI: what the worker in `worker/` uses instead, by the
 * tables in its `face_node.py`, and the ids of the nodes that this covers. Several files are accepted as CLIP
 * vision model.
 */
function contractFaceNeeds(graph: PlainGraph) {
  const nodes = new Set<string>();
  const models: NeededModel[] = [];
  const answered = new Set<string>();
  for (const [id, node] of graph) {
    if (!isContractFace(node)) continue;
    answered.add(id);
    const adapter = textOf(graph, node.inputs.ipadapter, 'ipadapter_file').toLowerCase();
    const isFaceId = adapter === '' || adapter.includes('faceid');
    const classes = isFaceId
      ? ['IPAdapterFaceID', 'IPAdapterInsightFaceLoader']
      : ['IPAdapterAdvanced'];
    for (const name of classes) nodes.add(name);
    const clip = node.inputs.clip_vision;
    const named = textOf(graph, clip, 'clip_name');
    if (!isLink(clip) || named === '') continue;
    answered.add(clip[0]);
    nodes.add('CLIPVisionLoader');
    models.push({ folder: 'clip_vision', files: clipFiles(adapter, isFaceId, named) });
  }
  return { needs: { nodes: [...nodes], models }, answered };
}

function isContractFace({ class_type: name, inputs }: PlainNode): boolean {
  if (name !== 'IPAdapterAdvanced' || inputs.weight_type !== undefined) return false;
  const { weight_faceidv2: weight, clip, combine_embeds: combine } = inputs;
  return weight !== undefined || isLink(clip) || combine === 'Average';
}

/** The compatible files, best first. */
function clipFiles(adapter: string, isFaceId: boolean, named: string): readonly string[] {
  const isVitH = adapter.includes('vit-h') || adapter.includes('faceid-plus');
  if (!isVitH && !isFaceId) return [named];
  return [...new Set([VIT_H, named, ...(isVitH ? [] : [BIG_G])])];
}

/** A text input of the node that a link points to. Empty if there is none. */
function textOf(graph: PlainGraph, link: unknown, input: string): string {
  const value = isLink(link) ? graph.get(link[0])?.inputs[input] : undefined;
  return typeof value === 'string' ? value : '';
}

/**
 * The requirements of a recipe, whatever members choose: for its defaults, with every picture, and
 * for each named choice. Files that only the worker knows are not included.
 */
export function recipeNeeds(recipe: Recipe, parts: Omit<GraphParts, 'pictures'>): Needs {
  const { options } = recipe;
  const pictures = Object.fromEntries(pictureOptions(options).map(([name]) => [name, 'a.png']));
  const asked = Object.fromEntries(exampleWords(options));
  const needs = variants(options).map((choice) => {
    const params = recipe.request.parse({ ...asked, ...choice });
    return needsOf(recipe.graph(params, { ...parts, pictures }));
  });
  return allNeeds(needs);
}

/** Sample values for required texts. */
function exampleWords(options: OptionTable): readonly (readonly [string, string])[] {
  return valueOptions(options).flatMap(([name, option]) =>
    option.kind === 'text' && option.default === undefined
      ? [[name, 'x'.repeat(Math.max(1, option.min))] as const]
      : [],
  );
}

/** The defaults, and every other name of every choice, one at a time. */
function variants(options: OptionTable): readonly Readonly<Record<string, string>>[] {
  const others = valueOptions(options).flatMap(([name, option]) => {
    if (option.kind !== 'choice' || option.anyOf !== undefined) return [];
    return option.names.filter((one) => one !== option.default).map((one) => ({ [name]: one }));
  });
  return [{}, ...others];
}
