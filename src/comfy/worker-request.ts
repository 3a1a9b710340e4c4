import { pictureOptions } from './option.ts';
import type { Params, Recipe } from './recipe.ts';
import type { WorkerModels, WorkerRequest } from './worker.ts';

/** What one job is made of. */
export interface Ingredients<Given extends Params> {
  /** No other request has it: letters, digits, dashes and underscores. */
  readonly id: string;
  readonly params: Given;
  readonly models: WorkerModels;
  /** The picture that goes with it: JPEG as base64, without a data URI's prefix. */
  readonly photo?: string;
}

/** A job as a worker of any kind can take it. */
export function workerRequest<Given extends Params>(
  recipe: Recipe<Given>,
  { id, params, models, photo }: Ingredients<Given>,
): WorkerRequest {
  const [picture] = pictureOptions(recipe.options);
  return {
    id,
    graph: (faceWorkflow, pictures) => recipe.graph(params, { models, faceWorkflow, pictures }),
    ...(picture && photo !== undefined && { pictures: { [picture[0]]: photo } }),
  };
}
