import { nanoid } from 'nanoid';
import type { Clock } from '../clock.ts';
import { drawSeed } from '../comfy/draw-seed.ts';
import { pictureOrigins } from '../comfy/picture-origins.ts';
import type { Recipe } from '../comfy/recipe.ts';
import { workerOf, type WorkerKind } from '../comfy/worker-kinds.ts';
import type { Config } from '../config/config.ts';
import { download } from '../images/download.ts';
import { LARGEST_RESULT_BYTES } from '../jobs/finish.ts';
import type { RunPodClient } from '../runpod/client.ts';
import type { Finding } from './finding.ts';
import { jobCheck } from './job-checks.ts';
import { needsByEndpoint } from './needs-by-endpoint.ts';
import { publicTrials } from './public-trials.ts';
import { trialJobs, type TrialJob } from './trial-jobs.ts';
import { workerChecks } from './worker-checks.ts';

export interface JobsTriedOptions {
  readonly config: Config;
  readonly runpod: RunPodClient;
  readonly clock: Clock;
  /** All that can be made. */
  readonly recipes: readonly Recipe[];
  /** The endpoints with which nothing is wrong. */
  readonly well: ReadonlySet<string>;
  /** A photo as the bot would send it, in base64. */
  readonly face: string | undefined;
  /** Ends it; a job that is under way is then cancelled on RunPod. */
  readonly signal: AbortSignal;
  /** Told what a job is doing, whenever that changes. */
  readonly onStatus: (line: string) => void;
}

/** Asks workers what they have, and has the smallest job of each kind in use made. */
export async function* jobsTried(options: JobsTriedOptions): AsyncGenerator<Finding> {
  const { config, recipes, well } = options;
  const { worker, runpod } = config;
  const makesOwn = worker.kind !== 'runpod-public';
  const isWell = well.has(runpod.endpointId);
  if (makesOwn && !isWell) yield NOT_TRIED;
  // First, so that what is missing is said before a job fails for the lack of it.
  const needs = needsByEndpoint(recipes, config).filter(({ endpointId }) => well.has(endpointId));
  yield* workerChecks(needs, { ...config, ...options });
  const parts = { newId: () => nanoid(), drawSeed };
  if (makesOwn && isWell) {
    const { kind } = worker;
    for (const trial of trialJobs({ ...config, ...parts, face: options.face })) {
      yield await tried(trial, { ...options, kind, endpointId: runpod.endpointId });
    }
  }
  for (const trial of publicTrials(recipes, parts)) {
    const { endpointId } = trial;
    if (!well.has(endpointId)) yield { ...NOT_TRIED, about: `A job (${trial.name})` };
    else yield await tried(trial, { ...options, kind: 'runpod-public', endpointId });
  }
  yield* photoNotes(options);
}

const NOT_TRIED: Finding = {
  verdict: 'note',
  about: 'Jobs',
  says: 'none was tried, because of what is wrong with the endpoint.',
};

function tried(
  trial: TrialJob,
  {
    config,
    recipes,
    kind,
    onStatus,
    ...options
  }: JobsTriedOptions & {
    readonly kind: WorkerKind;
    readonly endpointId: string;
  },
): Promise<Finding> {
  const { signal } = options;
  const origins = [...config.resultOrigins, ...pictureOrigins(recipes, config.worker)];
  return jobCheck(trial, {
    ...options,
    pollIntervalMs: config.pollIntervalMs,
    jobTimeoutMs: config.jobTimeoutMs,
    worker: workerOf({ ...config.worker, kind }),
    kind,
    fetchPicture: (url) => download(url, { origins, largestBytes: LARGEST_RESULT_BYTES, signal }),
    onStatus: (status) => {
      onStatus(`  ${trial.name}: ${status}\n`);
    },
  });
}

/** Why no photo was tried, where none was. */
function* photoNotes({ config, face }: JobsTriedOptions): Generator<Finding> {
  const note = (says: string): Finding => ({ verdict: 'note', about: 'Photos of a face', says });
  const { faces, models, worker } = config;
  if (worker.kind === 'runpod-public') {
    if (face !== undefined) yield note("were not tried: RunPod's public endpoints take none.");
  } else if (!faces) yield note('are switched off (FACE_REFERENCES).');
  else if (models.checkpoints.general === undefined) {
    yield note('are off, as GENERAL_CHECKPOINT_NAME is none.');
  } else if (face === undefined) yield note('were not tried: name one by --face FILE.');
}
