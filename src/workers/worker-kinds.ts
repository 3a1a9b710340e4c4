import type { ChosenFaceWorkflow } from '../recipes/face.ts';
import type { Recipe } from '../recipes/recipe.ts';
import { contractWorker } from './contract.ts';
import { runpodPublic } from './runpod-public.ts';
import { workerComfyui } from './worker-comfyui.ts';
import type { Abilities, Worker } from './worker.ts';

/** Each kind, by its value of WORKER. `faceWorkflow`: how faces get in, where the kind has a choice. */
const WORKERS = {
  contract: () => contractWorker,
  'worker-comfyui': workerComfyui,
  'runpod-public': () => runpodPublic,
} satisfies Readonly<Record<string, (faceWorkflow: ChosenFaceWorkflow) => Worker>>;

export type WorkerKind = keyof typeof WORKERS;
export const WORKER_KINDS = Object.keys(WORKERS).filter(isWorkerKind);

/** Whether this version knows a stored worker kind. */
export function isWorkerKind(kind: string | undefined): kind is WorkerKind {
  return kind !== undefined && Object.hasOwn(WORKERS, kind);
}

/** What a kind can do, however it makes faces. `undefined` for none, or one of another version. */
export function abilitiesOf(kind: WorkerKind): Abilities;
export function abilitiesOf(kind: string | undefined): Abilities | undefined;
export function abilitiesOf(kind: string | undefined): Abilities | undefined {
  return isWorkerKind(kind) ? WORKERS[kind]('plus-face') : undefined;
}

/** The kinds with an ability, as a manifest names them: `"contract" or "worker-comfyui"`. */
export function kindsWith(has: (abilities: Abilities) => boolean): string {
  const kinds = WORKER_KINDS.filter((kind) => has(abilitiesOf(kind)));
  return kinds.map((kind) => `"${kind}"`).join(' or ');
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
