import type { Selectable } from 'kysely';
import { z } from 'zod';
import { type ErrorCode, ERRORS } from '../../errors/errors.ts';
import type { StoredPicture } from '../../images/picture-store.ts';
import { REPORT_REASONS } from '../../policy/report-reasons.ts';
import type { StoredInputs } from '../../recipes/stored-request.ts';
import { DEFERRAL_KINDS } from '../../store/deferrals.ts';
import { type JobsTable, maybe } from '../../store/tables.ts';
import { JOB_STATES, VISIBILITIES } from '../job.ts';

/** Text as the value that it is in JSON. */
export const json = z.string().transform((text, context): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    context.addIssue({ code: 'custom', message: 'is not JSON' });
    return z.NEVER;
  }
});
const flag = z.number().transform((value) => value === 1);
/** Facts of unknown type are dropped. */
const fact = z
  .union([z.string(), z.number(), z.array(z.string())])
  .optional()
  .catch(undefined);
const errorCodes = Object.keys(ERRORS) as [ErrorCode, ...ErrorCode[]];

/** Values of `consent_withdrawn`: withdrawn by the requester, or (greater) by another member. */
export const BY_REQUESTER = 1;
export const BY_ANOTHER = 2;

/** A state as stored. */
export const jobState = z.enum(JOB_STATES);

const pictureFormat = z.enum(['png', 'jpeg', 'webp']);
const pictures = json.pipe(
  z.array(
    z.object({
      file: z.string(),
      format: pictureFormat,
      animated: z.literal(true).optional(),
    }),
  ),
);

const models = json.pipe(
  z.object({ checkpoint: z.string(), ipAdapterFile: z.string(), clipVisionName: z.string() }),
);
const inputs = maybe(
  json.pipe(
    z.array(
      z.object({
        option: z.string(),
        person: z.boolean(),
        source: z.object({ job: z.string(), picture: z.number() }).optional(),
        fromFace: z.boolean().optional(),
        format: pictureFormat.optional(),
        bytes: z.number().optional(),
      }),
    ),
  ),
);
const file = z.object({ url: z.string(), size: z.number() });
/** Earlier versions stored a single attachment, without its option. */
const attachment = maybe(
  json.pipe(
    z.union([
      z.array(file.extend({ option: z.string() })),
      file.transform((one) => [{ ...one, option: undefined }]),
    ]),
  ),
);
const roles = maybe(json.pipe(z.array(z.string()))).catch(undefined);
const errorCode = maybe(z.enum(errorCodes));
const errorFacts = json.pipe(z.record(z.string(), fact));
const visibility = z.enum(VISIBILITIES);
const hiddenBecause = maybe(z.enum(REPORT_REASONS));
const coveredByReport = maybe(z.number().transform((value) => value === 1));
const consentWithdrawn = z.number().transform((by) => {
  if (by === 0) return undefined;
  return by === BY_REQUESTER ? 'requester' : 'another';
});

/**
 * The stored columns, except the round and the prepared pictures. The pictures' bytes are read only
 * when needed.
 */
export const jobRowSchema = z.object({
  id: z.string(),
  /** The interaction that requested it; undefined once erased. */
  interactionId: maybe(z.string()),
  /**
   * The interaction whose response is the message: the command, or the click that gave consent.
   * Blanked once the message of an erased job is gone.
   */
  answeredInteractionId: z.string(),
  /**
   * How that interaction was deferred, if it was. An unknown kind is read as `update`, which leaves
   * `@original` alone.
   */
  deferral: maybe(z.enum(DEFERRAL_KINDS)).catch('update'),
  /** Blanked once useless. */
  interactionToken: maybe(z.string()),
  tokenExpiresAt: z.number(),
  guildId: z.string(),
  /** For a private job, possibly the direct messages with its requester. */
  channelId: z.string(),
  /** Known once Discord has returned it. */
  messageId: maybe(z.string()),
  /** When the bot last began to post it in place of the response. It may exist. */
  postingAt: maybe(z.number()),
  /**
   * Whether the message is ephemeral, as while a photo waits for consent: only its token reaches
   * it.
   */
  ephemeral: flag,
  /** Discord's size limit for attachments there, in bytes, if that interaction gave one. */
  attachmentSizeLimit: maybe(z.number()),
  userId: z.string(),
  /** Of a private job: their roles in the server at the time of the request. */
  roles,
  /** The process that drives it and edits its message; empty on SQLite, which has only one. */
  driver: z.string(),
  /** The requester's language, as `en-GB`, if Discord sent it. */
  locale: maybe(z.string()),
  /** The language of the server. */
  guildLocale: maybe(z.string()),
  state: jobState,
  /** Its previous state; undefined for a new job. An unknown one does no harm. */
  previousState: maybe(jobState).catch(undefined),
  /** Counts visible changes. `shownRevision` is the one that the message shows. */
  revision: z.number(),
  shownRevision: z.number(),
  undeliverableAt: maybe(z.number()),
  models,
  /** How many pictures to make. Once they are no longer stored, how many there were. */
  count: z.number(),
  /** Pictures of it that credits pay, beyond its member's limit of a day. */
  credits: z.number(),
  attachment,
  retryOf: maybe(z.string()),
  fromJob: z.string().nullable(),
  fromStep: z.string().nullable(),
  fromPicture: z.number().nullable(),
  fromMessage: z.string().nullable(),
  asksUserId: maybe(z.string()),
  askedMessage: maybe(z.string()),
  /** How many submissions may have reached RunPod. */
  attempt: z.number(),
  runpodEndpointId: maybe(z.string()),
  runpodId: maybe(z.string()),
  /** The kind of worker it was sent to, if the row says. */
  worker: maybe(z.string()),
  lane: z.string(),
  /** Whether RunPod may still be working on it. */
  remoteOpen: flag,
  createdAt: z.number(),
  /** When it became `accepted`: with the command, or with consent. */
  acceptedAt: maybe(z.number()),
  /**
   * When it last became `ready` from a state other than `submitting`: the start of its wait here.
   */
  readyAt: maybe(z.number()),
  /** Not sent before then, since RunPod rejected it. */
  retryAt: maybe(z.number()),
  /** When RunPod accepted it. */
  submittedAt: maybe(z.number()),
  startedAt: maybe(z.number()),
  finishedAt: maybe(z.number()),
  /** RunPod's own measurements. */
  delayMs: maybe(z.number()),
  executionMs: maybe(z.number()),
  /** The documented price in millionths of a US dollar, if billed by the picture. */
  priceMicros: maybe(z.number()),
  /** The reported cost. */
  costMicros: maybe(z.number()),
  pictures,
  errorCode,
  errorFacts,
  /** A member's id, `BY_OPERATOR`, or `runpod` if the GPU service cancelled it. */
  cancelledBy: maybe(z.string()),
  /** Whether it was requested in an age-restricted channel. Unknown counts as not. */
  ageRestricted: flag,
  /** Whether its pictures are posted as spoilers. */
  covered: flag,
  /** Whether a report covers them until it is decided; false once that is undone. */
  coveredByReport,
  /** Whether only its requester sees it: its message is ephemeral, or a direct message. */
  private: flag,
  /** Whether its requester's own install of the bot alone allowed it. */
  byUserInstall: flag,
  visibility,
  /** The report that hid it. */
  hiddenBecause,
  /** When it is removed without a decision. Set while its server has no report channel. */
  lapsesAt: maybe(z.number()),
  /** The source with which it is hidden or removed. */
  hiddenWith: maybe(z.string()),
  /**
   * Who withdrew consent to it or to its source. Nothing new is made from it. If it was not its own
   * requester, its pictures are removed.
   */
  consentWithdrawn,
  /** When its requester asked to erase it. It waits for the decision of a report. */
  eraseAskedAt: maybe(z.number()),
  /** From then on the row has no personal data. */
  erasedAt: maybe(z.number()),
  /** When the message of an erased job was deleted, or found missing. */
  messageGoneAt: maybe(z.number()),
  /** When the bot last began to post the end reply. It may exist. */
  tellingAt: maybe(z.number()),
  /** When the end reply was settled, posted or not. There is at most one. */
  toldAt: maybe(z.number()),
  /** The end reply, while it exists. */
  toldMessageId: maybe(z.string()),
});

/** The parsed columns of a row. */
export type RowData = z.infer<typeof jobRowSchema>;

/** The columns of a {@link JobRow}: its data and its request. */
export const JOB_COLUMNS = [
  ...jobRowSchema.keyof().options,
  'recipe',
  'params',
  'paramsVersion',
  'inputs',
] as const;

export type JobRow = Pick<Selectable<JobsTable>, (typeof JOB_COLUMNS)[number]>;

/**
 * The schema of a finished job, which is only shown and deleted. Values of other versions are
 * dropped.
 */
export const finishedRowSchema = jobRowSchema.extend({
  models: models.catch({ checkpoint: '', ipAdapterFile: '', clipVisionName: '' }),
  attachment: attachment.catch(undefined),
  pictures: pictures.catch([]),
  errorCode: errorCode.catch(undefined),
  errorFacts: errorFacts.catch({}),
  // If unreadable, show nothing.
  visibility: visibility.catch('removed'),
  hiddenBecause: hiddenBecause.catch(undefined),
});

/** The JSON value of a column; `undefined` if it is not JSON. */
export function jsonIn(column: string): unknown {
  return json.safeParse(column).data;
}

/** The input pictures of a row. */
export function storedInputs(column: string | null): StoredInputs {
  const { success, data } = inputs.safeParse(column);
  return success ? (data ?? 'unnamed') : 'unreadable';
}

/** The stored pictures of a row; `undefined` if unreadable. */
export function storedPictures(column: string): readonly StoredPicture[] | undefined {
  return pictures.safeParse(column).data;
}
