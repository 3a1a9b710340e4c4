import { requestedSettingsSchema, SETTINGS, withDrawnSeed } from '../comfy/settings.ts';
import type { WorkerRequest } from '../comfy/worker.ts';
import type { Config } from '../config/config.ts';
import { checkpointFor, type CheckpointUse } from '../safety/checkpoint.ts';
import { withSafetyTerms } from '../safety/safety-terms.ts';

/** A job that shows whether one kind of picture can be made. */
export interface TrialJob {
  /** What it tries out, such as "words, in ordinary channels". */
  readonly name: string;
  readonly face: boolean;
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

const USES: readonly (CheckpointUse & { readonly name: string })[] = [
  { name: 'words, in ordinary channels', face: false, ageRestricted: false },
  { name: 'words, in age-restricted channels', face: false, ageRestricted: true },
  { name: 'a photo of a face', face: true, ageRestricted: false },
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
  for (const { name, ...use } of USES) {
    const choice = checkpointFor(use, checkpoints);
    if (choice.kind === 'refuse' || (use.face && (!faces || face === undefined))) continue;
    const { checkpoint } = choice;
    const same = ({ face: tried, request }: TrialJob) =>
      tried === use.face && request.models.checkpoint === checkpoint;
    if (trials.some(same)) continue;
    const asked = requestedSettingsSchema.parse({
      prompt: 'a lighthouse at dusk',
      steps: SETTINGS.steps.min,
    });
    const settings = withDrawnSeed(asked, drawSeed);
    trials.push({
      name,
      face: use.face,
      request: {
        id: newId(),
        settings: { ...settings, negativePrompt: withSafetyTerms(settings.negativePrompt, use) },
        models: { checkpoint, ipAdapterFile, clipVisionName },
        ...(use.face && face !== undefined ? { face } : {}),
      },
    });
  }
  return trials;
}
