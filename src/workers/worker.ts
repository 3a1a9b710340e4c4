import type { Graph } from '../comfy/graph.ts';
import type { FaceWorkflow } from '../recipes/face.ts';
import type { FaceFiles, WorkerModels } from '../recipes/model-file.ts';
import type { Params, Recipe } from '../recipes/recipe.ts';
import type { InputFormat } from '../recipes/stored-request.ts';
import type { FinishedJob, WorkerResult } from './output.ts';

/** A picture that goes in, encoded as `format`. */
export interface SentPicture {
  readonly format: InputFormat;
  /** Without a data URI's prefix; or a text that stands for it until it is sent. */
  readonly base64: string;
}

/** What goes in, by the picture option that it is for. */
export type SentPictures = Readonly<Record<string, SentPicture>>;

/** One job for a worker. */
export interface WorkerRequest {
  /** No other request has it: letters, digits, dashes and underscores. */
  readonly id: string;
  /** The graph to run, once it is known how this worker does faces and how it is given pictures. */
  readonly graph: (
    faceWorkflow: FaceWorkflow,
    pictures: Readonly<Record<string, string>>,
  ) => Graph<string>;
  readonly pictures?: SentPictures;
}

/** What one kind of GPU worker takes and gives. Pure: it only translates. */
export interface Worker {
  /** What it needs for photos of a face where an operator says nothing else. */
  readonly faceFiles: FaceFiles;
  /** Where its pictures lie, if that is the same for everybody. */
  readonly pictureOrigins: readonly string[];
  /** What goes to RunPod as the job's `input`. */
  input(request: WorkerRequest): object;
  /** What a finished job brought. Never rejects; keeps at most the first ten pictures. */
  result(job: FinishedJob): Promise<WorkerResult>;
  /** How far a running job is, 0 to 1, where the output of an IN_PROGRESS status says so. */
  progress(output: unknown): number | undefined;
  /** What is to be seen of its picture by then, in base64 and not decoded yet, of at most 32 kB. */
  preview(output: unknown): string | Uint8Array | undefined;
}

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
