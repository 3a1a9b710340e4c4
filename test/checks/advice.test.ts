import { expect, it } from 'vitest';
import { adviceFor } from '../../src/checks/job-checks.ts';
import { readResult } from '../../src/workers/output.ts';
import { type WorkerKind, workerOf } from '../../src/workers/worker-kinds.ts';

/** What an operator is told where a worker of that kind says this. */
async function advice(kind: WorkerKind, face: boolean, error: string): Promise<string> {
  const result = await readResult({ status: 'FAILED', error });
  if (result.kind !== 'error') throw new Error('no error came of it');
  const worker = workerOf({ kind, faceWorkflow: 'plus-face' });
  return adviceFor(result.error, { worker, face });
}

it.each<[WorkerKind, boolean, string, RegExp]>([
  ['contract', false, "Missing 'workflow' parameter", /WORKER=worker-comfyui/],
  ['worker-comfyui', false, 'No prompt provided in input', /WORKER=contract/],
  ['contract', true, 'HTTP Error 400: Bad Request', /worker\/.*WORKER=worker-comfyui/],
  [
    'contract',
    true,
    'ComfyUI error: [{"type": "required_input_missing", "message": "Required input is missing: weight_type"}]',
    /does not translate/,
  ],
  [
    'contract',
    true,
    'ComfyUI error: [{"type": "invalid_prompt", "message": "node X does not exist"}]',
    /docs\/workers\.md/,
  ],
  ['contract', false, 'HTTP Error 400: Bad Request', /a model file is missing/],
  ['worker-comfyui', true, 'Workflow validation failed', /docs\/workers\.md/],
  ['worker-comfyui', true, "No module named 'insightface'", /take plus-face/],
  ['contract', true, 'insightface model is required for FaceID models', /insightface/],
  ['worker-comfyui', true, 'size mismatch for proj_in.weight', /leave both empty/],
  [
    'worker-comfyui',
    true,
    'Cannot execute because node IPAdapterAdvanced does not exist.',
    /Install ComfyUI_IPAdapter_plus/,
  ],
  [
    'worker-comfyui',
    true,
    "Node 'IPAdapterAdvanced' not found. The custom node may not be installed.",
    /Install ComfyUI_IPAdapter_plus/,
  ],
  [
    'contract',
    true,
    `ComfyUI error: [{"type": "missing_node_type", "message": "Node 'IPAdapter FaceID' not found. The custom node may not be installed."}]`,
    /Install ComfyUI_IPAdapter_plus/,
  ],
  [
    'worker-comfyui',
    false,
    `ComfyUI error: [{"node_id": "workflow", "type": "missing_node_type", "message": "Node 'ID #workflow' has no class_type. The workflow may be corrupted or a custom node is missing."}]`,
    /WORKER=contract/,
  ],
  [
    'worker-comfyui',
    false,
    "Node 'NoSuchNode' not found. The custom node may not be installed.",
    /docs\/workers\.md/,
  ],
  ['contract', false, "ckpt_name: 'a.safetensors' not in []", /Install the file in the worker/],
  ['contract', true, 'InsightFace: No face detected.', /try a photo/],
  ['contract', false, 'torch.OutOfMemoryError: CUDA out of memory', /more memory/],
  ['contract', false, 'Prompt abc did not complete within 600s', /time limit/],
  ['contract', false, 'ComfyUI process died...', /logs/],
  ['contract', false, 'what nobody has heard of', /logs/],
  ['runpod-public', false, 'size mismatch for proj_in.weight', /manifest\.json/],
  ['runpod-public', false, 'what nobody has heard of', /manifest\.json/],
])('to %s (face: %s) that says "%s" the advice is %s', async (kind, face, error, expected) => {
  expect(await advice(kind, face, error)).toMatch(expected);
});
