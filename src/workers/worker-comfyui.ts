import type { Graph } from '../comfy/graph.ts';
import { type ChosenFaceWorkflow, FACE_WORKFLOWS } from '../recipes/face.ts';
import type { InputFormat } from '../recipes/stored-request.ts';
import { readProgress, readResult } from './output.ts';
import type { Worker } from './worker.ts';

/** The input of RunPod's worker-comfyui. Images become files in ComfyUI's input folder. */
export interface WorkerComfyuiInput {
  readonly workflow: Graph;
  /** `image` is base64. Overwrites an existing file of that name. */
  readonly images?: readonly { readonly name: string; readonly image: string }[];
}

const EXTENSIONS: Readonly<Record<InputFormat, string>> = {
  jpeg: 'jpg',
  png: 'png',
  webp: 'webp',
};

/** Ids contain no dot, so names of different requests never collide. */
function nameOf(id: string, index: number): string {
  return index === 0 ? `darkroom-${id}` : `darkroom-${id}.${index}`;
}

/** RunPod's official worker-comfyui, as observed with version 5.8. It reports no progress. */
export function workerComfyui(faceWorkflow: ChosenFaceWorkflow): Worker {
  return {
    isPublic: false,
    runsGraphs: true,
    takesPictures: true,
    tellsContents: false,
    fitsAnswers: false,
    isPriced: false,
    advice: [
      [
        { says: /No prompt provided|Node (?:ID '|'ID )#workflow'|invalid_prompt/ },
        "The endpoint's worker wants the graph itself: set WORKER=contract.",
      ],
    ],
    faceFiles: FACE_WORKFLOWS[faceWorkflow].files,
    pictureOrigins: [],
    input: ({ id, graph, pictures = {} }): WorkerComfyuiInput => {
      const files = Object.entries(pictures).map(([option, { format, base64 }], index) => ({
        option,
        name: `${nameOf(id, index)}.${EXTENSIONS[format]}`,
        image: base64,
      }));
      const names = Object.fromEntries(files.map(({ option, name }) => [option, name]));
      return {
        workflow: graph(faceWorkflow, names),
        ...(files.length > 0 && { images: files.map(({ name, image }) => ({ name, image })) }),
      };
    },
    result: readResult,
    progress: readProgress,
    preview: () => undefined,
  };
}
