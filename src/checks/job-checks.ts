import type { Clock } from '../engines/clock.ts';
import { DownloadError } from '../images/download.ts';
import { hostOf, type Picture, type PictureAddress, pictureOf } from '../images/picture.ts';
import { measure } from '../images/sharp.ts';
import { policyFor } from '../jobs/send.ts';
import type { RunPodClient } from '../runpod/client.ts';
import { RunPodError } from '../runpod/errors.ts';
import { isOver, type JobStatusAnswer } from '../runpod/schema.ts';
import type { WorkerError } from '../workers/worker-error.ts';
import type { Advice, ErrorCase, Worker } from '../workers/worker.ts';
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
}

/** Has RunPod make one picture and reports how that went. Rejects with the signal's reason. */
export async function jobCheck(trial: TrialJob, options: JobCheckOptions): Promise<Finding> {
  const { runpod, endpointId, worker, jobTimeoutMs } = options;
  const about = `A job (${trial.name})`;
  const verdict = 'wrong';
  const job = { input: worker.input(trial.request), policy: policyFor(jobTimeoutMs) };
  let running: string | undefined;
  try {
    // Must not be aborted: without its id, the job could not be cancelled.
    const { id } = await runpod.submit(endpointId, job);
    running = id;
    const answer = await follow(id, options);
    if (answer && isOver(answer.status)) {
      running = undefined;
      return await verdictOn(about, answer, trial, options);
    }
    const says = `it did not finish within ${Math.round(jobTimeoutMs / 1000)} s; ${await cancelAbandoned(id, options)}.`;
    const next =
      "Look at the workers on the endpoint's page, or raise JOB_TIMEOUT_MS for a slow start.";
    return { verdict, about, says, next };
  } catch (error) {
    const after = running === undefined ? undefined : await cancelAbandoned(running, options);
    if (!(error instanceof RunPodError)) throw error;
    const doubt = error.arrived === 'maybe' ? 'a job may have started anyway' : undefined;
    const says = [error.message, running === undefined ? doubt : after].filter(Boolean).join('; ');
    return { verdict, about, says: `${says}.` };
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
  { runpod, endpointId, clock, pollIntervalMs, jobTimeoutMs, signal, onStatus }: JobCheckOptions,
): Promise<JobStatusAnswer | undefined> {
  const deadline = clock.now() + jobTimeoutMs;
  let said: string | undefined;
  for (;;) {
    const answer = await runpod.status(endpointId, id, { signal });
    if (answer && answer.status !== said) onStatus(answer.status);
    said = answer?.status;
    if ((answer && isOver(answer.status)) || clock.now() >= deadline) return answer;
    await clock.sleep(pollIntervalMs, signal);
  }
}

async function verdictOn(
  about: string,
  answer: JobStatusAnswer,
  trial: TrialJob,
  options: JobCheckOptions,
): Promise<Finding> {
  const { status } = answer;
  const hasLogs = !options.worker.isPublic;
  if (status !== 'COMPLETED' && status !== 'FAILED') {
    const says = `RunPod ended it as ${status}.`;
    return { verdict: 'wrong', about, says, ...(hasLogs && { next: READ_THE_LOGS }) };
  }
  const result = await options.worker.result({ ...answer, status });
  if (result.kind === 'error') {
    const says = `the worker said: ${result.error.text}`;
    const advice = adviceFor(result.error, { ...options, face: trial.face });
    const files = trial.files.length > 0 ? ` It was asked to use ${trial.files.join(', ')}.` : '';
    return { verdict: 'wrong', about, says, next: `${advice}${files}` };
  }
  const sizes: string[] = [];
  for (const picture of result.pictures) {
    const seen = await checkPicture(picture, options);
    if (typeof seen !== 'string') return { verdict: 'wrong', about, ...seen };
    sizes.push(seen);
  }
  const seconds = (ms: number | undefined) => (ms === undefined ? '?' : (ms / 1000).toFixed(1));
  const took = `${seconds(answer.executionTime)} s of GPU time after ${seconds(answer.delayTime)} s of waiting`;
  const cost = result.costUsd === undefined ? '' : `; it cost ${result.costUsd} dollars`;
  return { verdict: 'fine', about, says: `${sizes.join(', ')}; ${took}${cost}.` };
}

/** A picture's size in words, or why it is unusable. */
async function checkPicture(
  picture: Picture | PictureAddress,
  { fetchPicture }: JobCheckOptions,
): Promise<string | Pick<Finding, 'says' | 'next'>> {
  try {
    const here = 'bytes' in picture ? picture : pictureOf(await fetchPicture(picture.url));
    if (!here) return { says: 'the stored file is not a PNG, JPEG or WebP.' };
    const { width, height } = await measure(here.bytes);
    return `${here.format.toUpperCase()} of ${width}×${height}`;
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
