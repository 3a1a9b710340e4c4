import { snakeCase } from '../src/comfy/option-names.ts';
import { pictureOptions } from '../src/comfy/option.ts';
import { readRequest, type StoredRequest, type Wanted } from '../src/comfy/wanted.ts';
import type { Reply } from '../src/discord/entry/reply.ts';
import type { InteractionBase } from '../src/discord/interactions/interaction.ts';
import { tokenExpiry } from '../src/discord/interactions/interaction-token.ts';
import {
  lackingPermissions,
  TO_SHOW_PICTURES,
} from '../src/discord/interactions/needed-permissions.ts';
import { BotError } from '../src/errors/errors.ts';
import type { Attachment } from '../src/images/attachment.ts';
import { withFreeId } from '../src/record/store/free-id.ts';
import { gpuTimeFacts } from '../src/jobs/gpu-time.ts';
import type { Consent } from '../src/record/job/consent.ts';
import type { Job } from '../src/record/job/job.ts';
import type { NewPicture } from '../src/record/job/new-job.ts';
import { isAgeRestricted, isThread } from '../src/safety/age-restriction.ts';
import { checkpointFor, type CheckpointUse } from '../src/safety/checkpoint.ts';
import { say, type Catalogue } from '../src/say/say.ts';
import type { Services } from './services.ts';

/** At 1 ComfyUI leaves the negative prompt out, and little of it counts just above. */
const LEAST_GUIDED_CFG = 2;

/** What a request is written down with. */
type RequestServices = Pick<
  Services,
  | 'log'
  | 'recipes'
  | 'models'
  | 'faces'
  | 'screening'
  | 'blocks'
  | 'destinations'
  | 'gpuTime'
  | 'serverGpuTime'
  | 'spending'
  | 'newId'
  | 'lookUpChannel'
>;

/** A picture that goes with a request. */
export interface RequestedPicture {
  readonly option: string;
  readonly attachment: Attachment;
  /** It was made here without any picture of somebody, so there is nobody to be asked. */
  readonly madeHere?: boolean;
}

/** What a person asks for. */
export interface JobRequest {
  readonly request: StoredRequest;
  /** The pictures that go with it, each for another picture option of its recipe. */
  readonly pictures?: readonly RequestedPicture[];
  /** Whether they said with the command that they may use them. */
  readonly consented?: boolean;
  readonly retryOf?: string;
}

/**
 * Writes a request down as a job, and answers with the job's message. A request with pictures that may
 * show somebody, without consent, is written down too, and its message asks first: once for all of them.
 *
 * @throws BotError for what can be seen to be wrong before anything is done.
 */
export async function requestJob(
  interaction: InteractionBase,
  request: JobRequest,
  services: RequestServices,
): Promise<Reply> {
  const { log, recipes, serverGpuTime, spending } = services;
  requirePermissions(interaction);
  const guildId = requireGuild(interaction);
  await requireNotBlocked(guildId, interaction, services);
  await log.requireRoomFor({ userId: interaction.user.id, guildId });
  const pictures = goingIn(request, services);
  const wanted = readRequest({ ...request.request, inputs: pictures }, recipes);
  if (!wanted) throw new BotError('other_version');
  await requireService(services, { guildId, wanted });
  const price = recipes.get(wanted.recipe)?.price?.(wanted.params);
  const releases: (() => void)[] = [];
  try {
    releases.push(await serverGpuTime.reserve(guildId, wanted));
    releases.push(await spending.reserve(price));
    return await writeDown(interaction, { ...request, pictures, guildId, wanted, price }, services);
  } finally {
    for (const release of releases) release();
  }
}

async function writeDown(
  interaction: InteractionBase,
  request: JobRequest & {
    readonly pictures: readonly NewPicture[];
    readonly guildId: string;
    readonly wanted: Wanted;
    readonly price: number | undefined;
  },
  services: RequestServices,
): Promise<Reply> {
  const { log, models, destinations } = services;
  const { guildId, pictures, retryOf, wanted, price } = request;
  const use = {
    face: wanted.person,
    ageRestricted: await ageRestricted(interaction, services),
  };
  if (use.face && !services.faces) throw new BotError('faces_off');
  const choice = checkpointFor(use, models.checkpoints);
  if (choice.kind === 'refuse') throw new BotError(choice.code);
  const isGeneral = choice.checkpoint === models.checkpoints.general;
  if (use.face || !isGeneral) requireGuided(wanted, use);
  requireScreened(wanted, use, services);
  const waitsForConsent = wanted.person && request.consented !== true;
  const stateWithPictures = waitsForConsent ? 'awaiting_consent' : 'accepted';
  const asked = {
    state: wanted.picture ? stateWithPictures : 'ready',
    interactionId: interaction.id,
    interactionToken: interaction.token,
    tokenExpiresAt: tokenExpiry(interaction.id),
    guildId,
    channelId: interaction.channel.id,
    attachmentSizeLimit: interaction.attachmentSizeLimit,
    userId: interaction.user.id,
    locale: interaction.locale,
    guildLocale: interaction.guildLocale,
    request: request.request,
    lane: destinations.of(wanted.recipe).lane,
    ageRestricted: use.ageRestricted,
    price,
    models: {
      checkpoint: choice.checkpoint,
      ipAdapterFile: models.ipAdapterFile,
      clipVisionName: models.clipVisionName,
    },
    pictures,
    ...(retryOf !== undefined && { retryOf }),
  } as const;
  const said =
    wanted.person && !waitsForConsent ? consentBy('option', say(interaction.locale)) : undefined;
  const job = await withFreeId(services.newId, (id) => log.create({ ...asked, id }, said));
  return job ? { kind: 'job', job } : { kind: 'answered' };
}

/**
 * The pictures of a request, as they are written down.
 *
 * @throws BotError where one is missing that its recipe cannot do without.
 */
function goingIn(
  { request, pictures = [] }: JobRequest,
  { recipes }: Pick<Services, 'recipes'>,
): readonly NewPicture[] {
  const options = pictureOptions(recipes.get(request.recipe)?.options ?? {});
  const given = new Map(pictures.map((picture) => [picture.option, picture]));
  return options.flatMap(([option, { person, required }]) => {
    const { attachment, madeHere = false } = given.get(option) ?? {};
    if (attachment) return [{ option, person: person && !madeHere, attachment }];
    if (!required) return [];
    throw new BotError('bad_option', { facts: { option: snakeCase(option), problem: 'missing' } });
  });
}

/** Consent in the words that were shown. */
export function consentBy(
  givenBy: Consent['givenBy'],
  { consent }: Pick<Catalogue, 'consent'>,
): Consent {
  return { givenBy, wordingVersion: consent.version, wording: consent.wording };
}

/** @throws BotError where the bot could not show a result in this channel. */
export function requirePermissions({ appPermissions }: InteractionBase): void {
  const missing = lackingPermissions(appPermissions, TO_SHOW_PICTURES);
  if (missing.length === 0) return;
  throw new BotError('permissions_missing', { facts: { permissions: missing } });
}

/** @throws BotError where no such picture can be made in that server just now, whoever asks. */
export async function requireService(
  {
    destinations,
    gpuTime,
    serverGpuTime,
  }: Pick<Services, 'destinations' | 'gpuTime' | 'serverGpuTime'>,
  { guildId, wanted }: Pick<Job, 'guildId' | 'wanted'>,
): Promise<void> {
  if (destinations.of(wanted.recipe).access.refused) throw new BotError('key_refused');
  const opensAt = await gpuTime.opensAt();
  if (opensAt !== undefined) throw new BotError('gpu_time_spent', { facts: gpuTimeFacts(opensAt) });
  const opensHereAt = await serverGpuTime.opensAt(guildId);
  if (opensHereAt === undefined) return;
  throw new BotError('server_gpu_time_spent', { facts: gpuTimeFacts(opensHereAt) });
}

/** @throws BotError for somebody whom the moderators of that server keep out. */
export async function requireNotBlocked(
  guildId: string,
  { user }: InteractionBase,
  { blocks }: Pick<Services, 'blocks'>,
): Promise<void> {
  if (await blocks.isBlocked(guildId, user.id)) throw new BotError('blocked');
}

/**
 * Where the safety terms in the negative prompt have to act: in pictures of somebody, and in those
 * of a checkpoint that may be adult-rated. The others are covered by the checkpoint's rating and
 * the screening of the words.
 *
 * @throws BotError for a cfg that is too low for it.
 */
function requireGuided({ params: { cfg } }: Wanted, { face }: CheckpointUse): void {
  if (cfg === undefined || cfg >= LEAST_GUIDED_CFG) return;
  const problem = face ? 'unguided_face' : 'unguided';
  throw new BotError('bad_option', { facts: { option: 'cfg', problem, min: LEAST_GUIDED_CFG } });
}

/** @throws BotError for words that ask for what is not made. */
function requireScreened(
  { words, negativePrompt }: Wanted,
  use: CheckpointUse,
  { screening }: Pick<Services, 'screening'>,
): void {
  const refusal = screening.refusalOf({ prompt: words, negativePrompt, ...use });
  if (!refusal) return;
  const { code, term, beside = '' } = refusal;
  throw new BotError(code, { facts: { term, beside } });
}

/** @throws BotError outside servers. */
export function requireGuild({ guildId }: InteractionBase): string {
  if (guildId === undefined) throw new BotError('servers_only');
  return guildId;
}

/** A thread's parent is asked for, which takes a second at most. */
async function ageRestricted(
  { channel }: InteractionBase,
  { lookUpChannel }: Pick<Services, 'lookUpChannel'>,
): Promise<boolean> {
  const { parentId } = channel;
  const parent =
    isThread(channel) && parentId !== undefined ? await lookUpChannel(parentId) : undefined;
  return isAgeRestricted(channel, parent);
}
