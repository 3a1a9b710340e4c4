import type { Reply } from '../../src/discord/intake/handlers.ts';
import type { CommandPermissionsReader } from '../../src/discord/interactions/command-permissions.ts';
import { tokenExpiry } from '../../src/discord/interactions/interaction-token.ts';
import type {
  CommandInteraction,
  InteractionBase,
} from '../../src/discord/interactions/interaction.ts';
import type { Clock } from '../../src/engines/clock.ts';
import { allInOrder } from '../../src/engines/in-order.ts';
import { BotError } from '../../src/errors/errors.ts';
import { type Attachment, LARGEST_ATTACHMENT_BYTES } from '../../src/images/attachment.ts';
import type { JobLog } from '../../src/jobs/job-log.ts';
import { type AskedPoster, isSpoiler, type Job, type Origin } from '../../src/jobs/job.ts';
import type { Spending } from '../../src/jobs/spending.ts';
import type { Consent } from '../../src/jobs/sql/consents.ts';
import { InstallRemoved } from '../../src/jobs/sql/erase-jobs.ts';
import {
  type MadePicture,
  type NewJob,
  type NewPicture,
  PressedBefore,
} from '../../src/jobs/sql/new-job.ts';
import type {
  Blocks,
  ServerLanguages,
  SpoilerRules,
} from '../../src/moderation/sql/server-settings.ts';
import type { PersonSettings } from '../../src/privacy/sql/member-settings.ts';
import { isThread } from '../../src/policy/age-restriction.ts';
import { pictureOptions, snakeCase } from '../../src/recipes/option.ts';
import type { Recipe, Recipes } from '../../src/recipes/recipe.ts';
import { readRequest, type StoredRequest, type Wanted } from '../../src/recipes/stored-request.ts';
import { OUTSIDE_SERVERS } from '../../src/rules/outside-servers.ts';
import type { RuledRequest } from '../../src/rules/rule.ts';
import type { ServerRules } from '../../src/rules/sql/server-rules.ts';
import { type Catalogue, say } from '../../src/say/say.ts';
import { wordingVersion } from '../../src/say/wording-version.ts';
import { withFreeId } from '../../src/store/free-id.ts';
import { commandOf } from '../generation-commands.ts';
import {
  isAgeRestrictedHere,
  type ChannelNeeds,
  type ModelNeeds,
  modelsFor,
  requireDestination,
  type OutsideNeeds,
  requireGuided,
  requireHome,
  requireMadePrivately,
  requireNotBlocked,
  requirePermissions,
  requireScreened,
  requireService,
  type ScreeningNeeds,
  type ServiceNeeds,
} from '../requirements.ts';

/** To create jobs. */
export interface RequestNeeds
  extends ServiceNeeds, ScreeningNeeds, ModelNeeds, ChannelNeeds, OutsideNeeds {
  readonly log: JobLog;
  readonly clock: Clock;
  readonly recipes: Recipes;
  readonly blocks: Blocks;
  readonly spending: Spending;
  readonly personSettings: PersonSettings;
  readonly spoilerRules: SpoilerRules;
  readonly serverLanguages: Pick<ServerLanguages, 'of'>;
  readonly serverRules: Pick<ServerRules, 'of'>;
  /** Who may use commands in a server, by Discord's own settings. */
  readonly commandPermissions: Pick<CommandPermissionsReader, 'require'>;
  /** The workflow that `/imagine` uses, if it is one. */
  readonly featured: string | undefined;
  /** The channel of direct messages with a user; `undefined` if Discord opens none now. */
  readonly openDirect: (userId: string) => Promise<string | undefined>;
  /** Ids for jobs and reports: 8 unambiguous characters. */
  readonly newId: () => string;
}

/** An input picture of a request: uploaded by a member, or made by the bot. */
export type RequestedPicture =
  { readonly option: string; readonly attachment: Attachment } | MadePicture;

/** A member's request. */
export interface JobRequest {
  readonly request: StoredRequest;
  /** The input pictures, each for a different picture option of the recipe. */
  readonly pictures?: readonly RequestedPicture[];
  /** Whether the command confirmed consent. */
  readonly consented?: boolean;
  /** The command's spoiler option; `undefined` if left out. */
  readonly spoiler?: boolean | undefined;
  /** The command's private option, likewise. */
  readonly private?: boolean | undefined;
  readonly retryOf?: string;
  /** The poster of the picture, who has to agree first. */
  readonly asks?: AskedPoster | undefined;
  /** The step under a picture that the request comes from. */
  readonly origin?: Origin | undefined;
}

/**
 * Creates a job and answers with its message. With pictures that may show a person and no consent,
 * it is created too, but its message asks for consent first, once for all of them.
 *
 * @throws BotError for anything that can be checked in advance.
 */
export async function requestJob(
  interaction: InteractionBase,
  request: JobRequest,
  services: RequestNeeds,
): Promise<Reply> {
  const { log, recipes, serverGpuTime, spending, featured } = services;
  const recipe = recipes.get(request.request.recipe);
  if (!recipe) throw new BotError('other_version');
  const from = await comesFrom(request, services);
  const guildId = serverFor(interaction, from, services);
  // Elsewhere the bot answers by its token, which needs none.
  if (interaction.place === 'server') requirePermissions(interaction);
  const { origin, retryOf } = request;
  const { id: interactionId, user } = interaction;
  const press = { userId: user.id, interactionId, ...request.request, origin, retryOf };
  const [, shown, isRepeated, rules] = await allInOrder([
    requireNotBlocked(guildId, interaction, services),
    resolveVisibility({ ...request, from, guildId, interaction }, services),
    log.jobs.isPressedBefore(press, services.clock.now()),
    services.serverRules.of(guildId),
    guildId === OUTSIDE_SERVERS
      ? Promise.resolve()
      : services.commandPermissions.require(interaction, commandOf(recipe, featured), {
          guildId,
          userId: user.id,
          roles: rolesOf(interaction, from),
          channels: channelsOf(interaction),
        }),
  ]);
  const pictures = goingIn(request, services);
  const wanted = readRequest({ ...request.request, inputs: pictures }, recipes);
  if (!wanted) throw new BotError('other_version');
  if (guildId === OUTSIDE_SERVERS && wanted.person) throw new BotError('outside_person');
  if (shown.isPrivate) requireMadePrivately({ asks: request.asks, wanted, pictures, from });
  const { queue } = requireDestination(services, wanted);
  const { count = 1 } = wanted.params;
  if (isRepeated) return { kind: 'seen' };
  await log.requireRoomFor({ userId: user.id, guildId, count });
  const ruled = {
    roles: rolesOf(interaction, from),
    request: ruledRequest(interaction, { ...request, ...shown, recipe, wanted }, services),
    gpuMs: await serverGpuTime.estimateMs(wanted),
    price: recipe.price?.(wanted.params),
  };
  await log.requireAllowed({ ...ruled, userId: user.id, guildId }, rules);
  await requireService(services, { guildId, wanted });
  await requireDirectChannel(interaction, services);
  const { price } = ruled;
  const releases: (() => void)[] = [];
  try {
    releases.push(await serverGpuTime.reserve(guildId, wanted));
    releases.push(await spending.reserve(price));
    return await storeRequest(
      interaction,
      { ...request, ...shown, recipe, pictures, guildId, wanted, queue, price, ruled },
      services,
    );
  } finally {
    for (const release of releases) release();
  }
}

async function storeRequest(
  interaction: InteractionBase,
  request: Omit<JobRequest, 'pictures' | 'private'> &
    Visibility & {
      readonly recipe: Recipe;
      readonly pictures: readonly NewPicture[];
      readonly guildId: string;
      readonly wanted: Wanted;
      readonly queue: string;
      readonly price: number | undefined;
      readonly ruled: NonNullable<NewJob['ruled']>;
    },
  services: RequestNeeds,
): Promise<Reply> {
  const { log } = services;
  const { recipe, guildId, pictures, retryOf, origin, asks, wanted, queue, price, covered } =
    request;
  const { ruled } = request;
  const use = {
    face: wanted.person,
    ageRestricted: !request.isPrivate && (await isAgeRestrictedHere(interaction, services)),
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
    guildLocale: request.language ?? interaction.guildLocale,
    request: request.request,
    queue,
    ageRestricted: use.ageRestricted,
    covered,
    private: request.isPrivate ? interaction.place : undefined,
    byUserInstall: interaction.byUserInstall,
    price,
    models,
    pictures,
    count: wanted.params.count ?? 1,
    ...(retryOf !== undefined && { retryOf }),
    origin,
    asks,
    ruled,
  } as const;
  const said =
    wanted.person && !waitsForConsent
      ? consentBy('option', wanted, say(interaction.locale))
      : undefined;
  try {
    const job = await withFreeId(services.newId, (id) => log.create({ ...asked, id }, said));
    return job ? { kind: 'job', job } : { kind: 'answered' };
  } catch (error) {
    if (error instanceof PressedBefore || error instanceof InstallRemoved) return { kind: 'seen' };
    throw error;
  }
}

/** The request as the rules of its server see it. */
function ruledRequest(
  interaction: InteractionBase,
  {
    recipe,
    wanted,
    pictures = [],
    isPrivate,
  }: Pick<JobRequest, 'pictures'> &
    Pick<Visibility, 'isPrivate'> & { readonly recipe: Recipe; readonly wanted: Wanted },
  { featured }: Pick<RequestNeeds, 'featured'>,
): RuledRequest {
  return {
    count: wanted.params.count ?? 1,
    command: commandOf(recipe, featured),
    channels: channelsOf(interaction),
    private: isPrivate,
    photos: pictures.some((picture) => 'attachment' in picture),
    longestSide: recipe.longestSide?.(wanted.params),
  };
}

/** The channel, and its parent if it is a thread. `undefined` outside servers. */
function channelsOf({ guildId, channel }: InteractionBase): readonly string[] | undefined {
  if (guildId === undefined) return undefined;
  const { id, parentId } = channel;
  return isThread(channel) && parentId !== undefined ? [id, parentId] : [id];
}

/**
 * The server of a request. In direct messages, the server of the member's own job under whose
 * message it is made.
 *
 * @throws BotError `servers_only` outside servers, unless the bot works there.
 */
function serverFor(
  interaction: InteractionBase,
  from: readonly Job[],
  services: OutsideNeeds,
): string {
  const guildId = interaction.guildId ?? ownPrivate(interaction, from)?.guildId;
  return requireHome({ guildId: guildId === OUTSIDE_SERVERS ? undefined : guildId }, services);
}

/**
 * Where only the interaction's token reaches the answer, what takes longer has to go on in direct
 * messages. Their channel is opened before that is promised.
 *
 * @throws BotError `outside_without_dm`.
 */
async function requireDirectChannel(
  { place, user }: InteractionBase,
  { openDirect }: Pick<RequestNeeds, 'openDirect'>,
): Promise<void> {
  if (place !== 'user' || (await openDirect(user.id)) !== undefined) return;
  throw new BotError('outside_without_dm');
}

function ownPrivate({ user }: InteractionBase, from: readonly Job[]): Job | undefined {
  return from.find((job) => job.private && job.userId === user.id);
}

/** The roles of the member in that server. Discord does not give them in direct messages. */
function rolesOf(interaction: InteractionBase, from: readonly Job[]): readonly string[] {
  if (interaction.guildId !== undefined) return interaction.roles;
  return ownPrivate(interaction, from)?.roles ?? [];
}

/**
 * The jobs that a request derives from: the one under whose message it was made, and those whose
 * pictures it uses.
 */
async function comesFrom(
  { retryOf, origin, pictures = [] }: Pick<JobRequest, 'retryOf' | 'origin' | 'pictures'>,
  { log }: Pick<RequestNeeds, 'log'>,
): Promise<readonly Job[]> {
  const sources = pictures.flatMap((one) => ('source' in one ? one.source.job : []));
  const ids = new Set([retryOf, origin?.job, ...sources].filter((id) => id !== undefined));
  const jobs = await Promise.all([...ids].map((id) => log.jobs.find(id)));
  return jobs.filter((job) => job !== undefined);
}

/**
 * The input pictures of a request, as stored.
 *
 * @throws BotError if a required one is missing.
 */
function goingIn(
  { request, pictures = [] }: JobRequest,
  { recipes }: Pick<RequestNeeds, 'recipes'>,
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

/** Consent or a statement that nobody is shown, with the wording of what was chosen. */
export function consentBy(
  givenBy: Consent['givenBy'],
  { consentAbout: about }: Pick<Wanted, 'consentAbout'>,
  { consent }: Pick<Catalogue, 'consent'>,
): Consent {
  if (givenBy === 'nobody-button') {
    return consentIn(consent.nobody.wording, givenBy);
  }
  return consentIn(consent[about].wording, givenBy);
}

/** Consent in these words, which have a version of their own. */
export function consentIn(wording: string, givenBy: Consent['givenBy']): Consent {
  return { givenBy, wordingVersion: wordingVersion(wording), wording };
}

/** What a job's visibility depends on. */
interface Asked {
  readonly guildId: string;
  readonly interaction: InteractionBase;
  /** The command's spoiler option, if set. */
  readonly spoiler?: boolean | undefined;
  readonly private?: boolean | undefined;
  /** The jobs that the new one derives from. */
  readonly from: readonly Job[];
}

/** How a job's message is shown. */
interface Visibility {
  /** Whether its pictures are spoilers. */
  readonly covered: boolean;
  /** Whether only its requester sees it. */
  readonly isPrivate: boolean;
  /** The language that the server has chosen, if any. */
  readonly language: string | undefined;
}

/**
 * Pictures are spoilers by the server's rule, if a source picture is one, or if the member chose so
 * for this request or by default. Private works the same, without a server rule. Outside the bot's servers
 * all are private.
 */
async function resolveVisibility(
  { guildId, interaction, spoiler, private: said, from }: Asked,
  {
    personSettings,
    spoilerRules,
    serverLanguages,
  }: Pick<RequestNeeds, 'personSettings' | 'spoilerRules' | 'serverLanguages'>,
): Promise<Visibility> {
  const [own, isRule, language] = await Promise.all([
    personSettings.of(interaction.user.id),
    from.some(isSpoiler) || spoilerRules.holdsIn(guildId),
    serverLanguages.of(guildId),
  ]);
  return {
    covered: isRule || (spoiler ?? own.spoiler),
    isPrivate:
      interaction.place !== 'server' || from.some((job) => job.private) || (said ?? own.private),
    language,
  };
}

type Value = CommandInteraction['options'][string];

/**
 * The file attached as an option, given by its internal name.
 *
 * @throws BotError if it is no file, or too large.
 */
export function attachedPicture(option: string, value: Value): Attachment {
  const file = attachedFile(option, value);
  if (file.size > LARGEST_ATTACHMENT_BYTES) throw new BotError('picture_too_large');
  return file;
}

/**
 * The same for a file of any size, of which only the head is downloaded.
 *
 * @throws BotError if it is no file.
 */
export function attachedFile(option: string, value: Value): Attachment {
  if (typeof value !== 'object' || !('url' in value)) {
    throw new BotError('bad_option', { facts: { option: snakeCase(option), problem: 'no_file' } });
  }
  return value;
}
