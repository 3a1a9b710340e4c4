import type { Reply } from '../../src/discord/intake/handlers.ts';
import { tokenExpiry } from '../../src/discord/interactions/interaction-token.ts';
import type {
  CommandInteraction,
  InteractionBase,
} from '../../src/discord/interactions/interaction.ts';
import { BotError } from '../../src/errors/errors.ts';
import { type Attachment, LARGEST_ATTACHMENT_BYTES } from '../../src/images/attachment.ts';
import { type AskedPoster, isSpoiler, type Job, type Origin } from '../../src/jobs/job.ts';
import type { Consent } from '../../src/jobs/sql/consents.ts';
import { type MadePicture, type NewPicture, PressedBefore } from '../../src/jobs/sql/new-job.ts';
import { pictureOptions, snakeCase } from '../../src/recipes/option.ts';
import type { Recipe } from '../../src/recipes/recipe.ts';
import { readRequest, type StoredRequest, type Wanted } from '../../src/recipes/stored-request.ts';
import { type Catalogue, say } from '../../src/say/say.ts';
import { withFreeId } from '../../src/store/free-id.ts';
import {
  ageRestrictedHere,
  modelsFor,
  requireDestination,
  requireGuided,
  requireGuild,
  requireMadePrivately,
  requireNotBlocked,
  requirePermissions,
  requireScreened,
  requireService,
} from '../requirements.ts';
import type { Services } from '../services.ts';

/** What a request is written down with. */
type RequestServices = Pick<
  Services,
  | 'log'
  | 'clock'
  | 'recipes'
  | 'models'
  | 'faces'
  | 'screening'
  | 'pauses'
  | 'blocks'
  | 'destinations'
  | 'gpuTime'
  | 'serverGpuTime'
  | 'spending'
  | 'storage'
  | 'newId'
  | 'lookUpChannel'
  | 'personSettings'
  | 'spoilerRules'
>;

/** A picture that goes with a request: one that somebody sent, or one that the bot made. */
export type RequestedPicture =
  { readonly option: string; readonly attachment: Attachment } | MadePicture;

/** What a person asks for. */
export interface JobRequest {
  readonly request: StoredRequest;
  /** The pictures that go with it, each for another picture option of its recipe. */
  readonly pictures?: readonly RequestedPicture[];
  /** Whether they said with the command that they may use them. */
  readonly consented?: boolean;
  /** Whether they said with the command that the pictures are covered; nothing where that is left out. */
  readonly spoiler?: boolean | undefined;
  /** The same of whether it is theirs alone. */
  readonly private?: boolean | undefined;
  readonly retryOf?: string;
  /** Whoever posted its picture, who is asked first. */
  readonly asks?: AskedPoster | undefined;
  /** The step under a picture by which they ask. */
  readonly origin?: Origin | undefined;
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
  const from = await comesFrom(request, services);
  const guildId = serverFor(interaction, from);
  // The bot may show anything in direct messages that reach their person.
  if (interaction.guildId !== undefined) requirePermissions(interaction);
  await requireNotBlocked(guildId, interaction, services);
  const pictures = goingIn(request, services);
  const recipe = recipes.get(request.request.recipe);
  const wanted = readRequest({ ...request.request, inputs: pictures }, recipes);
  if (!recipe || !wanted) throw new BotError('other_version');
  const shown = await resolveVisibility(
    { ...request, from, guildId, userId: interaction.user.id },
    services,
  );
  if (shown.isPrivate) requireMadePrivately({ asks: request.asks, wanted, pictures, from });
  const { queue } = requireDestination(services, wanted);
  const { count = 1 } = wanted.params;
  const { origin, retryOf } = request;
  const { id: interactionId, user } = interaction;
  const press = { userId: user.id, interactionId, ...request.request, origin, retryOf };
  if (await log.jobs.isPressedBefore(press, services.clock.now())) return { kind: 'seen' };
  await log.requireRoomFor({ userId: interaction.user.id, guildId, count });
  await requireService(services, { guildId, wanted });
  const price = recipe.price?.(wanted.params);
  const releases: (() => void)[] = [];
  try {
    releases.push(await serverGpuTime.reserve(guildId, wanted));
    releases.push(await spending.reserve(price));
    return await writeDown(
      interaction,
      { ...request, ...shown, recipe, pictures, guildId, wanted, queue, price },
      services,
    );
  } finally {
    for (const release of releases) release();
  }
}

async function writeDown(
  interaction: InteractionBase,
  request: Omit<JobRequest, 'pictures' | 'private'> &
    Visibility & {
      readonly recipe: Recipe;
      readonly pictures: readonly NewPicture[];
      readonly guildId: string;
      readonly wanted: Wanted;
      readonly queue: string;
      readonly price: number | undefined;
    },
  services: RequestServices,
): Promise<Reply> {
  const { log } = services;
  const { recipe, guildId, pictures, retryOf, origin, asks, wanted, queue, price, covered } =
    request;
  const use = {
    face: wanted.person,
    ageRestricted: !request.isPrivate && (await ageRestrictedHere(interaction, services)),
  };
  const { models, isGuarded } = modelsFor(recipe, use, services);
  if (isGuarded) requireGuided(wanted, use);
  await requireScreened({ wanted, recipe, userId: interaction.user.id }, use, services);
  const waitsForConsent = asks !== undefined || (wanted.person && request.consented !== true);
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
    queue,
    ageRestricted: use.ageRestricted,
    covered,
    private: request.isPrivate ? placeOf(interaction) : undefined,
    price,
    models,
    pictures,
    count: wanted.params.count ?? 1,
    ...(retryOf !== undefined && { retryOf }),
    origin,
    asks,
  } as const;
  const said =
    wanted.person && !waitsForConsent
      ? consentBy('option', wanted, say(interaction.locale))
      : undefined;
  try {
    const job = await withFreeId(services.newId, (id) => log.create({ ...asked, id }, said));
    return job ? { kind: 'job', job } : { kind: 'answered' };
  } catch (error) {
    if (error instanceof PressedBefore) return { kind: 'seen' };
    throw error;
  }
}

function placeOf({ guildId }: InteractionBase): 'server' | 'direct' {
  return guildId === undefined ? 'direct' : 'server';
}

/**
 * The server in which somebody asks: in direct messages, that of their own job under whose message they do.
 *
 * @throws BotError `servers_only` anywhere else outside servers.
 */
function serverFor(interaction: InteractionBase, from: readonly Job[]): string {
  const { guildId, user } = interaction;
  const own = from.find((job) => job.private && job.userId === user.id);
  return requireGuild({ guildId: guildId ?? own?.guildId });
}

/** The jobs that a request comes from: under whose message it was made, and whose pictures go in. */
async function comesFrom(
  { retryOf, origin, pictures = [] }: Pick<JobRequest, 'retryOf' | 'origin' | 'pictures'>,
  { log }: Pick<Services, 'log'>,
): Promise<readonly Job[]> {
  const sources = pictures.flatMap((one) => ('source' in one ? one.source.job : []));
  const ids = new Set([retryOf, origin?.job, ...sources].filter((id) => id !== undefined));
  const jobs = await Promise.all([...ids].map((id) => log.jobs.find(id)));
  return jobs.filter((job) => job !== undefined);
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
  return options.flatMap(([option, { person, required }]): readonly NewPicture[] => {
    const picture = given.get(option);
    if (picture) return 'source' in picture ? [picture] : [{ ...picture, person }];
    if (!required) return [];
    throw new BotError('bad_option', { facts: { option: snakeCase(option), problem: 'missing' } });
  });
}

/** Consent in the words that were shown. */
export function consentBy(
  givenBy: Consent['givenBy'],
  { consentAbout: about }: Pick<Wanted, 'consentAbout'>,
  { consent }: Pick<Catalogue, 'consent'>,
): Consent {
  const { version, wording } = consent[about];
  return { givenBy, wordingVersion: version, wording };
}

/** For whom pictures are to be made, and what they come from. */
interface Asked {
  readonly guildId: string;
  readonly userId: string;
  /** What they said with the request, where they did. */
  readonly spoiler?: boolean | undefined;
  readonly private?: boolean | undefined;
  /** The jobs that the new one comes from. */
  readonly from: readonly Job[];
}

/** How a job's message is shown. */
interface Visibility {
  /** Whether its pictures are covered until somebody uncovers them. */
  readonly covered: boolean;
  /** Whether it is its requester's alone. */
  readonly isPrivate: boolean;
}

/**
 * Pictures are covered by their server's rule, since what they come from is, or since whoever asks wants it, with this
 * request or for all of theirs. The same makes a job private, but for the rule.
 */
async function resolveVisibility(
  { guildId, userId, spoiler, private: said, from }: Asked,
  { personSettings, spoilerRules }: Pick<Services, 'personSettings' | 'spoilerRules'>,
): Promise<Visibility> {
  const own = await personSettings.of(userId);
  const isRule = from.some(isSpoiler) || (await spoilerRules.holdsIn(guildId));
  return {
    covered: isRule || (spoiler ?? own.spoiler),
    isPrivate: from.some((job) => job.private) || (said ?? own.private),
  };
}

type Value = CommandInteraction['options'][string];

/**
 * The file that was attached as an option, which is named as it is inside.
 *
 * @throws BotError where it is none, or too large.
 */
export function attachedPicture(option: string, value: Value): Attachment {
  const file = attachedFile(option, value);
  if (file.size > LARGEST_ATTACHMENT_BYTES) throw new BotError('picture_too_large');
  return file;
}

/**
 * The same of any size, for what fetches no more than its head.
 *
 * @throws BotError where it is none.
 */
export function attachedFile(option: string, value: Value): Attachment {
  if (typeof value !== 'object' || !('url' in value)) {
    throw new BotError('bad_option', { facts: { option: snakeCase(option), problem: 'no_file' } });
  }
  return value;
}
