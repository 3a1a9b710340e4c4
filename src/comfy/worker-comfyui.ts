import type { Graph } from './graph.ts';
import { FACE_WORKFLOWS, type ChosenFaceWorkflow } from './face-workflow.ts';
import { readResult } from './output.ts';
import { readProgress } from './progress.ts';
import type { Worker } from './worker.ts';

/** What RunPod's worker-comfyui takes: the images become files in ComfyUI's input folder. */
export interface WorkerComfyuiInput {
  readonly workflow: Graph<string>;
  /** `image` is base64. A name that is there already is overwritten. */
  readonly images?: readonly { readonly name: string; readonly image: string }[];
}

/** RunPod's official worker-comfyui, as version 5.8 was seen to behave. It reports no progress. */
export function workerComfyui(faceWorkflow: ChosenFaceWorkflow): Worker {
  return {
    faceFiles: FACE_WORKFLOWS[faceWorkflow].files,
    input: ({ id, graph, pictures = {} }): WorkerComfyuiInput => {
      const files = Object.entries(pictures).map(([option, image], index) => ({
        option,
        name: index === 0 ? `darkroom-${id}.jpg` : `darkroom-${id}-${index}.jpg`,
        image,
      }));
      const names = Object.fromEntries(files.map(({ option, name }) => [option, name]));
      return {
        workflow: graph(faceWorkflow, names),
        ...(files.length > 0 && { images: files.map(({ name, image }) => ({ name, image })) }),
      };
    },
    result: readResult,
    progress: readProgress,
  };
}
