import { logText, withoutBase64 } from './error-text.ts';

export const WORKER_ERROR_CODES = [
  'no_face',
  'model_missing',
  'graph_refused',
  'out_of_memory',
  'no_pictures',
  'answer_too_large',
  'worker_timed_out',
  'worker_died',
  'worker_disk',
  'node_failed',
  'worker_unknown',
] as const;
export type WorkerErrorCode = (typeof WORKER_ERROR_CODES)[number];

/** Why a worker made no picture. */
export interface WorkerError {
  readonly code: WorkerErrorCode;
  /** For the operator's log only, at most 300 characters. No base64, path, host or traceback. */
  readonly text: string;
}

/** Matches only this much of a message. The relevant part is near its start. */
const LONGEST_MATCHED = 100_000;

const MODEL_INPUT = String.raw`(?:ckpt|clip|lora|vae|unet|model|control_net)_name\d?|ipadapter_file`;
const MODEL_FILE = String.raw`\.(?:safetensors|sft|bin|ckpt|pth?|onnx|gguf|patch)\b`;

/**
 * Worker messages and their meaning. The first match wins, so exact texts come before merely likely ones.
 * Sources: the contract, ComfyUI 0.3.64 and 0.33.0, ComfyUI_IPAdapter_plus, worker-comfyui 5.8, and RunPod's
 * Python SDK 1.12.
 */
export const MEANINGS: readonly (readonly [RegExp, WorkerErrorCode])[] = [
  [/no faces? (?:was |were )?(?:detected|found)/i, 'no_face'],
  [/out ?of ?memory|allocation on device|CUBLAS_STATUS_ALLOC_FAILED/i, 'out_of_memory'],
  [/No space left on device|Disk quota exceeded|\[Errno (?:28|122)\]/i, 'worker_disk'],
  // A failed upload, in the wording of this project's worker and of worker-comfyui.
  [/did not take the picture: HTTP 5\d\d/i, 'worker_disk'],
  [/error uploading[^]{0,300}?\b5\d\d Server Error/i, 'worker_disk'],
  [/did not complete within \d/i, 'worker_timed_out'],
  [/ComfyUI (?:server )?(?:process )?(?:has )?(?:died|crashed|exited|stopped)/i, 'worker_died'],
  [/not reachable after|WebSocket communication error|worker exited/i, 'worker_died'],
  [/connection (?:refused|reset|aborted)|remote end closed/i, 'worker_died'],
  [/ComfyUI never started|brought no answer/i, 'worker_died'],
  // The name does not begin with a backslash, so a run of them splits in only one way.
  [
    new RegExp(
      `\\b(?:${MODEL_INPUT}): ['"\\\\]*(?:[^'"\\\\\\n][^'"\\n]{0,299})?['"]? not in\\b`,
      'i',
    ),
    'model_missing',
  ],
  [new RegExp(`not_in_list(?: on|:)?\\W{0,5}(?:${MODEL_INPUT})\\b`, 'i'), 'model_missing'],
  [new RegExp(`\\b(?:${MODEL_INPUT})\\W{0,5}value_not_in_list`, 'i'), 'model_missing'],
  [/\bmodel not found|missing CLIPVision model|model is required for/i, 'model_missing'],
  [/No module named|size mismatch for/i, 'model_missing'],
  [new RegExp(`no such file[^]{0,300}?${MODEL_FILE}`, 'i'), 'model_missing'],
  [new RegExp(`${MODEL_FILE}[^]{0,40}? (?:not found|does not exist)`, 'i'), 'model_missing'],
  [/No prompt provided|Missing 'workflow' parameter/i, 'graph_refused'],
  [
    /workflow validation failed|failed_validation|invalid_prompt|missing_node_type|no_outputs/i,
    'graph_refused',
  ],
  [
    /value[_ ]not[_ ]in[_ ]list|required_input_missing|required input is missing|cannot execute because/i,
    'graph_refused',
  ],
  [/HTTP Error 400|400 Client Error|400:? Bad Request/i, 'graph_refused'],
  [/unexpected keyword argument|missing \d+ required positional/i, 'graph_refused'],
  [/\bnode \S+ does not exist|did not take the picture/i, 'graph_refused'],
  // ComfyUI of 2026. Quotes the node's title, which may have several words.
  [/custom node may not be installed|has no class_type/i, 'graph_refused'],
  [/invalid image file|file name too long|failed to upload one or more/i, 'graph_refused'],
  [/No output images|no images|success_no_images/i, 'no_pictures'],
  [/timed? ?out\b/i, 'worker_timed_out'],
];

/** The meaning of an error message, or `otherwise` if unknown. */
export function workerError(
  message: string,
  otherwise: WorkerErrorCode = 'worker_unknown',
): WorkerError {
  const matched = withoutBase64(message).slice(0, LONGEST_MATCHED);
  const code = MEANINGS.find(([pattern]) => pattern.test(matched))?.[1] ?? otherwise;
  return { code, text: logText(matched) || 'an error without words' };
}
