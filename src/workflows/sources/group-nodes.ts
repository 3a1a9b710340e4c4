import { z } from 'zod';
import type { NodeClass, NodeTable } from '../../comfy/node-table.ts';
import type { EditorFile, EditorLink, EditorNode, Subgraph } from './editor-file.ts';
import { MOST_SENT } from './flatten.ts';
import { hasWidget, isUploaded, partsAfter, readWidgets, socketsOf } from './widgets.ts';

/*
 * Group nodes came before subgraphs. The file holds their nodes once, with links by place. The node that
 * stands for them has the inputs that are free inside, the outputs that are not used inside, and the values
 * of all widgets in one list, in the order of the nodes. (Frontend 1.45 still reads them, but loses links and
 * shifts values, so older exports are the measure here.)
 */

/** Larger groups are not read. Some of what follows compares all nodes with all links. */
const MOST_NODES = 500;
const MOST_LINKS = 2_000;

const group = z.object({
  nodes: z
    .array(
      z.object({
        type: z.string(),
        title: z.string().optional().catch(undefined),
        mode: z.number().catch(0),
        inputs: z
          .array(
            z.object({
              name: z.string(),
              type: z.string().catch('*'),
              label: z.string().optional().catch(undefined),
              widget: z.object({ name: z.string() }).nullish().catch(undefined),
            }),
          )
          .nullish(),
        widgets_values: z.array(z.unknown()).nullish().catch(undefined),
      }),
    )
    .max(MOST_NODES),
  links: z.array(z.array(z.unknown())).max(MOST_LINKS),
  external: z.array(z.array(z.unknown())).catch([]),
  config: z.record(z.string(), z.unknown()).catch({}),
});
const setting = z.object({
  input: z
    .record(z.string(), z.object({ name: z.string().optional(), visible: z.boolean().optional() }))
    .catch({}),
  output: z.record(z.string(), z.object({ visible: z.boolean().optional() })).catch({}),
});
const indexed = z.object({ index: z.number() });

const NAME = /^workflow[>/](.*)$/s;

/** Replaces group nodes by subgraphs of their own, or says why one cannot be read. */
export function expandGroups(
  file: EditorFile,
  table: NodeTable,
): { readonly editor: EditorFile } | { readonly node: string; readonly says: string } {
  const subgraphs = new Map(file.subgraphs);
  const nodes = new Map(file.root.nodes);
  let count = 0;
  for (const host of file.root.nodes.values()) {
    const definition = file.groups.get(NAME.exec(host.type)?.[1] ?? '');
    if (definition === undefined) continue;
    const read = group.safeParse(definition).data;
    count += read?.nodes.length ?? 0;
    if (count > MOST_SENT) {
      return {
        node: host.id,
        says: `holds more than ${MOST_SENT} nodes with those before: save a smaller workflow`,
      };
    }
    const made = read && new Group(read, host, table).subgraph();
    if (!made || 'says' in made) {
      const why = made?.says ?? 'cannot be read';
      return {
        node: `${host.id} (${host.type})`,
        says: `is a group node that ${why}: choose "Convert to nodes" in its menu in ComfyUI, and save again`,
      };
    }
    // No class and no subgraph has a line feed in its name.
    const type = `group\n${host.id}`;
    subgraphs.set(type, made);
    nodes.set(host.id, { ...host, type });
  }
  return { editor: { ...file, root: { ...file.root, nodes }, subgraphs } };
}

interface Place {
  readonly node: number;
  readonly slot: number;
}

/** One group node while it is read. */
class Group {
  readonly #group: z.infer<typeof group>;
  readonly #host: EditorNode;
  readonly #table: NodeTable;
  readonly #nodes: readonly EditorNode[];
  #isSocketForAll = false;
  readonly #links: readonly { readonly from: Place; readonly to: Place }[];
  /** Outputs that are used outside too. */
  readonly #external: ReadonlySet<string>;

  constructor(read: z.infer<typeof group>, host: EditorNode, table: NodeTable) {
    this.#group = read;
    this.#host = host;
    this.#table = table;
    this.#links = read.links.flatMap(([from, fromSlot, to, toSlot]) =>
      [from, fromSlot, to, toSlot].every((part) => Number.isSafeInteger(part))
        ? [
            {
              from: { node: Number(from), slot: Number(fromSlot) },
              to: { node: Number(to), slot: Number(toSlot) },
            },
          ]
        : [],
    );
    this.#external = new Set(
      read.external.map(([node, slot]) => {
        const index = indexed.safeParse(node).data?.index ?? node;
        return JSON.stringify([Number(index), Number(slot)]);
      }),
    );
    this.#nodes = read.nodes.map((one, index) => ({
      id: String(index),
      type: one.type,
      mode: one.mode,
      title: one.title,
      inputs: (one.inputs ?? []).map(({ name, type, widget }) => ({
        name,
        type,
        link: undefined,
        widget: widget?.name,
      })),
      outputs: [],
      values: one.widgets_values ?? [],
      properties: {},
    }));
  }

  subgraph(): Subgraph | { readonly says: string } {
    const unknown = this.#nodes.find(({ type }) => !this.#table.has(type) && !EDITORS.has(type));
    if (unknown) return { says: `holds a class that the bot does not know (${unknown.type})` };
    const valued = this.#withValues() ?? this.#withValuesForAll();
    if (!valued) return { says: 'was saved by another version, so that its values do not fit' };
    const links = new Map<string, EditorLink>();
    const linked = new Map<string, string>();
    for (const [index, { from, to }] of this.#links.entries()) {
      const id = `in ${index}`;
      linked.set(keyOf(to), id);
      links.set(id, linkOf(String(from.node), from.slot, to));
    }
    const free = this.#freeInputs(linked);
    const inputs = free.map(({ place, name }, slot) => {
      const id = `from ${slot}`;
      linked.set(keyOf(place), id);
      links.set(id, linkOf('-10', slot, place));
      const hasName = this.#host.inputs.some((one) => one.name === name);
      return { name: hasName ? name : (this.#host.inputs[slot]?.name ?? name), links: [id] };
    });
    const outputs = this.#freeOutputs().map(({ node, slot }, target) => {
      const id = `to ${target}`;
      links.set(id, linkOf(String(node), slot, { node: -20, slot: target }));
      return { name: id, links: [id] };
    });
    const nodes = valued.map((node, index): [string, EditorNode] => [
      node.id,
      {
        ...node,
        inputs: this.#socketsAt(index).map((one, slot) => ({
          ...one,
          link: linked.get(keyOf({ node: index, slot })),
        })),
      },
    ]);
    const name = this.#host.type;
    return { nodes: new Map(nodes), links, name, inputs, outputs, inputId: '-10', outputId: '-20' };
  }

  /** The saved inputs, with those that the class has and the file lacks. */
  #socketsAt(index: number): EditorNode['inputs'] {
    const node = this.#nodes[index];
    if (!node) return [];
    const known = this.#table.get(node.type);
    const declared = known ? socketsOf(node, known, readWidgets(node, known)) : [];
    const missing = declared.filter(
      ({ name, widget }) => widget === undefined && !node.inputs.some((one) => one.name === name),
    );
    return [...node.inputs, ...missing];
  }

  /** Newer versions save a socket for each widget, so that these do not say which widgets became sockets. */
  #withValuesForAll(): readonly EditorNode[] | undefined {
    this.#isSocketForAll = true;
    return this.#withValues();
  }

  /** Whether a widget became a socket, and has no value at the group's node. */
  #isConverted({ inputs }: EditorNode, name: string): boolean {
    return !this.#isSocketForAll && inputs.some((one) => one.name === name && one.widget === name);
  }

  /** Gives the values of the group's node to the nodes inside. Undefined if they are not as many. */
  #withValues(): readonly EditorNode[] | undefined {
    const { values } = this.#host;
    const list: readonly unknown[] = Array.isArray(values) ? values : [];
    let at = 0;
    const nodes = this.#nodes.map((node) => {
      const known = this.#table.get(node.type);
      const before = readWidgets(node, known);
      const found = new Map(known ? before.values : []);
      if (
        node.type === 'PrimitiveNode' &&
        this.#links.some(({ from }) => from.node === Number(node.id))
      ) {
        const value = list[at++];
        if (CONTROLS.has(list[at])) at += 1;
        return { ...node, values: value === undefined ? node.values : [value] };
      }
      if (!known) return node;
      for (const [name, input] of before.inputs) {
        // An input that its class got since has no value here either.
        if (!input || this.#isConverted(node, name) || before.filled.includes(name)) continue;
        const value = list[at++];
        if (value !== undefined) found.set(name, value);
        at += partsAfter(input, list, at);
      }
      if (hasUpload(known)) at += 1;
      return { ...node, values: Object.fromEntries(found) };
    });
    return list.length === 0 || at === list.length ? nodes : undefined;
  }

  /** The inputs of the group's node, in order: sockets node by node, then widgets that became sockets. */
  #freeInputs(linked: ReadonlyMap<string, string>) {
    const free: { place: Place; name: string }[] = [];
    const converted: typeof free = [];
    const seen = new Map<string, number>();
    for (const [node, inner] of this.#nodes.entries()) {
      if (inner.type === 'Reroute' && this.#isInternal(node)) continue;
      const settings = setting.safeParse(this.#group.config[node]).data?.input;
      for (const name of this.#widgetsOf(inner)) called(name, inner, seen);
      for (const [slot, { name: own, widget }] of this.#socketsAt(node).entries()) {
        const name = inner.type === 'Reroute' ? this.#typeOf(node) : own;
        const place = { node, slot };
        if (linked.has(keyOf(place)) || inner.type === 'PrimitiveNode') continue;
        if (widget !== undefined && this.#isSocketForAll) continue;
        const label = this.#group.nodes[node]?.inputs?.[slot]?.label;
        const custom = settings?.[name];
        const shown = called(custom?.name ?? label ?? name, inner, seen, name);
        if (custom?.visible === false) continue;
        (widget === undefined ? free : converted).push({ place, name: shown });
      }
    }
    return [...free, ...converted];
  }

  #widgetsOf(node: EditorNode): readonly string[] {
    const inputs = this.#table.get(node.type)?.inputs ?? {};
    return Object.entries(inputs).flatMap(([name, input]) =>
      hasWidget(input) && !this.#isConverted(node, name) ? [name] : [],
    );
  }

  #freeOutputs(): readonly Place[] {
    return this.#nodes.flatMap(({ type }, node) => {
      const count = this.#table.get(type)?.outputs.length ?? 1;
      if (type === 'Reroute' && this.#isInternal(node)) return [];
      const settings = setting.safeParse(this.#group.config[node]).data?.output;
      return Array.from({ length: count }, (_, slot) => ({ node, slot })).filter((place) => {
        const isUsed = this.#links.some(({ from }) => keyOf(from) === keyOf(place));
        return settings?.[place.slot]?.visible ?? (!isUsed || this.#external.has(keyOf(place)));
      });
    });
  }

  /** Whether a reroute is linked on both sides, and only inside. */
  #isInternal(node: number): boolean {
    const isTo = this.#links.some(({ to }) => to.node === node);
    const isFrom = this.#links.some(({ from }) => from.node === node);
    return isTo && isFrom && !this.#external.has(JSON.stringify([node, 0]));
  }

  /** What a reroute passes on, by which its input is called. */
  #typeOf(node: number): string {
    const target = this.#links.find(({ from }) => from.node === node)?.to;
    const type = target && this.#nodes[target.node]?.inputs[target.slot]?.type;
    return type ?? '*';
  }
}

/** Nodes of the editor that a group may hold. */
const EDITORS: ReadonlySet<string> = new Set(['Reroute', 'PrimitiveNode', 'Note', 'MarkdownNote']);
const CONTROLS: ReadonlySet<unknown> = new Set(['fixed', 'increment', 'decrement', 'randomize']);

function hasUpload({ inputs }: NodeClass): boolean {
  return Object.values(inputs).some((input) => input.required && isUploaded(input));
}

/** The name of an input at the group's node. A second one of a name has its node's title before it. */
function called(
  name: string,
  { title, type }: EditorNode,
  seen: Map<string, number>,
  own: string = name,
): string {
  let [key, shown] = [name, name];
  if (seen.has(name)) {
    key = shown = `${title ?? type} ${own}`;
    const before = seen.get(key);
    if (before !== undefined) shown = `${title ?? type} ${before} ${own}`;
  }
  seen.set(key, (seen.get(key) ?? 1) + 1);
  return shown;
}

function keyOf({ node, slot }: Place): string {
  return JSON.stringify([node, slot]);
}

function linkOf(from: string, fromSlot: number, { node, slot }: Place): EditorLink {
  return { from, fromSlot, to: String(node), toSlot: slot };
}
