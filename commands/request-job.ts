import { ChannelType, PermissionFlagsBits } from 'discord.js';
import type { Settings } from '../src/comfy/settings.ts';
import type { Reply } from '../src/discord/command.ts';
import type { InteractionBase } from '../src/discord/interaction.ts';
import { tokenExpiry } from '../src/discord/interaction-token.ts';
import { BotError } from '../src/errors.ts';
import type { Attachment } from '../src/images/attachment.ts';
import { gpuTimeFacts, gpuTimeOpensAt } from '../src/jobs/gpu-time.ts';
import type { Consent } from '../src/jobs/job-log.ts';
import { isAgeRestricted } from '../src/safety/age-restriction.ts';
import { checkpointFor } from '../src/safety/checkpoint.ts';
import { CONSENT } from '../src/safety/consent.ts';
import type { Services } from './services.ts';

const THREADS: readonly number[] = [
  ChannelType.AnnouncementThread,
  ChannelType.PublicThread,
  ChannelType.PrivateThread,
];

/** To post pictures, and to find a message again whose id was lost on the way. */
const NEEDED = [
  { bit: PermissionFlagsBits.ViewChannel, name: '**View Channel**' },
  { bit: PermissionFlagsBits.ReadMessageHistory, name: '**Read Message History**' },
  { bit: PermissionFlagsBits.AttachFiles, name: '**Attach Files**' },
  { bit: PermissionFlagsBits.EmbedLinks, name: '**Embed Links**' },
] as const;

/** What a person asks for. */
export interface JobRequest {
  readonly settings: Settings;
  readonly photo?: Attachment;
  /** Whether they said with the command that they may use the photo. */
  readonly consented?: boolean;
  readonly retryOf?: string;
}

/**
 * Writes a request down as a job, and answers with the job's message. A photo without consent is
 * written down too, and its message asks first.
 *
 * @throws BotError for what can be seen to be wrong before anything is done.
 */
export async function requestJob(
  interaction: InteractionBase,
  request: JobRequest,
  services: Services,
): Promise<Reply> {
  const { log, models } = services;
  requirePermissions(interaction);
  await requireService(services);
  const { photo, retryOf } = request;
  const choice = checkpointFor(
    { face: photo !== undefined, ageRestricted: await ageRestricted(interaction, services) },
    models.checkpoints,
  );
  if (choice.kind === 'refuse') throw new BotError(choice.code);
  const waitsForConsent = photo !== undefined && request.consented !== true;
  const job = await log.create(
    {
      id: services.newJobId(),
      state: waitsForConsent ? 'awaiting_consent' : 'accepted',
      interactionId: interaction.id,
      interactionToken: interaction.token,
      tokenExpiresAt: tokenExpiry(interaction.id),
      guildId: requireGuild(interaction),
      channelId: interaction.channel.id,
      userId: interaction.user.id,
      settings: request.settings,
      models: {
        checkpoint: choice.checkpoint,
        ipAdapterFile: models.ipAdapterFile,
        clipVisionName: models.clipVisionName,
      },
      ...(photo && { attachment: { url: photo.url, size: photo.size } }),
      ...(retryOf !== undefined && { retryOf }),
    },
    photo && !waitsForConsent ? consentBy('option') : undefined,
  );
  return job ? { kind: 'job', job } : { kind: 'answered' };
}

/** Consent in the words that are shown now. */
export function consentBy(givenBy: Consent['givenBy']): Consent {
  return { givenBy, wordingVersion: CONSENT.version, wording: CONSENT.wording };
}

/** @throws BotError where the bot could not show a result in this channel. */
export function requirePermissions({ appPermissions }: InteractionBase): void {
  const missing = NEEDED.filter(({ bit }) => (appPermissions & bit) === 0n);
  if (missing.length === 0) return;
  const permissions = missing.map(({ name }) => name).join(' and ');
  throw new BotError('permissions_missing', { facts: { permissions } });
}

/** @throws BotError where no picture can be made just now, whoever asks. */
export async function requireService({ log, clock, access, gpuTime }: Services): Promise<void> {
  if (access.refused) throw new BotError('key_refused');
  const opensAt = await gpuTimeOpensAt(log, gpuTime, clock.now());
  if (opensAt !== undefined) throw new BotError('gpu_time_spent', { facts: gpuTimeFacts(opensAt) });
}

function requireGuild({ guildId }: InteractionBase): string {
  if (guildId === undefined) throw new BotError('servers_only');
  return guildId;
}

async function ageRestricted(
  { channel }: InteractionBase,
  { lookUpChannel }: Services,
): Promise<boolean> {
  const thread = THREADS.includes(channel.type);
  const parent =
    thread && channel.parentId !== undefined ? await lookUpChannel(channel.parentId) : undefined;
  return isAgeRestricted(
    { thread, nsfw: channel.nsfw },
    parent && { thread: false, nsfw: parent.nsfw },
  );
}
