import { readInputs } from './read-inputs.ts';
import { isRecord } from './record.ts';

/** A constant that an input may have as one of its options. */
export type OptionValue = string | number | boolean;

/** What one input of a node class takes. */
export interface NodeInput {
  /** `INT`, `FLOAT`, `STRING`, `BOOLEAN`, `COMBO`, or the type of output that has to be linked: `MODEL`, `IMAGE,MASK`, `*` for any. */
  readonly type: string;
  readonly required: boolean;
  /** The values of a `COMBO`. With `files`: those that the ComfyUI which was asked had. */
  readonly options?: readonly OptionValue[];
  /** A `COMBO` of files, of which every worker has its own: `options` are then no limit. */
  readonly files?: true;
  /** A picture of those that were uploaded (`image_upload`). */
  readonly picture?: true;
  readonly min?: number;
  readonly max?: number;
  readonly step?: number;
  readonly default?: OptionValue;
  readonly multiline?: boolean;
  /** Further inputs, by the option that brings them (`COMFY_DYNAMICCOMBO_V3`). */
  readonly brings?: ReadonlyMap<string, Readonly<Record<string, NodeInput>>>;
  /** What stands for as many inputs as are wanted (`COMFY_AUTOGROW_V3`): it has no value of its own. */
  readonly grows?: GrowingInput;
}

/** Inputs `images.image0`, `images.image1` and so on, which are all alike. */
export interface GrowingInput {
  /** The names after the dot, in order. */
  readonly names: readonly string[];
  readonly input: NodeInput;
  /** How many of the first have to be there. */
  readonly atLeast: number;
}

/** What ComfyUI knows of a node class. */
export interface NodeClass {
  readonly inputs: Readonly<Record<string, NodeInput>>;
  /** Types by output slot. */
  readonly outputs: readonly string[];
  /** Whether the node ends a graph: what leads to no such node is not run. */
  readonly isOutput: boolean;
  /** The Python module that it comes from: `nodes`, `comfy_extras.nodes_flux`, `custom_nodes.…`. */
  readonly module: string;
}

/** The node classes of one ComfyUI, by name. */
export type NodeTable = ReadonlyMap<string, NodeClass>;

/** Thrown where a text was to be what `GET /object_info` answers, and is not. */
export class NoNodeTableError extends Error {
  override readonly name = 'NoNodeTableError';
}

/**
 * Reads what ComfyUI answers to `GET /object_info`, as JSON that was parsed: classes by name, each
 * input as `["INT", {…}]`, `[["euler", …], {…}]` or `["COMBO", {"options": […]}]`. What is not
 * understood of a class or an input is passed over.
 *
 * @throws NoNodeTableError where there is no node class in it at all.
 */
export function readNodeTable(objectInfo: unknown): NodeTable {
  if (!isRecord(objectInfo)) {
    throw new NoNodeTableError('It is no answer of ComfyUI to GET /object_info: no JSON object.');
  }
  const table = new Map<string, NodeClass>();
  for (const [name, info] of Object.entries(objectInfo)) {
    if (isRecord(info) && isRecord(info.input)) table.set(name, readClass(name, info));
  }
  if (table.size === 0) {
    throw new NoNodeTableError(
      'It is no answer of ComfyUI to GET /object_info: no node class with an "input" is in it.',
    );
  }
  return table;
}

function readClass(name: string, info: Readonly<Record<string, unknown>>): NodeClass {
  const { input, output, output_node: isOutput, python_module: module } = info;
  return {
    inputs: readInputs(name, input),
    // An old way to write an output that is one of several values is the list of these.
    outputs: Array.isArray(output)
      ? output.map((type) => (typeof type === 'string' ? type : 'COMBO'))
      : [],
    isOutput: isOutput === true,
    module: typeof module === 'string' ? module : '',
  };
}

/** Whether a class comes with ComfyUI itself, so that every worker of that version has it. */
export function isCore({ module }: NodeClass): boolean {
  return module === 'nodes' || module.startsWith('comfy_extras.');
}
