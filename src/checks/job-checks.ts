import type { Clock } from '../engines/clock.ts';
import { DownloadError } from '../images/download.ts';
import { hostOf, type Picture, type PictureAddress, pictureOf } from '../images/picture.ts';
import { measure } from '../images/sharp.ts';
import { policyFor } from '../jobs/cancel-at-runpod.ts';
import type { RunPodClient } from '../runpod/client.ts';
import { RunPodError } from '../runpod/errors.ts';
import { isOver, type JobStatusAnswer } from '../runpod/schema.ts';
import type { WorkerError } from '../workers/worker-error.ts';
import type { Advice, ErrorCase, Worker, WorkerRequest } from '../workers/worker.ts';
import type { Finding } from './finding.ts';
import type { TrialJob } from './trial-jobs.ts';

export interface JobCheckOptions {
  readonly runpod: RunPodClient;
  readonly endpointId: string;
  readonly worker: Worker;
  readonly clock: Clock;
  readonly pollIntervalMs: number;
  readonly jobTimeoutMs: number;
  /** Ends the wait and cancels the job on RunPod. */
  readonly signal: AbortSignal;
  /** @throws DownloadError. */
  readonly fetchPicture: (url: string) => Promise<Buffer>;
  /** Called whenever the job's status changes. */
  readonly onStatus: (status: string) => void;
  /** Called with a running job's progress, 0 to 1, if its worker reports any. */
  readonly onProgress?: (share: number) => void;
}

/** One job, outside the job log. */
export interface SingleJob {
  /** Whether a photo of a face goes with it. */
  readonly face: boolean;
  readonly request: WorkerRequest;
}

/** A finished picture and its size. */
export interface MadePicture extends Picture {
  readonly width: number;
  readonly height: number;
}

/** The pictures of a job and what it took, or why there are none and what to do about that. */
export type SingleJobResult =
  | { readonly pictures: readonly MadePicture[]; readonly took: string; readonly missing?: string }
  | (Pick<Finding, 'says' | 'next'> & { readonly isWorkers?: true });

/** Has RunPod make one picture and reports how that went. Rejects with the signal's reason. */
export async function jobCheck(trial: TrialJob, options: JobCheckOptions): Promise<Finding> {
  const about = `A job (${trial.name})`;
  const result = await runSingleJob(trial, options);
  if ('pictures' in result) {
    const sizes = result.pictures.map(inWords);
    return { verdict: 'fine', about, says: `${sizes.join(', ')}; ${result.took}.` };
  }
  const { says, next = '', isWorkers } = result;
  const files = isWorkers && trial.files.length > 0 ? trial.files.join(', ') : undefined;
  const advice = files === undefined ? next : `${next} It was asked to use ${files}.`;
  return { verdict: 'wrong', about, says, ...(advice !== '' && { next: advice }) };
}

/** Its kind and size: `PNG of 1024×1024`. */
export function inWords({ format, width, height }: MadePicture): string {
  return `${format.toUpperCase()} of ${width}×${height}`;
}

/**
 * Has RunPod do one job: submits it, polls it to its end, and fetches its pictures. Cancels it after
 * the time limit, and on an abort before rejecting with the signal's reason.
 */
export async function runSingleJob(
  job: SingleJob,
  options: JobCheckOptions,
): Promise<SingleJobResult> {
  const { runpod, endpointId, worker, jobTimeoutMs } = options;
  const sent = { input: worker.input(job.request), policy: policyFor(jobTimeoutMs) };
  let running: string | undefined;
  try {
    // Must not be aborted: without its id, the job could not be cancelled.
    const { id } = await runpod.submit(endpointId, sent);
    running = id;
    const answer = await follow(id, options);
    if (answer && isOver(answer.status)) {
      running = undefined;
      return await resultOf(answer, job, options);
    }
    const says = `it did not finish within ${Math.round(jobTimeoutMs / 1000)} s; ${await cancelAbandoned(id, options)}.`;
    const next =
      "Look at the workers on the endpoint's page, or raise JOB_TIMEOUT_MS for a slow start.";
    return { says, next };
  } catch (error) {
    const after = running === undefined ? undefined : await cancelAbandoned(running, options);
    if (!(error instanceof RunPodError)) throw error;
    const doubt = error.arrived === 'maybe' ? 'a job may have started anyway' : undefined;
    const says = [error.message, running === undefined ? doubt : after].filter(Boolean).join('; ');
    return { says: `${says}.` };
  }
}

/** Cancels an abandoned job, since it costs money. Returns the outcome in words. */
async function cancelAbandoned(
  id: string,
  { runpod, endpointId, onStatus }: JobCheckOptions,
): Promise<string> {
  try {
    const taken = await runpod.cancel(endpointId, id);
    return taken ? 'it was cancelled' : 'RunPod had no such job';
  } catch (error) {
    if (!(error instanceof RunPodError)) throw error;
    const outcome = 'could not be cancelled, and may still be running';
    onStatus(outcome);
    return `it ${outcome}`;
  }
}

/** The last status within the time limit. `undefined` if RunPod has forgotten the job. */
async function follow(
  id: string,
  {
    runpod,
    endpointId,
    worker,
    clock,
    pollIntervalMs,
    jobTimeoutMs,
    signal,
    onStatus,
    onProgress,
  }: JobCheckOptions,
): Promise<JobStatusAnswer | undefined> {
  const deadline = clock.now() + jobTimeoutMs;
  let said: string | undefined;
  for (;;) {
    const answer = await runpod.status(endpointId, id, { signal });
    if (answer && answer.status !== said) onStatus(answer.status);
    said = answer?.status;
    if ((answer && isOver(answer.status)) || clock.now() >= deadline) return answer;
    const share = answer && worker.progress(answer.output);
    if (share !== undefined) onProgress?.(share);
    await clock.sleep(pollIntervalMs, signal);
  }
}

async function resultOf(
  answer: JobStatusAnswer,
  { face }: SingleJob,
  options: JobCheckOptions,
): Promise<SingleJobResult> {
  const { status } = answer;
  const hasLogs = !options.worker.isPublic;
  if (status !== 'COMPLETED' && status !== 'FAILED') {
    const says = `RunPod ended it as ${status}.`;
    return { says, ...(hasLogs && { next: READ_THE_LOGS }) };
  }
  const result = await options.worker.result({ ...answer, status });
  if (result.kind === 'error') {
    const says = `the worker said: ${result.error.text}`;
    return { says, next: adviceFor(result.error, { ...options, face }), isWorkers: true };
  }
  const pictures: MadePicture[] = [];
  for (const picture of result.pictures) {
    const made = await fetched(picture, options);
    if ('says' in made) return made;
    pictures.push(made);
  }
  const seconds = (ms: number | undefined) => (ms === undefined ? '?' : (ms / 1000).toFixed(1));
  const took = `${seconds(answer.executionTime)} s of GPU time after ${seconds(answer.delayTime)} s of waiting`;
  const cost = result.costUsd === undefined ? '' : `; it cost ${result.costUsd} dollars`;
  const { missing } = result;
  return { pictures, took: `${took}${cost}`, ...(missing !== undefined && { missing }) };
}

/** A picture with its size, or why it is unusable. */
async function fetched(
  picture: Picture | PictureAddress,
  { fetchPicture }: JobCheckOptions,
): Promise<MadePicture | Pick<Finding, 'says' | 'next'>> {
  try {
    const here = 'bytes' in picture ? picture : pictureOf(await fetchPicture(picture.url));
    if (!here) return { says: 'the stored file is not a PNG, JPEG or WebP.' };
    const { width, height } = await measure(here.bytes);
    return { ...here, width, height };
  } catch (error) {
    if (!(error instanceof DownloadError)) return { says: 'its picture cannot be decoded.' };
    if (error.failure !== 'refused' || 'bytes' in picture) return { says: `${error.message}.` };
    const host = hostOf(picture) ?? 'no address';
    return {
      says: `the worker put the picture into a bucket (${host}).`,
      next: 'Name that host in RESULT_HOSTS if the bucket is yours.',
    };
  }
}

/** About workers that run ComfyUI, before what their own kind advises. */
const ABOUT_COMFYUI: Advice = [
  [
    { says: /No module named 'insightface'|insightface model is required/ },
    'Install insightface and onnxruntime in the worker, or take plus-face, which needs neither: docs/workers.md.',
  ],
  [
    { says: /size mismatch/ },
    'IPADAPTER_FILE and CLIP_VISION_NAME do not match: leave both empty for files that do.',
  ],
  [
    {
      says: /node (?:IPAdapter\w* does not exist|'IPAdapter[^'\n]*' not found)|install ComfyUI_IPAdapter_plus/i,
    },
    'Install ComfyUI_IPAdapter_plus in the worker.',
  ],
  [
    { code: 'model_missing' },
    'Install the file in the worker, or choose one that it has: docs/workers.md.',
  ],
];

/** About any worker, after that. */
const ABOUT_ANY: Advice = [
  [
    { code: 'graph_refused', says: /\b400\b/ },
    'ComfyUI rejected the graph and this worker does not say why: usually a model file is missing.',
  ],
  [
    { code: 'graph_refused' },
    "Compare the worker's ComfyUI with what docs/workers.md says it needs.",
  ],
  [{ code: 'no_face' }, 'The worker works: try a photo of one face from the front.'],
  [{ code: 'out_of_memory' }, 'Choose a GPU with more memory for the endpoint.'],
  [
    { code: 'worker_died' },
    "Read the workers' logs on the endpoint's page; it usually needs more memory.",
  ],
  [
    { code: 'worker_disk' },
    "Give the endpoint's workers a larger container disk, or free the volume that they write to.",
  ],
  [
    { code: 'worker_timed_out' },
    "The worker's own time limit is too short, or its GPU too slow for SDXL.",
  ],
];

/** The fallback. */
const READ_THE_LOGS = "Read the workers' logs on the endpoint's page.";

/** Advice for the operator after a worker failed a job. */
export function adviceFor(
  { code, text }: WorkerError,
  { worker, face }: { readonly worker: Worker; readonly face: boolean },
): string {
  const fits = (one: ErrorCase) =>
    (one.face ?? face) === face && (one.code ?? code) === code && (one.says?.test(text) ?? true);
  const rows = [...(worker.runsGraphs ? ABOUT_COMFYUI : []), ...worker.advice, ...ABOUT_ANY];
  return rows.find(([one]) => fits(one))?.[1] ?? READ_THE_LOGS;
}
