import type { Graph } from './graph.ts';
import { FACE_WORKFLOWS, type FaceWorkflow } from './face-workflow.ts';
import { readResult } from './output.ts';
import { readProgress } from './progress.ts';
import { textToImage } from './text-to-image.ts';
import type { Worker } from './worker.ts';

/** What RunPod's worker-comfyui takes: the images become files in ComfyUI's input folder. */
export interface WorkerComfyuiInput {
  readonly workflow: Graph;
  /** `image` is base64. A name that is there already is overwritten. */
  readonly images?: readonly { readonly name: string; readonly image: string }[];
}

/** RunPod's official worker-comfyui, as version 5.8 was seen to behave. It reports no progress. */
export function workerComfyui(faceWorkflow: FaceWorkflow): Worker {
  const { files, graph } = FACE_WORKFLOWS[faceWorkflow];
  return {
    faceFiles: files,
    input: ({ id, settings, models, face }): WorkerComfyuiInput => {
      if (face === undefined) {
        return { workflow: textToImage({ settings, checkpoint: models.checkpoint }) };
      }
      const name = `darkroom-${id}.jpg`;
      return {
        workflow: graph({ settings, ...models, face: name }),
        images: [{ name, image: face }],
      };
    },
    result: readResult,
    progress: readProgress,
  };
}
