import { isRecord } from '../../engines/record.ts';
import { isLink } from '../api-graph.ts';
import type { Chosen } from './chosen.ts';
import type { Place } from './exported.ts';
import { replacementOf, type Replacement } from './input-nodes.ts';

/** An exported file, as JSON, with what was put in the place of nodes that only mark something. */
export interface Replaced {
  readonly file: Readonly<Record<string, unknown>>;
  /** The inputs that were marked. */
  readonly chosen: readonly Chosen[];
  readonly changes: readonly Change[];
}

/** A node that was replaced: by a class, or by its value in each place that it led to. */
export interface Change {
  readonly node: string;
  readonly className: string;
  readonly into?: string;
}

type Values = Replacement & { readonly kind: 'value' };

/** Replaces the input and output nodes of comfy-pack and comfyui-deploy; everything else stays. */
export function replaceInputNodes(file: Readonly<Record<string, unknown>>): Replaced {
  const values = new Map<string, Values>();
  const changed: Record<string, unknown> = {};
  const chosen: Chosen[] = [];
  const changes: Change[] = [];
  for (const [id, node] of Object.entries(file)) {
    const marked = markedNode(node);
    const replacement = marked && replacementOf(marked);
    if (!marked || !isRecord(node) || !replacement) {
      changed[id] = node;
      continue;
    }
    if (replacement.kind === 'value') {
      values.set(id, replacement);
      changes.push({ node: id, className: marked.className });
      continue;
    }
    const { className, inputs, name, description } = replacement;
    changed[id] = { ...node, class_type: className, inputs };
    changes.push({ node: id, className: marked.className, into: className });
    if (className === 'LoadImage') {
      const called = {
        ...(name !== undefined && { name }),
        ...(description !== undefined && { description }),
      };
      chosen.push({ places: [{ node: id, input: 'image' }], ...called });
    }
  }
  if (changes.length === 0) return { file, chosen, changes };
  const { graph, placesOf } = withValues(changed, values);
  for (const [id, { name, description, min, max, choices, isFixed }] of values) {
    const places = placesOf.get(id) ?? [];
    if (isFixed === true || places.length === 0) continue;
    chosen.push({
      places,
      ...(name !== undefined && { name }),
      ...(description !== undefined && { description }),
      ...(min !== undefined && { min }),
      ...(max !== undefined && { max }),
      ...(choices && { choices }),
    });
  }
  return { file: graph, chosen, changes };
}

/** The values where links to these nodes were. */
function withValues(
  file: Readonly<Record<string, unknown>>,
  values: ReadonlyMap<string, Values>,
): {
  readonly graph: Readonly<Record<string, unknown>>;
  readonly placesOf: ReadonlyMap<string, readonly Place[]>;
} {
  const placesOf = new Map<string, Place[]>();
  const graph = Object.entries(file).map(([id, node]) => {
    if (!isRecord(node) || !isRecord(node.inputs)) return [id, node];
    const inputs = Object.entries(node.inputs).map(([input, value]) => {
      const from = lastOf(value, values);
      const put = from === undefined ? undefined : values.get(from);
      if (from === undefined || !put) return [input, value];
      // A value that came from elsewhere itself goes on to do so.
      if (!isLink(put.value))
        placesOf.set(from, [...(placesOf.get(from) ?? []), { node: id, input }]);
      return [input, put.value];
    });
    return [id, { ...node, inputs: Object.fromEntries(inputs) as unknown }];
  });
  return { graph: Object.fromEntries(graph) as Readonly<Record<string, unknown>>, placesOf };
}

/** The node among these that a link leads to, where need be through others of them. */
function lastOf(value: unknown, values: ReadonlyMap<string, Values>): string | undefined {
  const seen = new Set<string>();
  let last: string | undefined;
  for (let at = value; isLink(at) && values.has(at[0]) && !seen.has(at[0]);) {
    last = at[0];
    seen.add(last);
    at = values.get(last)?.value;
  }
  return last;
}

function markedNode(node: unknown) {
  if (!isRecord(node) || typeof node.class_type !== 'string' || !isRecord(node.inputs)) {
    return undefined;
  }
  const meta = isRecord(node._meta) ? node._meta : {};
  const title = typeof meta.title === 'string' ? meta.title.trim() : '';
  return { className: node.class_type, inputs: node.inputs, title, options: meta.options };
}
