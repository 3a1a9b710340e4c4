import { z } from 'zod';
import type { InputSpec, NodeClass, NodeTable } from './node-table.ts';
import described from './nodes.json' with { type: 'json' };

/** What a ComfyUI has and lacks. */
export interface Installation {
  /** Model files and node classes that are not there. Default: all of nodes.json is. */
  readonly without?: readonly string[] | undefined;
  /** Whether Python's insightface is installed. Default true. */
  readonly insightface?: boolean | undefined;
}

/** Model files that the contract's worker has besides those of nodes.json. */
const MORE_CHECKPOINTS: readonly string[] = ['lustifySDXLNSFW_ggwpV7.safetensors'];

const inputSchema = z.object({
  type: z.string(),
  required: z.boolean(),
  default: z.union([z.number(), z.string()]).optional(),
  min: z.number().optional(),
  max: z.number().optional(),
  step: z.number().optional(),
  options: z.array(z.string()).optional(),
});
const { nodes } = z
  .object({
    nodes: z.record(
      z.string(),
      z.object({
        inputs: z.record(z.string(), inputSchema),
        outputs: z.array(z.string()),
        output_node: z.boolean(),
      }),
    ),
  })
  .parse(described);

/** The node classes of an installation, as ComfyUI 0.3.64 with IPAdapter_plus describes them. */
export function nodesOf({ without = [] }: Installation = {}): NodeTable {
  const table: Record<string, NodeClass> = {};
  for (const [name, { inputs, outputs, output_node: outputNode }] of Object.entries(nodes)) {
    if (without.includes(name)) continue;
    const specs: Record<string, InputSpec> = {};
    for (const [input, spec] of Object.entries(inputs)) specs[input] = specOf(input, spec, without);
    table[name] = { inputs: specs, outputs, outputNode };
  }
  return table;
}

/** Whether a model file is installed, in whatever folder. */
export function hasModel(table: NodeTable, file: string): boolean {
  return Object.values(table).some(({ inputs }) =>
    Object.values(inputs).some(({ options }) => options?.includes(file)),
  );
}

function specOf(name: string, spec: InputSpec, without: readonly string[]): InputSpec {
  if (spec.options === undefined) return spec;
  // Only LoadImage has an input of this name that is a list, of what lies in the input folder.
  if (name === 'image') return { ...spec, options: [], inputFile: true };
  const more = name === 'ckpt_name' ? MORE_CHECKPOINTS : [];
  const options = [...more, ...spec.options].filter((option) => !without.includes(option));
  return { ...spec, options };
}
