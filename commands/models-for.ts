import type { Recipe } from '../src/comfy/recipe.ts';
import type { WorkerModels } from '../src/comfy/worker.ts';
import { BotError } from '../src/errors/errors.ts';
import { checkpointFor, type CheckpointUse } from '../src/safety/checkpoint.ts';
import { ratingRefusal } from '../src/safety/rating.ts';
import type { Services } from './services.ts';

/** A workflow's models are in its graph. */
const OWN: WorkerModels = { checkpoint: '', ipAdapterFile: '', clipVisionName: '' };

/** What a recipe is used with there. */
export interface ModelsChoice {
  readonly models: WorkerModels;
  /** Whether the safety terms in the negative prompt have to act, besides rating and screening. */
  readonly isGuarded: boolean;
}

/**
 * The model files with which a recipe makes pictures in a place.
 *
 * @throws BotError where it makes none there.
 */
export function modelsFor(
  { rating }: Recipe,
  use: CheckpointUse,
  { models, faces }: Pick<Services, 'models' | 'faces'>,
): ModelsChoice {
  if (use.face && !faces) throw new BotError('faces_off');
  if (rating !== 'by_checkpoint') {
    const refusal = ratingRefusal(rating, use);
    if (refusal) throw new BotError(refusal);
    return { models: OWN, isGuarded: false };
  }
  const { checkpoints, ipAdapterFile, clipVisionName } = models;
  const choice = checkpointFor(use, checkpoints);
  if (choice.kind === 'refuse') throw new BotError(choice.code);
  const { checkpoint } = choice;
  const isGuarded = use.face || checkpoint !== checkpoints.general;
  return { models: { checkpoint, ipAdapterFile, clipVisionName }, isGuarded };
}
