import { isRecord } from '../engines/record.ts';

/** The source of an input: a node's id and the index of its output, from 0. */
export type Link = readonly [node: string, output: number];

/** A node in ComfyUI's API format. */
export interface PlainNode {
  readonly class_type: string;
  /** Constants, and links to outputs of other nodes. */
  readonly inputs: Readonly<Record<string, unknown>>;
}

/** A workflow in ComfyUI's API format: nodes by id. Ids may be compound, such as `57:8`. */
export type Graph = Readonly<Record<string, PlainNode>>;

/** The same as a map. */
export type PlainGraph = ReadonlyMap<string, PlainNode>;

/** ComfyUI takes every list for a link. Only this shape can lead anywhere. */
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

/** Reads one node. `undefined` without a class. Invalid inputs count as none. */
export function readNode(value: unknown): PlainNode | undefined {
  if (!isRecord(value) || typeof value.class_type !== 'string') return undefined;
  return { class_type: value.class_type, inputs: isRecord(value.inputs) ? value.inputs : {} };
}

/** All strings in a value, at any depth. Skips objects that are `isLeftOut`. */
export function stringsWithin(
  value: unknown,
  isLeftOut: (value: object) => boolean = () => false,
): readonly string[] {
  const found: string[] = [];
  // Uses its own stack, since a file may be nested deeper than the call stack allows.
  const waiting = [value];
  while (waiting.length > 0) {
    const one = waiting.pop();
    if (typeof one === 'string') found.push(one);
    else if (typeof one === 'object' && one !== null && !isLeftOut(one)) {
      for (const inner of Object.values(one)) waiting.push(inner);
    }
  }
  return found;
}

/** The same without what stands in an entry that is switched off, such as a LoRA of a Power Lora Loader. */
export function usedStrings(value: unknown): readonly string[] {
  return stringsWithin(value, (entry) => 'on' in entry && entry.on === false);
}
