import { face as withFace } from '../comfy/recipes/face.ts';
import { text, TEXT_OPTIONS } from '../comfy/recipes/text.ts';
import { pictureOptions } from '../comfy/option.ts';
import { withDrawnSeed } from '../comfy/seed.ts';
import { workerRequest } from '../comfy/worker-request.ts';
import type { Recipe } from '../comfy/recipe.ts';
import type { SentPictures, WorkerRequest } from '../comfy/worker.ts';
import type { Config } from '../config/config.ts';
import { checkpointFor } from '../safety/checkpoint.ts';
import { withSafetyTerms } from '../safety/safety-terms.ts';

/** A job that shows whether one kind of picture can be made. */
export interface TrialJob {
  /** What it tries out, such as "words, in ordinary channels". */
  readonly name: string;
  readonly face: boolean;
  /** The model files that it names. */
  readonly files: readonly string[];
  readonly request: WorkerRequest;
}

interface TrialParts {
  readonly models: Config['models'];
  readonly faces: boolean;
  /** A normalised photo in base64, if one was given. */
  readonly face: string | undefined;
  readonly newId: () => string;
  /** Whole numbers from 0 to 2^53 - 1. A new seed keeps ComfyUI from answering from its cache. */
  readonly drawSeed: () => number;
}

interface Use {
  readonly name: string;
  readonly recipe: Recipe;
  readonly ageRestricted: boolean;
}

const USES: readonly Use[] = [
  { name: 'words, in ordinary channels', recipe: text, ageRestricted: false },
  { name: 'words, in age-restricted channels', recipe: text, ageRestricted: true },
  { name: 'a photo of a face', recipe: withFace, ageRestricted: false },
];

/** The smallest job that the settings allow, one for each kind of picture and checkpoint in use. */
export function trialJobs({
  models,
  faces,
  face,
  newId,
  drawSeed,
}: TrialParts): readonly TrialJob[] {
  const { checkpoints, ipAdapterFile, clipVisionName } = models;
  const trials: TrialJob[] = [];
  for (const { name, recipe, ageRestricted } of USES) {
    const use = { face: recipe.person, ageRestricted };
    const choice = checkpointFor(use, checkpoints);
    if (choice.kind === 'refuse' || (use.face && (!faces || face === undefined))) continue;
    const used = { checkpoint: choice.checkpoint, ipAdapterFile, clipVisionName };
    const files = recipe.models.map((model) => used[model]);
    if (trials.some((trial) => trial.face === use.face && trial.files[0] === files[0])) continue;
    const asked = { prompt: 'a lighthouse at dusk', steps: TEXT_OPTIONS.steps.min };
    const params = withDrawnSeed(recipe.request.parse(asked), drawSeed, recipe);
    const negativePrompt = withSafetyTerms(params.negativePrompt ?? '', use);
    const request = workerRequest(recipe, {
      id: newId(),
      params: { ...params, negativePrompt },
      models: used,
      ...(use.face && face !== undefined && { pictures: pictureFor(recipe, face) }),
    });
    trials.push({ name, face: use.face, files, request });
  }
  return trials;
}

/** The photo in the place of a recipe's first picture. */
function pictureFor({ options }: Recipe, base64: string): SentPictures {
  const [picture] = pictureOptions(options);
  return picture ? { [picture[0]]: { format: 'jpeg', base64 } } : {};
}
