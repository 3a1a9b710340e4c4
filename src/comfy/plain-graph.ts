import type { Link } from './graph.ts';
import { isRecord } from './record.ts';

/** A node of any graph in ComfyUI's API format, of which nothing is known but its form. */
export interface PlainNode {
  readonly class_type: string;
  /** Constants, and links to other nodes' outputs. */
  readonly inputs: Readonly<Record<string, unknown>>;
}

/** Any graph at all, by node id. Ids may be compound, such as `57:8`. */
export type PlainGraph = ReadonlyMap<string, PlainNode>;

/** ComfyUI takes every list for a link; only one of this shape can lead anywhere. */
export function isLink(value: unknown): value is Link {
  if (!Array.isArray(value) || value.length !== 2) return false;
  const parts: readonly unknown[] = value;
  const [node, output] = parts;
  return (
    typeof node === 'string' &&
    typeof output === 'number' &&
    Number.isInteger(output) &&
    output >= 0
  );
}

/** Reads one node; undefined where it names no class. Inputs that are none count as no inputs. */
export function readNode(value: unknown): PlainNode | undefined {
  if (!isRecord(value) || typeof value.class_type !== 'string') return undefined;
  return { class_type: value.class_type, inputs: isRecord(value.inputs) ? value.inputs : {} };
}
