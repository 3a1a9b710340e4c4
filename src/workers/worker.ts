import type { Graph } from '../comfy/graph.ts';
import type { FaceWorkflow } from '../recipes/face.ts';
import type { FaceFiles, WorkerModels } from '../recipes/model-file.ts';
import type { Params, Recipe } from '../recipes/recipe.ts';
import type { InputFormat } from '../recipes/stored-request.ts';
import type { FinishedJob, WorkerResult } from './output.ts';
import type { WorkerError } from './worker-error.ts';

/** An input picture, encoded as `format`. */
export interface SentPicture {
  readonly format: InputFormat;
  /** Without a data URI prefix. May be a placeholder until it is sent. */
  readonly base64: string;
}

/** Input pictures by picture option. */
export type SentPictures = Readonly<Record<string, SentPicture>>;

/** One job for a worker. */
export interface WorkerRequest {
  /** Unique per request: letters, digits, dashes and underscores. */
  readonly id: string;
  /** Builds the graph for this worker's face workflow and picture inputs. */
  readonly graph: (faceWorkflow: FaceWorkflow, pictures: Readonly<Record<string, string>>) => Graph;
  readonly pictures?: SentPictures;
}

/** What a kind of worker can do. */
export interface Abilities {
  /** Whether RunPod hosts it publicly: the operator has no workers there, and so no health and no logs. */
  readonly isPublic: boolean;
  /** Whether it runs graphs of ComfyUI, as the built-in recipes are. Others take flat inputs. */
  readonly runsGraphs: boolean;
  /** Whether it takes pictures, such as photos of faces. */
  readonly takesPictures: boolean;
  /** Whether it can say which model files and node classes it has. */
  readonly tellsContents: boolean;
  /**
   * Whether its answer fits RunPod's limit however many pictures there are. One that does not gets a job for
   * each picture of a request.
   */
  readonly fitsAnswers: boolean;
  /** Whether its pictures are billed one by one, at the price that a manifest says. */
  readonly isPriced: boolean;
}

/** The features of a worker's error. Omitted fields match anything. */
export interface ErrorCase {
  readonly face?: true;
  readonly code?: WorkerError['code'];
  readonly says?: RegExp;
}

/** Advice for the operator, by a worker's error. The first match wins, so specific rows come first. */
export type Advice = readonly (readonly [ErrorCase, string])[];

/** Adapter for one kind of GPU worker. Pure translation. */
export interface Worker extends Abilities {
  /** What to do about errors that only this kind has. */
  readonly advice: Advice;
  /** Default model files for photos of a face. */
  readonly faceFiles: FaceFiles;
  /** Fixed origins of its pictures, if it has any. */
  readonly pictureOrigins: readonly string[];
  /** The job's `input` for RunPod. */
  input(request: WorkerRequest): object;
  /** Reads a finished job's output. Never rejects. Keeps at most the first ten pictures. */
  result(job: FinishedJob): Promise<WorkerResult>;
  /** A running job's progress, 0 to 1, from the output of an IN_PROGRESS status. */
  progress(output: unknown): number | undefined;
  /** A running job's preview in base64, not decoded, at most 32 kB. */
  preview(output: unknown): string | Uint8Array | undefined;
}

/** The parts of a job. */
export interface Ingredients<Given extends Params> {
  /** Unique per request: letters, digits, dashes and underscores. */
  readonly id: string;
  readonly params: Given;
  readonly models: WorkerModels;
  readonly pictures?: SentPictures;
}

/** Builds a job that any kind of worker accepts. */
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
