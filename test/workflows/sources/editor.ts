import { readCoreNodes } from '../../../src/workflows/read-workflows.ts';
import { toExport } from '../../../src/workflows/sources/to-export.ts';

export const table = readCoreNodes();

/** A link to an output: `[node, slot, type]`. A node's inputs name these. */
export type To = readonly [node: number | string, slot: number, type?: string];

/** A node as a test writes it. */
export interface TestNode {
  readonly type: string;
  readonly values?: unknown;
  /** Links and, with `null`, inputs without one. */
  readonly inputs?: Readonly<Record<string, To | null>>;
  /** The inputs that are shown as widgets. */
  readonly widgets?: readonly string[];
  readonly outputs?: readonly string[];
  readonly mode?: number;
  readonly title?: string;
  readonly properties?: object;
}

/** Nodes and links in the editor's format, of version 0.4 or 1.0. */
export function editorGraph(nodes: Readonly<Record<string, TestNode>>, version: 0.4 | 1 = 0.4) {
  const links: { id: number; from: To; to: string; slot: number }[] = [];
  const listed = Object.entries(nodes).map(([id, one]) => ({
    id: /^-?\d+$/.test(id) ? Number(id) : id,
    type: one.type,
    mode: one.mode ?? 0,
    ...(one.title !== undefined && { title: one.title }),
    inputs: Object.entries(one.inputs ?? {}).map(([name, from], slot) => {
      if (from) links.push({ id: links.length + 1, from, to: id, slot });
      const isWidget = one.widgets?.includes(name) === true;
      return {
        name,
        type: from?.[2] ?? '*',
        link: from ? links.length : null,
        ...(isWidget && { widget: { name } }),
      };
    }),
    outputs: (one.outputs ?? []).map((type) => ({ name: type, type })),
    widgets_values: one.values ?? [],
    properties: one.properties ?? {},
  }));
  const numbered = (id: number | string) => (/^-?\d+$/.test(String(id)) ? Number(id) : id);
  return {
    version,
    nodes: listed,
    links: links.map(({ id, from: [origin, slot, type = '*'], to, slot: target }) =>
      version === 0.4
        ? [id, numbered(origin), slot, numbered(to), target, type]
        : {
            id,
            origin_id: numbered(origin),
            origin_slot: slot,
            target_id: numbered(to),
            target_slot: target,
            type,
          },
    ),
  };
}

/** A subgraph: links from `-10` come from its inputs, and `outputs` are the places that it gives out. */
export function subgraph(
  id: string,
  nodes: Readonly<Record<string, TestNode>>,
  { inputs = [], outputs = [] }: { inputs?: readonly string[]; outputs?: readonly To[] } = {},
) {
  const graph = editorGraph(nodes, 1);
  const out = outputs.map(([origin, slot], target) => ({
    id: 1000 + target,
    origin_id: Number(origin),
    origin_slot: slot,
    target_id: -20,
    target_slot: target,
    type: '*',
  }));
  const into = (slot: number) =>
    graph.links.flatMap((link) =>
      !Array.isArray(link) && link.origin_id === -10 && link.origin_slot === slot ? [link.id] : [],
    );
  return {
    ...graph,
    id,
    name: id,
    links: [...graph.links, ...out],
    inputs: inputs.map((name, slot) => ({ name, type: '*', linkIds: into(slot) })),
    outputs: out.map((link) => ({ name: `out${link.target_slot}`, type: '*', linkIds: [link.id] })),
  };
}

/** Nodes that load a picture (1) and save it (9). */
export const loadAndSave = (through: To, more: Readonly<Record<string, TestNode>> = {}) => ({
  1: { type: 'LoadImage', values: ['cat.png', 'image'], outputs: ['IMAGE', 'MASK'] },
  9: { type: 'SaveImage', values: ['out'], inputs: { images: through } },
  ...more,
});

/** What is sent. @throws Error where the file is refused. */
export function sent(file: object, classes = table) {
  const made = toExport({ ...file }, classes);
  if ('problems' in made) {
    throw new Error(made.problems.map(({ node, says }) => `${node ?? ''}: ${says}`).join('\n'));
  }
  return made;
}

/** Its nodes as `class(input=value)`, by id. */
export function sentText(file: object, classes = table): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(sent(file, classes).graph).map(([id, { class_type: className, inputs }]) => [
      id,
      `${className}(${Object.entries(inputs)
        .map(([name, value]) => `${name}=${JSON.stringify(value)}`)
        .sort()
        .join(', ')})`,
    ]),
  );
}
