import type { ChosenFaceWorkflow } from '../recipes/face.ts';
import type { Recipe } from '../recipes/recipe.ts';
import { contractWorker } from './contract.ts';
import { runpodPublic } from './runpod-public.ts';
import { workerComfyui } from './worker-comfyui.ts';
import type { Worker } from './worker.ts';

/** The workers that an operator runs on an endpoint of their own. */
export const OWN_WORKER_KINDS = ['contract', 'worker-comfyui'] as const;
/** Those, and the models that RunPod runs for everybody. */
export const WORKER_KINDS = [...OWN_WORKER_KINDS, 'runpod-public'] as const;
export type WorkerKind = (typeof WORKER_KINDS)[number];

/** Whether this version knows a kind that a row names. */
export function isWorkerKind(kind: string | undefined): kind is WorkerKind {
  return WORKER_KINDS.some((known) => known === kind);
}

/** The kind of worker that makes a recipe's jobs: the one it names, else the operator's `own`. */
export function workerKindFor({ worker }: Pick<Recipe, 'worker'>, own: WorkerKind): WorkerKind {
  return isWorkerKind(worker) ? worker : own;
}

/** Which worker an operator has. */
export interface WorkerChoice {
  readonly kind: WorkerKind;
  /** How faces get into the picture, where the worker leaves the choice. */
  readonly faceWorkflow: ChosenFaceWorkflow;
}

const WORKERS: Readonly<Record<WorkerKind, (faceWorkflow: ChosenFaceWorkflow) => Worker>> = {
  contract: () => contractWorker,
  'worker-comfyui': workerComfyui,
  'runpod-public': () => runpodPublic,
};

/** What an operator's worker takes and gives. */
export function workerOf({ kind, faceWorkflow }: WorkerChoice): Worker {
  return WORKERS[kind](faceWorkflow);
}

/** Where the pictures of these recipes may be fetched from, besides the hosts that an operator names. */
export function pictureOrigins(recipes: Iterable<Recipe>, own: WorkerChoice): readonly string[] {
  const kinds = new Set([own.kind]);
  for (const recipe of recipes) kinds.add(workerKindFor(recipe, own.kind));
  return [...kinds].flatMap((kind) => workerOf({ ...own, kind }).pictureOrigins);
}
