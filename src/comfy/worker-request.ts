import type { Params, Recipe } from './recipe.ts';
import type { SentPictures, WorkerModels, WorkerRequest } from './worker.ts';

/** What one job is made of. */
export interface Ingredients<Given extends Params> {
  /** No other request has it: letters, digits, dashes and underscores. */
  readonly id: string;
  readonly params: Given;
  readonly models: WorkerModels;
  readonly pictures?: SentPictures;
}

/** A job as a worker of any kind can take it. */
export function workerRequest<Given extends Params>(
  recipe: Recipe<Given>,
  { id, params, models, pictures = {} }: Ingredients<Given>,
): WorkerRequest {
  return {
    id,
    graph: (faceWorkflow, loaded) =>
      recipe.graph(params, { models, faceWorkflow, pictures: loaded }),
    pictures,
  };
}
