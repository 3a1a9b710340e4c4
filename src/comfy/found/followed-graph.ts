import { isRecord } from '../record.ts';

/** More is not read: to parse this much takes some milliseconds. Characters. */
const LONGEST_GRAPH = 256 * 1024;

/** Through how many nodes that only hand a value on it is looked for. */
const MOST_HANDS = 16;

/** What nodes that only hold a value call it. */
const HELD = ['value', 'text', 'string', 'prompt', 'int', 'float', 'number'];

/**
 * ComfyUI writes its graphs as Python does, with numbers that JSON does not know: an `is_changed` of NaN stands in many a
 * picture. Strings are matched whole, so that words stay as they are, and one without an end to the end of the text, so that
 * nothing is looked at twice.
 */
const STRINGS_AND_NO_NUMBERS = /"(?:[^"\\]|\\[^])*"?|-?\b(?:NaN|Infinity)\b/g;

type Inputs = Readonly<Record<string, unknown>>;

export interface FollowedNode {
  readonly id: string;
  readonly type: string;
  readonly inputs: Inputs;
}

/**
 * A graph in ComfyUI's API format that anybody may have written, whose links may lead nowhere or in circles. Nothing is known
 * of its node classes: what an input is for is told by its name.
 */
export class FollowedGraph {
  readonly nodes: readonly FollowedNode[];
  readonly #byId: ReadonlyMap<string, FollowedNode>;

  private constructor(nodes: readonly FollowedNode[]) {
    this.nodes = nodes;
    this.#byId = new Map(nodes.map((node) => [node.id, node]));
  }

  /** `undefined` for what is no graph. */
  static read(text: string): FollowedGraph | undefined {
    const graph = text.length > LONGEST_GRAPH ? undefined : parsed(text);
    if (!isRecord(graph)) return undefined;
    const nodes = Object.entries(graph).flatMap(([id, node]): FollowedNode[] => {
      if (!isRecord(node) || !isRecord(node.inputs)) return [];
      const type = typeof node.class_type === 'string' ? node.class_type : '';
      return [{ id, type, inputs: node.inputs }];
    });
    return nodes.length === 0 ? undefined : new FollowedGraph(nodes);
  }

  /** The node that an input comes from. */
  source(node: FollowedNode | undefined, input: string): FollowedNode | undefined {
    const value = node && own(node.inputs, input);
    if (!Array.isArray(value) || typeof value[0] !== 'string') return undefined;
    return this.#byId.get(value[0]);
  }

  number(node: FollowedNode | undefined, input: string): number | undefined {
    const value = this.#value(node, input, 'number');
    return typeof value === 'number' ? value : undefined;
  }

  text(node: FollowedNode | undefined, input: string): string | undefined {
    const value = this.#value(node, input, 'string');
    return typeof value === 'string' ? value : undefined;
  }

  /** What stands in an input, or in the node that its value comes from. */
  #value(node: FollowedNode | undefined, input: string, type: 'number' | 'string'): unknown {
    let name: string | undefined = input;
    for (
      let hands = 0;
      node !== undefined && name !== undefined && hands < MOST_HANDS;
      hands += 1
    ) {
      const value = own(node.inputs, name);
      if (typeof value === type) return value;
      const next = this.source(node, name);
      name = next && [name, ...HELD].find((one) => own(next.inputs, one) !== undefined);
      node = next;
    }
    return undefined;
  }
}

function parsed(text: string): unknown {
  return parsedJson(text) ?? parsedJson(text.replace(STRINGS_AND_NO_NUMBERS, asJson));
}

function asJson(found: string): string {
  return found.startsWith('"') ? found : 'null';
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function own(inputs: Inputs, name: string): unknown {
  return Object.hasOwn(inputs, name) ? inputs[name] : undefined;
}
