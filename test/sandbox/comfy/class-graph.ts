import type { Link } from '../../../src/comfy/graph.ts';
import {
  inputsFor,
  type NodeClass,
  type NodeInput,
  typesFit,
} from '../../../src/comfy/node-table.ts';
import type { GraphNode } from '../../../packages/stand-ins/comfy/graph.ts';
import { nodesOf } from '../../../packages/stand-ins/comfy/installation.ts';

export const NODES = nodesOf();

/** A node in one line. */
const node = (className: string, inputs: GraphNode['inputs'] = {}): GraphNode => ({
  class_type: className,
  inputs,
});

const CONSTANTS = new Set(['INT', 'FLOAT', 'STRING', 'BOOLEAN', 'COMBO', 'COMFY_DYNAMICCOMBO_V3']);

/** Nothing makes these: they come from extensions, or are written by hand. */
const BY_HAND: Readonly<Record<string, unknown>> = {
  ARRAY: 'a',
  DICT: {},
  COLOR: '#000000',
  BOUNDING_BOX: { x: 0, y: 0, width: 64, height: 64 },
};

/** Smaller than what a class would have by itself. */
const SMALL: Readonly<Record<string, number>> = { width: 64, height: 64, steps: 2, amount: 2 };

/** Every class, those first that are linked to least. */
const SOURCES = [...NODES]
  .map((one) => ({ one, links: linksIn(one[1]) }))
  .toSorted((a, b) => a.links - b.links)
  .map(({ one }) => one);

function constant(
  name: string,
  { type, default: otherwise, options, min, max }: NodeInput,
): unknown {
  const small = SMALL[name];
  switch (type) {
    case 'INT':
    case 'FLOAT':
      return Math.min(max ?? 1, Math.max(min ?? 0, small ?? Number(otherwise ?? lowest(min))));
    case 'STRING':
      return otherwise ?? 'words';
    case 'BOOLEAN':
      return otherwise ?? false;
    default:
      return (
        options?.[0] ??
        (/image|latent|file|embeds|audio$|folder_name/.test(name) ? 'face.png' : 'any.safetensors')
      );
  }
}

/** JSON cannot write a limit beyond 2^53 exactly. */
function lowest(min = 1): number {
  return Math.max(min, Number.MIN_SAFE_INTEGER);
}

/** Builds a graph around a node of a class: every required input filled, whatever that takes. */
export function graphOf(className: string): Record<string, GraphNode> {
  const graph: Record<string, GraphNode> = {};
  const makers = new Map<string, Link>();

  const linkTo = (type: string, behind: readonly string[]): unknown => {
    const known = makers.get(type);
    if (known) return known;
    const found = SOURCES.find(
      ([name, { outputs }]) =>
        !behind.includes(name) &&
        outputs.some((output) => output !== '*' && typesFit(output, type)),
    );
    if (!found) return BY_HAND[type];
    const [name, { outputs }] = found;
    const link: Link = [add(name, behind), outputs.findIndex((output) => typesFit(output, type))];
    makers.set(type, link);
    return link;
  };
  const add = (name: string, behind: readonly string[]): string => {
    const nodeClass = NODES.get(name);
    if (!nodeClass) throw new Error(name);
    const inputs: Record<string, unknown> = {};
    // An option may bring further inputs, which are then there to be filled as well.
    for (let before = -1; before < Object.keys(inputs).length;) {
      before = Object.keys(inputs).length;
      for (const [input, takes] of inputsFor(nodeClass, inputs)) {
        if (!takes.required || input in inputs) continue;
        inputs[input] = CONSTANTS.has(takes.type)
          ? constant(input.split('.').at(-1) ?? input, takes)
          : linkTo(takes.type, [...behind, name]);
      }
    }
    const id = `${name} ${Object.keys(graph).length}`;
    graph[id] = node(name, inputs);
    return id;
  };

  const id = add(className, []);
  const end = node('PreviewAny', { source: [id, 0] });
  return NODES.get(className)?.isOutput === true ? graph : { ...graph, end };
}

function linksIn(nodeClass: NodeClass): number {
  return [...inputsFor(nodeClass, {}).values()].filter(
    ({ required, type }) => required && !CONSTANTS.has(type),
  ).length;
}
