import { z } from 'zod';
import type { Graph } from '../comfy/graph.ts';
import { FACE_WORKFLOWS } from '../recipes/face.ts';
import { readProgress, readResult } from './output.ts';
import type { Worker } from './worker.ts';

/**
 * The shipped worker's previews have 20 kB at most (`worker/darkroom_worker/preview.py`). Others get some
 * leeway.
 */
const LARGEST_PREVIEW_BYTES = 32 * 1024;
/** The same in base64. */
const LONGEST_TEXT = Math.ceil(LARGEST_PREVIEW_BYTES / 3) * 4;

/** The output of a job while IN_PROGRESS, with a preview of its picture in base64. */
const reported = z.object({
  type: z.literal('progress'),
  preview: z.union([
    z.string().min(1).max(LONGEST_TEXT),
    // RunPod's client returns long texts as bytes.
    z.instanceof(Uint8Array).refine(({ length }) => length <= LONGEST_TEXT),
  ]),
});

const FACE_WORKFLOW = 'face-reference';

/**
 * ComfyUI's message about the contract's face graph if the worker did not translate it, or a bare 400 if the
 * worker did not pass the message on.
 */
const UNTRANSLATED =
  /\b400\b|invalid image file|weight_type|combine_embeds|keyword argument 'clip'/i;

/**
 * The worker of this project's contract, in `worker/`. Its input is the graph itself with the pictures in it.
 */
export const contractWorker: Worker = {
  isPublic: false,
  runsGraphs: true,
  takesPictures: true,
  tellsContents: true,
  fitsAnswers: true,
  isPriced: false,
  advice: [
    [
      { says: /Missing 'workflow' parameter/ },
      "The endpoint runs RunPod's worker-comfyui: set WORKER=worker-comfyui.",
    ],
    [
      { face: true, code: 'graph_refused', says: UNTRANSLATED },
      "This worker does not translate the contract's graph for faces, which stock ComfyUI refuses: build the one in worker/, or use WORKER=worker-comfyui.",
    ],
  ],
  faceFiles: FACE_WORKFLOWS[FACE_WORKFLOW].files,
  pictureOrigins: [],
  input: ({ graph, pictures = {} }): Graph =>
    graph(
      FACE_WORKFLOW,
      Object.fromEntries(Object.entries(pictures).map(([option, { base64 }]) => [option, base64])),
    ),
  result: readResult,
  progress: readProgress,
  preview: (output) => reported.safeParse(output).data?.preview,
};
