import { nanoid } from 'nanoid';
import type { Config } from '../config/config.ts';
import type { Clock } from '../engines/clock.ts';
import { download } from '../images/download.ts';
import { LARGEST_RESULT_BYTES } from '../jobs/storage-watch.ts';
import { checkpointFor, type CheckpointUse, withSafetyTerms } from '../policy/checkpoints.ts';
import { face as withFace } from '../recipes/face.ts';
import { pictureOptions } from '../recipes/option.ts';
import { drawSeed, type Params, type Recipe, withDrawnSeed } from '../recipes/recipe.ts';
import { text, TEXT_OPTIONS } from '../recipes/text.ts';
import type { RunPodClient } from '../runpod/client.ts';
import {
  abilitiesOf,
  isWorkerKind,
  pictureOrigins,
  type WorkerKind,
  workerOf,
} from '../workers/worker-kinds.ts';
import {
  type Ingredients,
  type SentPictures,
  workerRequest,
  type WorkerRequest,
} from '../workers/worker.ts';
import type { Finding } from './finding.ts';
import { jobCheck } from './job-checks.ts';
import { needsByEndpoint, workerChecks } from './worker-checks.ts';

export interface TrialJobOptions {
  readonly config: Config;
  readonly runpod: RunPodClient;
  readonly clock: Clock;
  /** All available recipes. */
  readonly recipes: readonly Recipe[];
  /** The endpoints that passed all checks. */
  readonly healthyEndpoints: ReadonlySet<string>;
  /** A photo prepared as the bot would send it, in base64. */
  readonly face: string | undefined;
  /** Ends the trial and cancels a running job on RunPod. */
  readonly signal: AbortSignal;
  /** Called whenever a job's status changes. */
  readonly onStatus: (line: string) => void;
}

/** Asks the workers for their contents, then runs the smallest job of each kind in use. */
export async function* runTrialJobs(options: TrialJobOptions): AsyncGenerator<Finding> {
  const { config, recipes, healthyEndpoints } = options;
  const { worker, runpod } = config;
  const makesOwn = abilitiesOf(worker.kind).runsGraphs;
  const isWell = healthyEndpoints.has(runpod.endpointId);
  if (makesOwn && !isWell) yield NOT_TRIED;
  // First, so that missing files are reported before a job fails because of them.
  const needs = needsByEndpoint(recipes, config).filter(({ endpointId }) =>
    healthyEndpoints.has(endpointId),
  );
  yield* workerChecks(needs, { ...config, ...options });
  if (makesOwn && isWell) {
    const { kind } = worker;
    for (const trial of trialJobs({ ...config, face: options.face })) {
      yield await tried(trial, { ...options, kind, endpointId: runpod.endpointId });
    }
  }
  for (const trial of publicTrials(recipes)) {
    const { endpointId, kind } = trial;
    if (!healthyEndpoints.has(endpointId)) yield { ...NOT_TRIED, about: `A job (${trial.name})` };
    else yield await tried(trial, { ...options, kind, endpointId });
  }
  yield* photoNotes(options);
}

const NOT_TRIED: Finding = {
  verdict: 'note',
  about: 'Jobs',
  says: 'none was tried, because of the problem with the endpoint.',
};

function tried(
  trial: TrialJob,
  {
    config,
    recipes,
    kind,
    onStatus,
    ...options
  }: TrialJobOptions & {
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
    fetchPicture: (url) => download(url, { origins, largestBytes: LARGEST_RESULT_BYTES, signal }),
    onStatus: (status) => {
      onStatus(`  ${trial.name}: ${status}\n`);
    },
  });
}

/** Why no photo was tried, if none was. */
function* photoNotes({ config, face }: TrialJobOptions): Generator<Finding> {
  const note = (says: string): Finding => ({ verdict: 'note', about: 'Photos of a face', says });
  const { faces, models, worker } = config;
  if (!abilitiesOf(worker.kind).takesPictures) {
    if (face !== undefined) yield note(`were not tried: WORKER=${worker.kind} supports none.`);
  } else if (!faces) yield note('are switched off (FACE_REFERENCES).');
  else if (models.checkpoints.general === undefined) {
    yield note('are off, as GENERAL_CHECKPOINT_NAME is none.');
  } else if (face === undefined) yield note('were not tried: give one with --face FILE.');
}

/** A job that shows whether one kind of picture can be made. */
export interface TrialJob {
  /** What it tries, such as "words, in ordinary channels". */
  readonly name: string;
  readonly face: boolean;
  /** The model files it names. */
  readonly files: readonly string[];
  readonly request: WorkerRequest;
}

const PROMPT = 'a lighthouse at dusk';

/** The kinds of picture that the bot's own endpoint makes. */
const USES: readonly {
  readonly name: string;
  readonly recipe: Recipe;
  readonly ageRestricted: boolean;
}[] = [
  { name: 'words, in ordinary channels', recipe: text, ageRestricted: false },
  { name: 'words, in age-restricted channels', recipe: text, ageRestricted: true },
  { name: 'a photo of a face', recipe: withFace, ageRestricted: false },
];

/**
 * The smallest possible job for each kind of picture and checkpoint in use. `face`: a normalised photo
 * in base64, if one was given.
 */
export function trialJobs({
  models,
  faces,
  face,
}: Pick<Config, 'models' | 'faces'> & Pick<TrialJobOptions, 'face'>): readonly TrialJob[] {
  const { checkpoints, ipAdapterFile, clipVisionName } = models;
  const trials: TrialJob[] = [];
  for (const { name, recipe, ageRestricted } of USES) {
    const use = { face: recipe.person, ageRestricted };
    const choice = checkpointFor(use, checkpoints);
    if (choice.kind === 'refuse' || (use.face && (!faces || face === undefined))) continue;
    const used = { checkpoint: choice.checkpoint, ipAdapterFile, clipVisionName };
    const files = recipe.models.map((model) => used[model]);
    if (trials.some((trial) => trial.face === use.face && trial.files[0] === files[0])) continue;
    const asked = recipe.request.parse({ prompt: PROMPT, steps: TEXT_OPTIONS.steps.min });
    const pictures = use.face && face !== undefined ? pictureFor(recipe, face) : {};
    const request = requestFor(recipe, asked, use, { models: used, pictures });
    trials.push({ name, face: use.face, files, request });
  }
  return trials;
}

/** A new seed keeps ComfyUI from answering from its cache. */
function requestFor(
  recipe: Recipe,
  asked: Params,
  use: CheckpointUse,
  given: Pick<Ingredients<Params>, 'models' | 'pictures'>,
): WorkerRequest {
  const params = withDrawnSeed(asked, drawSeed, recipe);
  const negativePrompt = withSafetyTerms(params.negativePrompt ?? '', use);
  return workerRequest(recipe, { ...given, id: nanoid(), params: { ...params, negativePrompt } });
}

/** The photo as a recipe's first picture. */
function pictureFor({ options }: Recipe, base64: string): SentPictures {
  const [picture] = pictureOptions(options);
  return picture ? { [picture[0]]: { format: 'jpeg', base64 } } : {};
}

/** Placeholders: these recipes choose no such file. */
const NO_MODELS = { checkpoint: '', ipAdapterFile: '', clipVisionName: '' };

/**
 * One job from a prompt alone for each of RunPod's public endpoints in use: the fewest steps, else the
 * defaults. Skips endpoints with further required options.
 */
function publicTrials(recipes: readonly Recipe[]) {
  return recipes.flatMap((recipe) => {
    const { name, title = name, worker: kind, endpoint: endpointId, options, rating } = recipe;
    const isPublic = isWorkerKind(kind) && abilitiesOf(kind).isPublic;
    if (!isPublic || endpointId === undefined) return [];
    const { steps } = options;
    const fewest = steps?.kind === 'whole' ? { steps: steps.min } : {};
    const { data: asked } = recipe.request.safeParse({ prompt: PROMPT, ...fewest });
    if (!asked) return [];
    const use = { face: false, ageRestricted: rating === 'adult' };
    const request = requestFor(recipe, asked, use, { models: NO_MODELS });
    return [{ name: title, face: false, files: [], request, kind, endpointId }];
  });
}
