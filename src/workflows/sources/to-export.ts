import type { NodeTable } from '../../comfy/node-table.ts';
import { isRecord, own } from '../../engines/record.ts';
import { isLink, reachedFrom } from '../api-graph.ts';
import { noteOn, notesOf } from '../problem.ts';
import { type EditorNode, readEditorFile } from './editor-file.ts';
import { expandGroups } from './group-nodes.ts';
import { type FlatNode, flatten, type Flat } from './flatten.ts';
import { readWidgets, sentValue, socketsOf, type Widgets } from './widgets.ts';

/** A node in the API format, with its title. */
interface SentNode {
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly class_type: string;
  readonly _meta?: { readonly title: string };
}

/** A workflow in the API format. */
export interface Converted {
  readonly graph: Readonly<Record<string, SentNode>>;
  /** Remarks for the operator, in sentences. */
  readonly notes: readonly string[];
}

/** What keeps a file from being converted: a sentence without capital and full stop, each with its node. */
export interface NotConverted {
  readonly problems: readonly { readonly node?: string; readonly says: string }[];
}

/**
 * Converts a workflow from the editor's format to what the editor would send to ComfyUI. Titles are those
 * that the author gave.
 */
export function toExport(
  file: Readonly<Record<string, unknown>>,
  table: NodeTable,
): Converted | NotConverted {
  const read = readEditorFile(file);
  if ('says' in read) return { problems: [read] };
  const expanded = expandGroups(read.editor, table);
  if ('says' in expanded) return { problems: [expanded] };
  const { editor } = expanded;
  const known = new Map<EditorNode, Widgets>();
  const widgetsOf = (node: EditorNode) => {
    const before = known.get(node);
    if (before) return before;
    const widgets = readWidgets(node, table.get(node.type));
    known.set(node, widgets);
    return widgets;
  };
  const flattened = flatten(editor, table, (node) =>
    socketsOf(node, table.get(node.type), widgetsOf(node)),
  );
  if ('says' in flattened) return { problems: [flattened] };
  const { flat } = flattened;
  if (flat.nodes.length === 0) {
    return { problems: [{ says: 'has no nodes that ComfyUI would run: take another file' }] };
  }
  const isSent = new Set(flat.nodes.map(({ id }) => id));
  const graph = Object.fromEntries(
    flat.nodes.map((one) => [one.id, sentNode(one, flat, isSent, widgetsOf)]),
  );
  const problems = flat.nodes.flatMap(({ id, node }) => {
    const { says } = widgetsOf(node);
    const what = isUuid(node.type) ? MISSING_SUBGRAPH : says;
    return what === undefined ? [] : [{ id, node: `${id} (${node.type})`, says: what }];
  });
  const used = usedNodes(graph, table);
  const fatal = problems.filter(({ id }) => used.has(id));
  if (fatal.length > 0) return { problems: together(fatal) };
  const unread = new Set(problems.map(({ id }) => id));
  return {
    graph: Object.fromEntries(Object.entries(graph).filter(([id]) => !unread.has(id))),
    notes: notesOf(
      'Converted from the format in which ComfyUI saves, into what it would send.',
      noteOn('Muted or bypassed in the editor, so left out', counted(flat.skipped)),
      noteOn(
        'Left out, since they cannot be read and nothing known to save needs them (take --object-info if one of them saves)',
        problems.map(({ node }) => node),
      ),
      noteOn(
        'A subgraph was saved with other values than stand inside, and ComfyUI sends those inside',
        otherValues(flat, widgetsOf),
      ),
      widgetNotes(flat.nodes, widgetsOf, table),
    ),
  };
}

function sentNode(
  flat: FlatNode,
  { inputsAt, originOf }: Flat,
  isSent: ReadonlySet<string>,
  widgetsOf: (node: EditorNode) => Widgets,
): SentNode {
  const { node } = flat;
  const widgets = widgetsOf(node);
  const inputs = new Map<string, unknown>();
  for (const [name, value] of widgets.values) {
    if (value !== undefined) inputs.set(name, sentValue(value, widgets.inputs.get(name)));
  }
  for (const [place, input] of inputsAt(node).entries()) {
    const origin = originOf(flat, place);
    if (!origin) continue;
    if (origin.kind === 'output') {
      // The editor drops a link to a node that is not sent, and with it the value.
      if (isSent.has(origin.id)) inputs.set(input.name, [origin.id, origin.slot]);
      else inputs.delete(input.name);
    } else if (origin.kind === 'widget') {
      const value = widgetsOf(origin.of.node).values.get(origin.name);
      if (value !== undefined) inputs.set(input.name, sentValue(value, undefined));
    } else if (input.widget !== undefined) {
      inputs.set(input.name, sentValue(origin.value, widgets.inputs.get(input.name)));
    }
  }
  return {
    inputs: Object.fromEntries(inputs),
    class_type: node.type,
    ...(node.title !== undefined && { _meta: { title: node.title } }),
  };
}

/**
 * Some versions of the editor saved a value for each widget that a subgraph shows. It is the same as inside,
 * unless two nodes share the subgraph.
 */
function otherValues(
  { hosts, inputsAt, widgetBehind }: Flat,
  widgetsOf: (node: EditorNode) => Widgets,
): readonly string[] {
  return hosts.flatMap((host) => {
    const { values, properties } = host.node;
    const shown = Array.isArray(properties.proxyWidgets) ? properties.proxyWidgets : [];
    const names = shown.flatMap((one: unknown) =>
      Array.isArray(one) && String(one[0]) === '-1' ? [String(one[1])] : [],
    );
    const saved: readonly unknown[] = Array.isArray(values) ? values : [];
    if (saved.length !== names.length) return [];
    const places = new Map(inputsAt(host.node).map(({ name }, place) => [name, place]));
    return names.flatMap((name, index) => {
      const place = places.get(name);
      const input = place === undefined ? undefined : inputsAt(host.node)[place];
      if (place === undefined || input?.link !== undefined) return [];
      const origin = widgetBehind(host, place);
      if (origin?.kind !== 'widget') return [];
      const inside = JSON.stringify(widgetsOf(origin.of.node).values.get(origin.name));
      const outside = JSON.stringify(saved[index]);
      const where = `${name} of node ${host.id} (${labelOf(host.node)})`;
      return inside === outside ? [] : [`${where} is ${inside} inside, not ${outside}`];
    });
  });
}

/** Names nodes with the same problem in one line. */
function together(
  problems: readonly { readonly node: string; readonly says: string }[],
): NotConverted['problems'] {
  return [...Map.groupBy(problems, ({ says }) => says)].map(([says, all]) => {
    const named = all.slice(0, MOST_NAMED).map(({ node }) => node);
    const more = all.length - named.length;
    return { node: [...named, ...(more > 0 ? [`${more} more`] : [])].join(', '), says };
  });
}

const MISSING_SUBGRAPH =
  'stands for a subgraph that is not in the file: open the workflow in the ComfyUI that has it, and save it again';

function isUuid(type: string): boolean {
  return /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i.test(type);
}

/** The nodes that something saved or shown depends on. Unknown classes may save. */
function usedNodes(graph: Converted['graph'], table: NodeTable): ReadonlySet<string> {
  const ends = Object.entries(graph).flatMap(([id, { class_type: className }]) => {
    return table.get(className)?.isOutput === true ? [id] : [];
  });
  return reachedFrom(ends.length > 0 ? ends : Object.keys(graph), (id) =>
    Object.values(own(graph, id)?.inputs ?? {}).flatMap((value) =>
      isLink(value) ? [value[0]] : [],
    ),
  );
}

/** How many nodes a note names. */
const MOST_NAMED = 20;

function counted(nodes: readonly FlatNode[]): readonly string[] {
  const names = nodes.slice(0, MOST_NAMED).map(({ id, node }) => `${id} (${labelOf(node)})`);
  const more = nodes.length - names.length;
  return more > 0 ? [...names, `${more} more`] : names;
}

function labelOf({ type, title }: EditorNode): string {
  return isUuid(type) ? (title ?? 'a subgraph') : type;
}

function widgetNotes(
  nodes: readonly FlatNode[],
  widgetsOf: (node: EditorNode) => Widgets,
  table: NodeTable,
): readonly string[] {
  const read = nodes.map((flat) => ({ ...flat, ...widgetsOf(flat.node) }));
  const named = (of: typeof read) => of.map(({ id, node }) => `${id} (${node.type})`);
  return notesOf(
    noteOn(
      'Not saved in the file, so the default',
      read.flatMap(({ id, node, filled, values }) =>
        filled
          .filter((name) => !isRecord(values.get(name)))
          .map(
            (name) =>
              `${name} of node ${id} (${node.type}) is ${JSON.stringify(values.get(name) ?? null)}`,
          ),
      ),
    ),
    noteOn(
      'Saved with values that its class no longer has, which are left out: node',
      named(
        // What a preview shows is saved with its values.
        read.filter(({ node, surplus }) => surplus > 0 && !table.get(node.type)?.isOutput),
      ),
    ),
    noteOn(
      'Saved when its class had another order of inputs, so read by their names: node',
      named(read.filter(({ isReordered }) => isReordered)),
    ),
  );
}
