import { z } from 'zod';
import type { Graph } from '../comfy/graph.ts';
import { isRecord } from '../engines/record.ts';
import { addressFrom, type PictureAddress } from '../images/picture.ts';
import { type FinishedJob, readResult, type WorkerResult } from './output.ts';
import type { Worker } from './worker.ts';

/*
 * RunPod's public endpoints, by its documentation of July 2026 (`public-endpoints/`), and not seen live: `input` is
 * flat, and a finished job's output is `{image_url, cost}`, with an address at image.runpod.ai that is good for seven days. RunPod's own client for the AI SDK (March 2026) also
 * takes `{result}` for some of the models. A failed job costs nothing; `cost` is in US dollars.
 */

/**
 * The class of the single node that stands for such an endpoint. Its inputs are the keys of `input`. As a
 * graph, the request works everywhere other graphs do.
 */
export const PUBLIC_NODE_CLASS = 'RunPodPublic';

/** In US dollars. No job costs a thousand: accepting that would use up the daily budget. */
const costSchema = z.number().min(0).max(1_000).optional();

/** Output fields that hold a picture's address. */
const ADDRESS_FIELDS = ['image_url', 'result'] as const;

/**
 * A model that RunPod hosts publicly. It takes no pictures and reads only the inputs of a graph's one node.
 * It reports no progress.
 */
export const runpodPublic: Worker = {
  isPublic: true,
  runsGraphs: false,
  // It wants an address of each.
  takesPictures: false,
  tellsContents: false,
  fitsAnswers: true,
  isPriced: true,
  advice: [
    [
      {},
      "Compare its manifest.json with the model's page in RunPod's documentation, which may have changed.",
    ],
  ],
  // Its model files have no names.
  faceFiles: { ipAdapterFile: '', clipVisionName: '' },
  pictureOrigins: ['https://image.runpod.ai'],
  input({ graph, pictures = {} }) {
    if (Object.keys(pictures).length === 0) return inputsIn(graph('plus-face', {}));
    throw new TypeError("RunPod's public endpoints want an address of each picture");
  },
  result: readPublicResult,
  progress: () => undefined,
  preview: () => undefined,
};

/** @throws TypeError for a ComfyUI graph. */
function inputsIn(graph: Graph): object {
  const [node, ...others] = Object.values(graph);
  if (node?.class_type !== PUBLIC_NODE_CLASS || others.length > 0) {
    throw new TypeError("a graph of ComfyUI's cannot go to one of RunPod's public endpoints");
  }
  return node.inputs;
}

async function readPublicResult(job: FinishedJob): Promise<WorkerResult> {
  const output = isRecord(job.output) ? job.output : {};
  const cost = costIn(output.cost, job);
  const picture = job.status === 'FAILED' || output.error ? undefined : addressIn(output);
  if (picture) return { kind: 'pictures', pictures: [picture], ...cost };
  // An answer with an address is never too large for RunPod.
  return { ...(await readResult({ ...job, output: job.output ?? {} })), ...cost };
}

function addressIn(output: Readonly<Record<string, unknown>>): PictureAddress | undefined {
  for (const field of ADDRESS_FIELDS) {
    const value = output[field];
    const address = typeof value === 'string' ? addressFrom(value) : undefined;
    if (address) return address;
  }
  return undefined;
}

function costIn(
  answer: unknown,
  { status }: FinishedJob,
): Pick<WorkerResult, 'costUsd' | 'oddCost'> {
  const { data: costUsd = status === 'FAILED' ? 0 : undefined, error } =
    costSchema.safeParse(answer);
  return { ...(costUsd !== undefined && { costUsd }), ...(error && { oddCost: true }) };
}
