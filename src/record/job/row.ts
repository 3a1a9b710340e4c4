import type { Selectable } from 'kysely';
import { z } from 'zod';
import { settingsSchema } from '../../comfy/settings.ts';
import { ERRORS, type ErrorCode } from '../../errors/errors.ts';
import type { PastRun } from '../../comfy/estimate.ts';
import { JOB_STATES, VISIBILITIES, type Job, type StoredPicture } from './job.ts';
import { REPORT_REASONS } from '../report/reasons.ts';
import type { JobsTable } from '../store/tables.ts';

const json = z.string().transform((text, context): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    context.addIssue({ code: 'custom', message: 'is not JSON' });
    return z.NEVER;
  }
});
const maybe = <T extends z.ZodType>(schema: T) =>
  schema.nullable().transform((value) => value ?? undefined);
const flag = z.number().transform((value) => value === 1);
/** What is of no known kind is left out. */
const fact = z
  .union([z.string(), z.number(), z.array(z.string())])
  .optional()
  .catch(undefined);
const errorCodes = Object.keys(ERRORS) as [ErrorCode, ...ErrorCode[]];

/** A state as a row holds it. */
export const jobState = z.enum(JOB_STATES);

const pictures = json.pipe(
  z.array(z.object({ file: z.string(), format: z.enum(['png', 'jpeg', 'webp']) })),
);

/** What the columns hold: every one but the face, whose bytes are read only where they are needed, and the round. */
const jobRowSchema = z.object({
  id: z.string(),
  interactionId: maybe(z.string()),
  answeredInteractionId: z.string(),
  interactionToken: maybe(z.string()),
  tokenExpiresAt: z.number(),
  guildId: z.string(),
  channelId: z.string(),
  messageId: maybe(z.string()),
  postingAt: maybe(z.number()),
  ephemeral: flag,
  userId: z.string(),
  locale: maybe(z.string()),
  guildLocale: maybe(z.string()),
  state: jobState,
  previousState: maybe(jobState),
  revision: z.number(),
  shownRevision: z.number(),
  undeliverableAt: maybe(z.number()),
  settings: json.pipe(settingsSchema),
  models: json.pipe(
    z.object({ checkpoint: z.string(), ipAdapterFile: z.string(), clipVisionName: z.string() }),
  ),
  usesFace: flag,
  attachment: maybe(json.pipe(z.object({ url: z.string(), size: z.number() }))),
  retryOf: maybe(z.string()),
  attempt: z.number(),
  runpodEndpointId: maybe(z.string()),
  runpodId: maybe(z.string()),
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
  pictures,
  errorCode: maybe(z.enum(errorCodes)),
  errorFacts: json.pipe(z.record(z.string(), fact)),
  cancelledBy: maybe(z.string()),
  ageRestricted: flag,
  visibility: z.enum(VISIBILITIES),
  hiddenBecause: maybe(z.enum(REPORT_REASONS)),
  lapsesAt: maybe(z.number()),
  eraseAskedAt: maybe(z.number()),
  erasedAt: maybe(z.number()),
  messageGoneAt: maybe(z.number()),
});

/** The columns of a {@link JobRow}. */
export const JOB_COLUMNS = jobRowSchema.keyof().options;

export type JobRow = Pick<Selectable<JobsTable>, (typeof JOB_COLUMNS)[number]>;

const pastRunSchema = z.object({ executionMs: z.number(), settings: json.pipe(settingsSchema) });

/** A past run to estimate from; `undefined` for a row of settings that are no longer known. */
export function pastRunFromRow(row: Pick<JobRow, 'executionMs' | 'settings'>): PastRun | undefined {
  return pastRunSchema.safeParse(row).data;
}

const wantedSchema = z.object({ settings: json.pipe(settingsSchema), usesFace: flag });

/** What a job is to make. */
export type Wanted = z.infer<typeof wantedSchema>;

/** The same of a row; `undefined` for one whose settings are no longer known. */
export function wantedFromRow(row: Pick<JobRow, 'settings' | 'usesFace'>): Wanted | undefined {
  return wantedSchema.safeParse(row).data;
}

/** The pictures that a row names; `undefined` where that cannot be read. */
export function storedPictures(column: string): readonly StoredPicture[] | undefined {
  return pictures.safeParse(column).data;
}

/** A row of the jobs table, checked. @throws ZodError for a row that this version cannot read. */
export function jobFromRow(row: JobRow): Job {
  return jobRowSchema.parse(row);
}

/** The same, and `undefined` for a row that this version cannot read. */
export function readableJob(row: JobRow): Job | undefined {
  return jobRowSchema.safeParse(row).data;
}

/** The jobs of those rows that can be read. */
export function readableJobs(rows: readonly JobRow[]): Job[] {
  return rows.flatMap((row) => readableJob(row) ?? []);
}
