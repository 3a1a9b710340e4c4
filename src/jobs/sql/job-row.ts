import type { Selectable } from 'kysely';
import { z } from 'zod';
import { type ErrorCode, ERRORS } from '../../errors/errors.ts';
import type { StoredPicture } from '../../images/picture-store.ts';
import { REPORT_REASONS } from '../../policy/report-reasons.ts';
import type { StoredInputs } from '../../recipes/stored-request.ts';
import { DEFERRAL_KINDS } from '../../store/deferrals.ts';
import { type JobsTable, maybe } from '../../store/tables.ts';
import { JOB_STATES, VISIBILITIES } from '../job.ts';

const json = z.string().transform((text, context): unknown => {
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
  interactionId: maybe(z.string()),
  answeredInteractionId: z.string(),
  // An unknown kind is read as `update`, which leaves `@original` alone.
  deferral: maybe(z.enum(DEFERRAL_KINDS)).catch('update'),
  interactionToken: maybe(z.string()),
  tokenExpiresAt: z.number(),
  guildId: z.string(),
  channelId: z.string(),
  messageId: maybe(z.string()),
  postingAt: maybe(z.number()),
  ephemeral: flag,
  attachmentSizeLimit: maybe(z.number()),
  userId: z.string(),
  locale: maybe(z.string()),
  guildLocale: maybe(z.string()),
  state: jobState,
  // An unknown previous state does no harm.
  previousState: maybe(jobState).catch(undefined),
  revision: z.number(),
  shownRevision: z.number(),
  undeliverableAt: maybe(z.number()),
  models,
  count: z.number(),
  attachment,
  retryOf: maybe(z.string()),
  fromJob: z.string().nullable(),
  fromStep: z.string().nullable(),
  fromPicture: z.number().nullable(),
  fromMessage: z.string().nullable(),
  asksUserId: maybe(z.string()),
  askedMessage: maybe(z.string()),
  attempt: z.number(),
  runpodEndpointId: maybe(z.string()),
  runpodId: maybe(z.string()),
  worker: maybe(z.string()),
  lane: z.string(),
  remoteOpen: flag,
  createdAt: z.number(),
  acceptedAt: maybe(z.number()),
  readyAt: maybe(z.number()),
  retryAt: maybe(z.number()),
  submittedAt: maybe(z.number()),
  startedAt: maybe(z.number()),
  finishedAt: maybe(z.number()),
  delayMs: maybe(z.number()),
  executionMs: maybe(z.number()),
  priceMicros: maybe(z.number()),
  costMicros: maybe(z.number()),
  pictures,
  errorCode,
  errorFacts,
  cancelledBy: maybe(z.string()),
  ageRestricted: flag,
  covered: flag,
  coveredByReport,
  private: flag,
  visibility,
  hiddenBecause,
  lapsesAt: maybe(z.number()),
  hiddenWith: maybe(z.string()),
  consentWithdrawn,
  eraseAskedAt: maybe(z.number()),
  erasedAt: maybe(z.number()),
  messageGoneAt: maybe(z.number()),
  tellingAt: maybe(z.number()),
  toldAt: maybe(z.number()),
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
