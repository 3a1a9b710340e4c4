import type { ComfyFiles } from './comfy-files.ts';
import type { InputSpec, NodeClass, NodeTable } from './node-table.ts';

type InputInfo = readonly [type: string | readonly string[], config: object];

/** A node class as `GET /object_info` describes it. */
export interface ClassInfo {
  readonly input: Readonly<Record<'required' | 'optional', Readonly<Record<string, InputInfo>>>>;
  readonly input_order: Readonly<Record<'required' | 'optional', readonly string[]>>;
  readonly output: readonly string[];
  readonly output_is_list: readonly boolean[];
  readonly output_name: readonly string[];
  readonly name: string;
  readonly display_name: string;
  readonly description: string;
  readonly python_module: string;
  readonly category: string;
  readonly output_node: boolean;
}

/** Every class of a table, by name. */
export function objectInfo(
  table: NodeTable,
  files: ComfyFiles,
): Readonly<Record<string, ClassInfo>> {
  const info: Record<string, ClassInfo> = {};
  for (const [name, nodeClass] of Object.entries(table)) {
    info[name] = classInfo(name, nodeClass, files);
  }
  return info;
}

function classInfo(
  name: string,
  { inputs, outputs, outputNode }: NodeClass,
  files: ComfyFiles,
): ClassInfo {
  const required: Record<string, InputInfo> = {};
  const optional: Record<string, InputInfo> = {};
  for (const [input, spec] of Object.entries(inputs)) {
    (spec.required === false ? optional : required)[input] = inputInfo(spec, files);
  }
  return {
    input: { required, optional },
    input_order: { required: Object.keys(required), optional: Object.keys(optional) },
    output: outputs,
    output_is_list: outputs.map(() => false),
    output_name: outputs,
    name,
    display_name: name,
    description: '',
    python_module: name.startsWith('IPAdapter')
      ? 'custom_nodes.ComfyUI_IPAdapter_plus'
      : name.startsWith('ETN_')
        ? 'custom_nodes.comfyui-tooling-nodes'
        : 'nodes',
    category: 'sandbox',
    output_node: outputNode,
  };
}

function inputInfo(spec: InputSpec, files: ComfyFiles): InputInfo {
  const { type, options, default: otherwise, min, max, step } = spec;
  if (spec.inputFile) return [files.inputs(), { image_upload: true }];
  return [options ?? type, { default: otherwise, min, max, step }];
}
