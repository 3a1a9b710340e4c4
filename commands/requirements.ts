import type { InteractionBase } from '../src/discord/interactions/interaction.ts';
import {
  lackingPermissions,
  PICTURE_PERMISSIONS,
} from '../src/discord/interactions/permissions.ts';
import { BotError } from '../src/errors/errors.ts';
import type { Destination, Destinations } from '../src/jobs/destinations.ts';
import { type GpuTime, opensAtFacts, type ServerGpuTime } from '../src/jobs/gpu-time.ts';
import type { Job } from '../src/jobs/job.ts';
import type { NewPicture } from '../src/jobs/sql/new-job.ts';
import type { Pauses } from '../src/jobs/sql/pauses.ts';
import type { StorageWatch } from '../src/jobs/storage-watch.ts';
import type { Blocks } from '../src/moderation/sql/server-settings.ts';
import { type ChannelFacts, isAgeRestricted, isThread } from '../src/policy/age-restriction.ts';
import {
  checkpointFor,
  type Checkpoints,
  type CheckpointUse,
  LEAST_GUIDED_CFG,
  ratingRefusal,
} from '../src/policy/checkpoints.ts';
import type { FaceFiles, WorkerModels } from '../src/recipes/model-file.ts';
import { withOriginalPrompt } from '../src/recipes/prompt-alternatives.ts';
import type { Recipe } from '../src/recipes/recipe.ts';
import type { Wanted } from '../src/recipes/stored-request.ts';
import { OUTSIDE_SERVERS } from '../src/rules/outside-servers.ts';
import type { Screening } from '../src/screening/open-screening.ts';

/** @throws BotError if the bot cannot post a result in this channel. */
export function requirePermissions({ appPermissions }: InteractionBase): void {
  const missing = lackingPermissions(appPermissions, PICTURE_PERMISSIONS);
  if (missing.length === 0) return;
  throw new BotError('permissions_missing', { facts: { permissions: missing } });
}

/** To tell whether pictures can be made now. */
export interface ServiceNeeds {
  /** The endpoint of each recipe. */
  readonly destinations: Destinations;
  readonly gpuTime: GpuTime;
  readonly serverGpuTime: ServerGpuTime;
  /** Whether pictures can be stored. */
  readonly storage: Pick<StorageWatch, 'trouble'>;
}

/** @throws BotError if no endpoint makes such pictures any more. */
export function requireDestination(
  { destinations }: Pick<ServiceNeeds, 'destinations'>,
  { recipe }: Pick<Wanted, 'recipe'>,
): Destination {
  const destination = destinations.find(recipe);
  if (!destination) throw new BotError('workflow_gone');
  return destination;
}

/** @throws BotError if no such picture can be made in that server now, for any member. */
export async function requireService(
  services: ServiceNeeds,
  { guildId, wanted }: Pick<Job, 'guildId' | 'wanted'>,
): Promise<void> {
  if (services.storage.trouble !== undefined) throw new BotError('storage_unwell');
  if (requireDestination(services, wanted).access.refused) throw new BotError('key_refused');
  await requireGpuTime(services, guildId);
}

/** @throws BotError if the operator's GPU time of the day is used up, everywhere or in that server. */
export async function requireGpuTime(
  { gpuTime, serverGpuTime }: Pick<ServiceNeeds, 'gpuTime' | 'serverGpuTime'>,
  guildId: string,
): Promise<void> {
  const opensAt = await gpuTime.opensAt();
  if (opensAt !== undefined) throw new BotError('gpu_time_spent', { facts: opensAtFacts(opensAt) });
  const opensHereAt = await serverGpuTime.opensAt(guildId);
  if (opensHereAt === undefined) return;
  throw new BotError('server_gpu_time_spent', { facts: opensAtFacts(opensHereAt) });
}

/** @throws BotError for a member blocked by the server's moderators. */
export async function requireNotBlocked(
  guildId: string,
  { user }: InteractionBase,
  { blocks }: { readonly blocks: Blocks },
): Promise<void> {
  if (await blocks.isBlocked(guildId, user.id)) throw new BotError('blocked');
}

/**
 * Requires guidance where the safety terms of the negative prompt must take effect: pictures of a
 * person, and those of a checkpoint that may be adult-rated. Elsewhere the checkpoint's rating and
 * prompt screening suffice.
 *
 * @throws BotError if cfg is too low for it.
 */
export function requireGuided({ params: { cfg } }: Wanted, { face }: CheckpointUse): void {
  if (cfg === undefined || cfg >= LEAST_GUIDED_CFG) return;
  const problem = face ? 'unguided_face' : 'unguided';
  throw new BotError('bad_option', { facts: { option: 'cfg', problem, min: LEAST_GUIDED_CFG } });
}

/** To screen prompts, and to pause members for a day after refused ones. */
export interface ScreeningNeeds {
  readonly screening: Screening;
  readonly pauses: Pick<Pauses, 'noteTry'>;
}

/**
 * If minors may be involved, the answer names no term and is the same for every match: it accuses
 * no one and gives no hint how to evade it. Only a strong match counts as an attempt.
 *
 * @throws BotError for a refused prompt, and `paused` if it causes a pause.
 */
export async function requireScreened(
  { wanted, recipe, userId }: { wanted: Wanted; recipe: Recipe; userId: string },
  use: CheckpointUse,
  { screening, pauses }: ScreeningNeeds,
): Promise<void> {
  const { words, negativePrompt, params } = wanted;
  const refusal = screening.refusalOf({ prompt: words, negativePrompt, ...use });
  if (!refusal) return;
  const { code, term, isStrong = false } = refusal;
  if (isStrong) {
    // Whatever is drawn from a prompt, it is the same one.
    const written = [...recipe.words(withOriginalPrompt(params)), negativePrompt].join('\n');
    await pauses.noteTry(userId, written);
  }
  if (code === 'prompt_minor') throw new BotError(code);
  throw new BotError(code, { facts: { term } });
}

/** @throws BotError outside servers. */
export function requireGuild({ guildId }: Pick<InteractionBase, 'guildId'>): string {
  if (guildId === undefined) throw new BotError('servers_only');
  return guildId;
}

/** To tell whether the bot works outside servers. */
export interface OutsideNeeds {
  readonly servers: { readonly worksOutside: boolean };
}

/**
 * The server whose jobs and limits an interaction is about: where it comes from, or what stands for all
 * places outside servers.
 *
 * @throws BotError `servers_only` outside servers, unless the bot works there.
 */
export function requireHome(
  { guildId }: Pick<InteractionBase, 'guildId'>,
  { servers }: OutsideNeeds,
): string {
  return guildId === undefined && servers.worksOutside
    ? OUTSIDE_SERVERS
    : requireGuild({ guildId });
}

/**
 * Private jobs must not show a person, and count as not age-restricted. `from`: the jobs it derives
 * from.
 *
 * @throws BotError if it may not be private.
 */
export function requireMadePrivately({
  asks,
  wanted: { person },
  pictures,
  from,
}: Pick<Job, 'asks' | 'wanted'> & {
  readonly pictures: readonly NewPicture[];
  readonly from: readonly Job[];
}): void {
  if (person || asks !== undefined) throw new BotError('private_person');
  const sources = pictures.flatMap((one) => ('source' in one ? [one.source.job] : []));
  const isOfRestricted = from.some((job) => job.ageRestricted && sources.includes(job.id));
  if (isOfRestricted) throw new BotError('private_age_restricted');
}

/** To read a thread's parent. */
export interface ChannelNeeds {
  /** `undefined` if Discord does not answer in time. */
  readonly lookUpChannel: (channelId: string) => Promise<ChannelFacts | undefined>;
}

/**
 * Whether a member acts in an age-restricted channel. For a thread this looks up its parent, which
 * takes a second at most.
 */
export async function isAgeRestrictedHere(
  { channel }: Pick<InteractionBase, 'channel'>,
  { lookUpChannel }: ChannelNeeds,
): Promise<boolean> {
  const { parentId } = channel;
  const parent =
    isThread(channel) && parentId !== undefined ? await lookUpChannel(parentId) : undefined;
  return isAgeRestricted(channel, parent);
}

/** A workflow names its models in its graph. */
const OWN: WorkerModels = { checkpoint: '', ipAdapterFile: '', clipVisionName: '' };

/** The models and safeguards of a recipe in a place. */
export interface ModelsChoice {
  readonly models: WorkerModels;
  /** Whether the negative prompt's safety terms are required, besides rating and screening. */
  readonly isGuarded: boolean;
}

/** To choose models. */
export interface ModelNeeds {
  readonly models: FaceFiles & { readonly checkpoints: Checkpoints };
  /** Whether photos that may show a person are accepted. */
  readonly faces: boolean;
}

/**
 * The model files of a recipe in a place.
 *
 * @throws BotError if the recipe is not available there.
 */
export function modelsFor(
  { rating }: Recipe,
  use: CheckpointUse,
  { models, faces }: ModelNeeds,
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
