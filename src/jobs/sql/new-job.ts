import { type Insertable, sql } from 'kysely';
import { allInOrder } from '../../engines/in-order.ts';
import { microsOf } from '../../engines/money.ts';
import type { Attachment } from '../../images/attachment.ts';
import type { WorkerModels } from '../../recipes/model-file.ts';
import type { Params } from '../../recipes/recipe.ts';
import type { JobInput, PictureSource, StoredRequest } from '../../recipes/stored-request.ts';
import type { Database } from '../../store/database.ts';
import { type DeferralKind, takeDeferral } from '../../store/deferrals.ts';
import { IdTaken } from '../../store/free-id.ts';
import { QUEUE_LOCK, shared } from '../../store/locks.ts';
import { argument, PreparedQuery } from '../../store/queries.ts';
import type { JobsTable } from '../../store/tables.ts';
import { type AskedPoster, type Job, type Origin, originRow } from '../job.ts';
import type { Changing } from './changing.ts';
import { roundToJoin } from './fair-share.ts';
import { JOB_COLUMNS, type JobRow } from './job-row.ts';
import { recordMove } from './move-job.ts';
import { linkSources } from './picture-sources.ts';
import { askPoster } from './poster-questions.ts';
import type { AtOnceHere, Ruled } from './server-limits.ts';

/** A picture sent with a request. */
export interface SentPicture extends Pick<JobInput, 'option' | 'person'> {
  readonly attachment: Attachment;
}

/** A job's result as input, and whether it derives from a picture that may show a person. */
export interface MadePicture extends Pick<JobInput, 'option' | 'person' | 'fromFace'> {
  readonly source: PictureSource;
}

/** An input picture of a request. */
export type NewPicture = SentPicture | MadePicture;

/** What a new row is made from. */
export interface NewJob {
  readonly id: string;
  /** `ready` if there is nothing to prepare. */
  readonly state: 'ready' | 'accepted' | 'awaiting_consent';
  readonly interactionId: string;
  readonly interactionToken: string;
  readonly tokenExpiresAt: number;
  readonly guildId: string;
  readonly channelId: string;
  /** Discord's size limit for attachments there, in bytes. */
  readonly attachmentSizeLimit?: number | undefined;
  readonly userId: string;
  /** Discord locales of the requester and of the server. */
  readonly locale?: string | undefined;
  readonly guildLocale?: string | undefined;
  readonly request: StoredRequest;
  /** The queue: an endpoint's id. Default: the bot's own endpoint. */
  readonly queue?: string;
  readonly models: WorkerModels;
  readonly ageRestricted: boolean;
  /** Whether its pictures are posted as spoilers. */
  readonly covered?: boolean;
  /**
   * For a private job, where its requester sees it: in a channel of the server, in direct messages, or in a
   * place of theirs where only the interaction's token reaches its message.
   */
  readonly private?: 'server' | 'direct' | 'user' | undefined;
  /** Whether its requester's own install of the bot alone allowed it. */
  readonly byUserInstall?: boolean;
  /** The input pictures, one per option. */
  readonly pictures?: readonly NewPicture[];
  /** How many pictures to make. Default: 1. */
  readonly count?: number;
  /** The documented price in US dollars, if the endpoint bills by the picture. */
  readonly price?: number | undefined;
  readonly retryOf?: string;
  /** The button under a picture that requested it. */
  readonly origin?: Origin | undefined;
  /** The poster who must agree first, asked in a public message. */
  readonly asks?: AskedPoster | undefined;
  /** What the server's rules need to know. Default: no rule holds. */
  readonly ruled?: Omit<Ruled, 'guildId' | 'userId'>;
  /** Pictures in progress, by the server's rules. */
  readonly atOnce?: AtOnceHere;
  /** Pictures of it that credits pay. Default: none. */
  readonly credits?: number;
}

type NewRow = Insertable<JobsTable>;

/** A new job, how its interaction was deferred, and the process that drives it. */
type AnsweringJob = NewJob & {
  readonly deferral: DeferralKind | undefined;
  readonly driver: string;
};

/** The columns of a new row; all others have the table's default. */
const NEW_ROW = {
  id: ({ id }) => id,
  state: ({ state }) => state,
  interactionId: ({ interactionId }) => interactionId,
  answeredInteractionId: ({ interactionId }) => interactionId,
  deferral: ({ deferral }) => deferral ?? null,
  interactionToken: ({ interactionToken }) => interactionToken,
  tokenExpiresAt: ({ tokenExpiresAt }) => tokenExpiresAt,
  guildId: ({ guildId }) => guildId,
  channelId: ({ channelId }) => channelId,
  attachmentSizeLimit: ({ attachmentSizeLimit }) => attachmentSizeLimit ?? null,
  userId: ({ userId }) => userId,
  locale: ({ locale }) => locale ?? null,
  guildLocale: ({ guildLocale }) => guildLocale ?? null,
  ephemeral: ({ state, asks, private: place }) =>
    (state === 'awaiting_consent' && !asks) || (place !== undefined && place !== 'direct') ? 1 : 0,
  recipe: ({ request }) => request.recipe,
  params: ({ request }) => JSON.stringify(request.params),
  paramsVersion: ({ request }) => request.paramsVersion,
  lane: ({ queue }) => queue ?? '',
  models: ({ models }) => JSON.stringify(models),
  ageRestricted: ({ ageRestricted }) => (ageRestricted ? 1 : 0),
  private: ({ private: place }) => (place === undefined ? 0 : 1),
  byUserInstall: ({ byUserInstall = false }) => (byUserInstall ? 1 : 0),
  covered: ({ covered = false }) => (covered ? 1 : 0),
  priceMicros: ({ price }) => (price === undefined ? null : microsOf(price)),
  inputs: ({ pictures = [] }) => JSON.stringify(pictures.map(inputOf)),
  count: ({ count = 1 }) => count,
  attachment: ({ pictures = [] }) => (pictures.length > 0 ? attachmentsOf(pictures) : null),
  retryOf: ({ retryOf }) => retryOf ?? null,
  fromJob: ({ origin }) => originRow(origin).fromJob,
  fromStep: ({ origin }) => originRow(origin).fromStep,
  fromPicture: ({ origin }) => originRow(origin).fromPicture,
  fromMessage: ({ origin }) => originRow(origin).fromMessage,
  asksUserId: ({ asks }) => asks?.userId ?? null,
  askedMessage: ({ asks }) => asks?.messageId ?? null,
  driver: ({ driver }) => driver,
  roles: ({ ruled, private: place }) =>
    ruled && place !== undefined ? JSON.stringify(ruled.roles) : null,
  estimateMs: ({ ruled }) => Math.round(ruled?.gpuMs ?? 0),
  ruled: ({ ruled }) => (ruled ? JSON.stringify({ ...ruled.request, roles: ruled.roles }) : null),
  ownAtOnce: ({ atOnce }) => atOnce?.own ?? null,
  serverAtOnce: ({ atOnce }) => atOnce?.server ?? null,
  credits: ({ credits = 0 }) => credits,
  createdAt: (_, now) => now,
  acceptedAt: ({ state }, now) => (state === 'awaiting_consent' ? null : now),
  readyAt: ({ state }, now) => (state === 'ready' ? now : null),
} as const satisfies {
  readonly [Column in keyof NewRow]: (job: AnsweringJob, now: number) => NewRow[Column];
};

function inputOf(picture: NewPicture): JobInput {
  const { option, person } = picture;
  if (!('source' in picture)) return { option, person };
  return { option, person, source: picture.source, fromFace: picture.fromFace };
}

function attachmentsOf(pictures: readonly NewPicture[]): string {
  return JSON.stringify(
    pictures.flatMap((picture) => {
      if ('source' in picture) return [];
      const { url, size } = picture.attachment;
      return [{ option: picture.option, url, size }];
    }),
  );
}

const COLUMNS = Object.keys(NEW_ROW);

const REQUESTER_QUEUE = { userId: argument('userId'), queue: argument('lane') };

/** Inserts a row, unless its interaction has one. A ready job joins its queue. */
const INSERT = new PreparedQuery<JobRow>(
  () => sql`INSERT INTO jobs (${sql.join(COLUMNS.map((column) => sql.ref(column)))}, round)
    VALUES (${sql.join(COLUMNS.map(argument))},
      CASE WHEN ${argument('state')} = 'ready' THEN ${roundToJoin(REQUESTER_QUEUE)} END)
    ON CONFLICT DO NOTHING
    RETURNING ${sql.join(JOB_COLUMNS.map((column) => sql.ref(column)))}`,
);

/**
 * Writes a new job; requires the interaction's lock. Takes a shared queue lock if it is ready, since members
 * who join a queue at the same time are not in each other's way. `undefined` if this interaction, or a retry
 * of the same job, already has a row.
 *
 * @throws IdTaken, PressedBefore, and BotError for input pictures that may no longer be used or a
 * poster who may not be asked: see {@link askPoster}.
 */
export async function writeNewJob(changing: Changing, asked: NewJob): Promise<Job | undefined> {
  const { trx, locks, now } = changing;
  const deferral = await takeDeferral(changing, asked.interactionId);
  const answering = { ...asked, deferral, driver: changing.process };
  const values = Object.entries(NEW_ROW).map(
    ([column, of]) => [column, of(answering, now)] as const,
  );
  // In one round trip, as the lock is held until the next answer at least.
  const locked = asked.state === 'ready' ? locks.hold(shared(QUEUE_LOCK)) : Promise.resolve();
  const [, row] = await allInOrder([locked, INSERT.first(trx, Object.fromEntries(values))]);
  if (row) {
    const job = changing.rows.job(row);
    await requirePressedOnce(changing, { ...job, ...asked.request });
    await askPoster(changing, job);
    await linkSources(changing, job);
    await recordMove(changing, job, { from: null, cause: 'requested' });
    return job;
  }
  if (await isRecorded(changing, asked)) return undefined;
  throw new IdTaken(asked.id);
}

/**
 * Whether this request already has a row. A row that merely has the same id belongs to another
 * request.
 */
export async function isRecorded(
  { trx }: Changing,
  { interactionId, retryOf }: Pick<NewJob, 'interactionId' | 'retryOf'>,
): Promise<boolean> {
  const { rows } = await sql`SELECT 1 FROM jobs
    WHERE interaction_id = ${interactionId} OR retry_of = ${retryOf ?? null} LIMIT 1`.execute(trx);
  return rows.length > 0;
}

/** The same press by the same member counts once within this time, in milliseconds. */
const ONE_PRESS_MS = 3_000;

/**
 * While the result of a press is not visible, Discord reports that it failed, and members press
 * again. A repeat within this time, in milliseconds, is the same press.
 */
const UNANSWERED_PRESS_MS = 15_000;

/** A changed form may be resubmitted at once. Identical submissions count as one. */
const BY_FORM = 'edit';

/** Thrown for a repeated press that was already answered. */
export class PressedBefore extends Error {
  override readonly name = 'PressedBefore';

  constructor() {
    super('the same button was just pressed');
  }
}

const BEFORE = new PreparedQuery(
  () => sql`SELECT 1 FROM jobs WHERE from_job = ${argument('job')}
    AND interaction_id IS DISTINCT FROM ${argument('interactionId')}
    AND user_id = ${argument('userId')} AND from_step = ${argument('step')}
    AND from_picture IS NOT DISTINCT FROM ${argument('picture')} AND recipe = ${argument('recipe')}
    AND (from_step <> ${argument('byForm')} OR params = ${argument('params')})
    AND created_at > ${argument('unseenSince')} AND (created_at > ${argument('since')}
      OR posting_at > ${argument('since')} OR shown_revision = 0) LIMIT 1`,
);

/** The member and the button. */
export interface Pressed {
  readonly userId: string;
  readonly interactionId: string | undefined;
  /** The recipe to use: a workflow may have several steps with the same name. */
  readonly recipe: string;
  readonly params: Params;
  readonly origin?: Origin | undefined;
  readonly retryOf?: string | undefined;
}

/** Whether another interaction has just pressed the same button. */
export async function isPressedBefore(
  db: Database,
  { userId, interactionId = '', recipe, params, origin, retryOf }: Pressed,
  now: number,
): Promise<boolean> {
  if (!origin || retryOf !== undefined) return false;
  const { job, step, picture = null } = origin;
  const asked = { userId, interactionId, recipe, params: JSON.stringify(params) };
  const times = { since: now - ONE_PRESS_MS, unseenSince: now - UNANSWERED_PRESS_MS };
  const args = { ...asked, ...times, job, step, picture, byForm: BY_FORM };
  return (await BEFORE.first(db, args)) !== undefined;
}

/**
 * Requires the member's lock in the transaction that writes the job, so that of two simultaneous
 * presses one comes first.
 *
 * @throws PressedBefore
 */
export async function requirePressedOnce(
  { trx, now }: Pick<Changing, 'trx' | 'now'>,
  job: Pressed,
): Promise<void> {
  if (await isPressedBefore(trx, job, now)) throw new PressedBefore();
}
