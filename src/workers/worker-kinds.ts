import type { ChosenFaceWorkflow } from '../recipes/face.ts';
import type { Recipe } from '../recipes/recipe.ts';
import { contractWorker } from './contract.ts';
import { runpodPublic } from './runpod-public.ts';
import { workerComfyui } from './worker-comfyui.ts';
import type { Worker } from './worker.ts';

/** The worker kinds that operators run on their own endpoints. */
export const OWN_WORKER_KINDS = ['contract', 'worker-comfyui'] as const;
/** Those, and RunPod's public endpoints. */
export const WORKER_KINDS = [...OWN_WORKER_KINDS, 'runpod-public'] as const;
export type WorkerKind = (typeof WORKER_KINDS)[number];

/** Whether this version knows a stored worker kind. */
export function isWorkerKind(kind: string | undefined): kind is WorkerKind {
  return WORKER_KINDS.some((known) => known === kind);
}

/** The worker kind for a recipe's jobs: the recipe's own, else the operator's `own`. */
export function workerKindFor({ worker }: Pick<Recipe, 'worker'>, own: WorkerKind): WorkerKind {
  return isWorkerKind(worker) ? worker : own;
}

/** The operator's worker. */
export interface WorkerChoice {
  readonly kind: WorkerKind;
  /** How faces get into the picture, where the worker offers a choice. */
  readonly faceWorkflow: ChosenFaceWorkflow;
}

const WORKERS: Readonly<Record<WorkerKind, (faceWorkflow: ChosenFaceWorkflow) => Worker>> = {
  contract: () => contractWorker,
  'worker-comfyui': workerComfyui,
  'runpod-public': () => runpodPublic,
};

/** The adapter for the operator's worker. */
export function workerOf({ kind, faceWorkflow }: WorkerChoice): Worker {
  return WORKERS[kind](faceWorkflow);
}

/** Origins that these recipes' pictures may be fetched from, besides the operator's hosts. */
export function pictureOrigins(recipes: Iterable<Recipe>, own: WorkerChoice): readonly string[] {
  const kinds = new Set([own.kind]);
  for (const recipe of recipes) kinds.add(workerKindFor(recipe, own.kind));
  return [...kinds].flatMap((kind) => workerOf({ ...own, kind }).pictureOrigins);
}
