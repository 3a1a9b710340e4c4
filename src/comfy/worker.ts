import { faceReference } from './face-reference.ts';
import type { Graph } from './graph.ts';
import { readResult, type FinishedJob, type WorkerResult } from './output.ts';
import { readProgress } from './progress.ts';
import type { Settings } from './settings.ts';
import { textToImage } from './text-to-image.ts';

export type { FinishedJob, WorkerResult } from './output.ts';
export type { Picture } from './picture.ts';
export type { WorkerError, WorkerErrorCode } from './worker-error.ts';

/** The model files to use, by their names in the worker. */
export interface WorkerModels {
  readonly checkpoint: string;
  readonly ipAdapterFile: string;
  readonly clipVisionName: string;
}

/** One picture to make. */
export interface WorkerRequest {
  readonly settings: Settings;
  readonly models: WorkerModels;
  /** A face's picture as base64, without a data URI's prefix. */
  readonly face?: string;
}

/** What one kind of GPU worker takes and gives. Pure: it only translates. */
export interface Worker {
  readonly kind: 'contract';
  /** What goes to RunPod as the job's `input`. */
  input(request: WorkerRequest): object;
  /** What a finished job brought. Never throws; keeps at most the first ten pictures. */
  result(job: FinishedJob): WorkerResult;
  /** How far a running job is, 0 to 1, where the output of an IN_PROGRESS status says so. */
  progress(output: unknown): number | undefined;
}

/** The worker of this project's contract: its input is the graph itself. */
export const contractWorker: Worker = {
  kind: 'contract',
  input: ({ settings, models, face }): Graph =>
    face === undefined
      ? textToImage({ settings, checkpoint: models.checkpoint })
      : faceReference({ settings, ...models, face }),
  result: readResult,
  progress: readProgress,
};
