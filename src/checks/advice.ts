import type { WorkerError } from '../comfy/worker-error.ts';
import type { WorkerKind } from '../comfy/worker-kinds.ts';

/** What a row of the table is about; whatever it leaves out may be anything. */
interface Case {
  readonly kind?: WorkerKind;
  readonly face?: true;
  readonly code?: WorkerError['code'];
  readonly says?: RegExp;
}

/** What ComfyUI says about the contract's graph for faces if nobody translated it; 400 if nobody passed that on. */
const UNTRANSLATED =
  /\b400\b|invalid image file|weight_type|combine_embeds|keyword argument 'clip'/i;

/**
 * What an operator can do about what a worker said. The first row that fits wins, so the more
 * specific ones come first.
 */
const ADVICE: readonly (readonly [Case, string])[] = [
  [
    { kind: 'runpod-public' },
    "Compare its manifest.json with the model's page in RunPod's documentation, which may have changed.",
  ],
  [
    { kind: 'contract', says: /Missing 'workflow' parameter/ },
    "The endpoint runs RunPod's worker-comfyui: set WORKER=worker-comfyui.",
  ],
  [
    {
      kind: 'worker-comfyui',
      says: /No prompt provided|Node (?:ID '|'ID )#workflow'|invalid_prompt/,
    },
    "The endpoint's worker wants the graph itself: set WORKER=contract.",
  ],
  [
    { says: /No module named 'insightface'|insightface model is required/ },
    'Install insightface and onnxruntime in the worker, or take plus-face, which needs neither: docs/workers.md.',
  ],
  [
    { says: /size mismatch/ },
    'IPADAPTER_FILE and CLIP_VISION_NAME do not belong together: leave both empty to get files that do.',
  ],
  [
    {
      says: /node (?:IPAdapter\w* does not exist|'IPAdapter[^'\n]*' not found)|install ComfyUI_IPAdapter_plus/i,
    },
    'Install ComfyUI_IPAdapter_plus in the worker.',
  ],
  [
    { code: 'model_missing' },
    'Put the file into the worker, or name one that it has: docs/workers.md.',
  ],
  [
    { kind: 'contract', face: true, code: 'graph_refused', says: UNTRANSLATED },
    "This worker does not translate the contract's graph for faces, which stock ComfyUI refuses: build the one in worker/, or use WORKER=worker-comfyui.",
  ],
  [
    { code: 'graph_refused', says: /\b400\b/ },
    'ComfyUI refused the graph and this worker does not say why: usually a model file is not there.',
  ],
  [
    { code: 'graph_refused' },
    "Compare the worker's ComfyUI with what docs/workers.md says it needs.",
  ],
  [{ code: 'no_face' }, 'The worker does its job: try a photo of one face from the front.'],
  [{ code: 'out_of_memory' }, 'Choose a GPU with more memory for the endpoint.'],
  [
    { code: 'worker_died' },
    "Read the workers' logs on the endpoint's page; more memory is the usual cure.",
  ],
  [
    { code: 'worker_disk' },
    "Give the endpoint's workers a larger container disk, or free the volume that they write to.",
  ],
  [
    { code: 'worker_timed_out' },
    "The worker's own time limit is too short, or its GPU too slow for SDXL.",
  ],
];

/** For when nothing better is known. */
export const READ_THE_LOGS = "Read the workers' logs on the endpoint's page.";

/** What an operator can do after a worker ended the job with an error. */
export function adviceFor({ code, text }: WorkerError, job: { kind: WorkerKind; face: boolean }) {
  const fits = (one: Case) =>
    (one.kind ?? job.kind) === job.kind &&
    (one.face ?? job.face) === job.face &&
    (one.code ?? code) === code &&
    (one.says?.test(text) ?? true);
  return ADVICE.find(([one]) => fits(one))?.[1] ?? READ_THE_LOGS;
}
