import { FACE_WORKFLOWS } from './face-workflow.ts';
import type { Graph } from './graph.ts';
import { readResult } from './output.ts';
import { readPreview } from './preview.ts';
import { readProgress } from './progress.ts';
import type { Worker } from './worker.ts';

const FACE_WORKFLOW = 'face-reference';

/** The worker of this project's contract, in `worker/`: its input is the graph itself, pictures and all. */
export const contractWorker: Worker = {
  faceFiles: FACE_WORKFLOWS[FACE_WORKFLOW].files,
  pictureOrigins: [],
  input: ({ graph, pictures = {} }): Graph<string> =>
    graph(
      FACE_WORKFLOW,
      Object.fromEntries(Object.entries(pictures).map(([option, { base64 }]) => [option, base64])),
    ),
  result: readResult,
  progress: readProgress,
  preview: readPreview,
};
