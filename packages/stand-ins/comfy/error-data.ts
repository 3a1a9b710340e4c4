import { isLink } from '../../../src/comfy/graph.ts';
import type { Graph } from './graph.ts';
import { NodeException } from './node-exception.ts';

/** Roughly how long Python's text of a model's tensors is. */
const TENSOR_TEXT = `tensor([[${'-0.0123,  0.0456,  0.0789, '.repeat(12)}]]), `;
const TENSORS = 300;

/** What ComfyUI says of a node that failed: `execution_error`, which can be large. */
export function errorData(
  graph: Graph,
  id: string,
  executed: readonly string[],
  error: unknown,
): Readonly<Record<string, unknown>> {
  const { class_type: type = '', inputs = {} } = graph[id] ?? {};
  const seen = Object.entries(inputs).map(([name, value]) => [name, [shown(name, value)]]);
  return {
    node_id: id,
    node_type: type,
    executed,
    exception_message: error instanceof Error ? error.message : String(error),
    exception_type: error instanceof NodeException ? error.exceptionType : 'Exception',
    traceback: [
      '  File "/comfyui/execution.py", line 496, in execute\n    output_data, output_ui, has_subgraph, has_pending_tasks = await get_output_data(prompt_id, unique_id, obj, input_data_all, execution_block_cb=execution_block_cb, pre_execute_cb=pre_execute_cb, hidden_inputs=hidden_inputs)\n',
      '  File "/comfyui/execution.py", line 289, in process_inputs\n    result = f(**inputs)\n',
    ],
    current_inputs: Object.fromEntries(seen),
    current_outputs: executed,
  };
}

/** Constants as they are, and what links bring, weights and pixels, as Python prints it. */
function shown(name: string, value: unknown): unknown {
  if (!isLink(value)) return value;
  if (name === 'ipadapter')
    return `{'image_proj': {'proj.0.weight': ${TENSOR_TEXT.repeat(TENSORS)}}}`;
  if (name === 'image') return TENSOR_TEXT;
  return `<comfy.object at 0x7f0000000000>`;
}
