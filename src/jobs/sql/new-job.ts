import { type Insertable, sql } from 'kysely';
import { microsOf } from '../../engines/money.ts';
import type { Attachment } from '../../images/attachment.ts';
import type { WorkerModels } from '../../recipes/model-file.ts';
import type { Params } from '../../recipes/recipe.ts';
import type { JobInput, PictureSource, StoredRequest } from '../../recipes/stored-request.ts';
import type { Database } from '../../store/database.ts';
import { type DeferralKind, takeDeferral } from '../../store/deferrals.ts';
import { IdTaken } from '../../store/free-id.ts';
import { QUEUE_LOCK } from '../../store/locks.ts';
import { argument, PreparedQuery } from '../../store/queries.ts';
import type { JobsTable } from '../../store/tables.ts';
import { type AskedPoster, type Job, type Origin, originRow } from '../job.ts';
import type { Changing } from './changing.ts';
import { roundToJoin } from './fair-share.ts';
import { JOB_COLUMNS, type JobRow } from './job-row.ts';
import { recordMove } from './move-job.ts';
import { linkSources } from './picture-sources.ts';
import { askPoster } from './poster-questions.ts';

/** A picture sent with a request. */
export interface SentPicture extends Pick<JobInput, 'option' | 'person'> {
  readonly attachment: Attachment;
}

/** A job's result, and whether it was made from a picture that may show a person. */
export interface MadePicture extends Pick<JobInput, 'option' | 'person'> {
  readonly source: PictureSource;
}

/** A picture that goes with a request. */
export type NewPicture = SentPicture | MadePicture;

/** What a new row is made of. */
export interface NewJob {
  readonly id: string;
  /** `ready` where there is nothing to prepare. */
  readonly state: 'ready' | 'accepted' | 'awaiting_consent';
  readonly interactionId: string;
  readonly interactionToken: string;
  readonly tokenExpiresAt: number;
  readonly guildId: string;
  readonly channelId: string;
  /** The largest file that Discord takes there, in bytes. */
  readonly attachmentSizeLimit?: number | undefined;
  readonly userId: string;
  /** Discord locales of the requester and of their server. */
  readonly locale?: string | undefined;
  readonly guildLocale?: string | undefined;
  readonly request: StoredRequest;
  /** The queue: an endpoint's id. Default: that of the bot's own endpoint. */
  readonly queue?: string;
  readonly models: WorkerModels;
  readonly ageRestricted: boolean;
  /** Whether its pictures are posted as spoilers. */
  readonly covered?: boolean;
  /** Whether it is its requester's alone, and where they ask: in a channel of the server, or in direct messages. */
  readonly private?: 'server' | 'direct' | undefined;
  /** Those that go in, each of another option. */
  readonly pictures?: readonly NewPicture[];
  /** How many it is to make; 1 where that is left out. */
  readonly count?: number;
  /** What it is documented to cost, in US dollars, where it is billed by the picture. */
  readonly price?: number | undefined;
  readonly retryOf?: string;
  /** The step under a picture by which it was asked for. */
  readonly origin?: Origin | undefined;
  /** The poster who must agree first, asked in a public message. */
  readonly asks?: AskedPoster | undefined;
}

type NewRow = Insertable<JobsTable>;

/** A new job, and how the interaction that asked for it was deferred. */
type AnsweringJob = NewJob & { readonly deferral: DeferralKind | undefined };

/** What each column of a new row is made of; any other has the table's default. */
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
    (state === 'awaiting_consent' && !asks) || place === 'server' ? 1 : 0,
  recipe: ({ request }) => request.recipe,
  params: ({ request }) => JSON.stringify(request.params),
  paramsVersion: ({ request }) => request.paramsVersion,
  lane: ({ queue }) => queue ?? '',
  models: ({ models }) => JSON.stringify(models),
  ageRestricted: ({ ageRestricted }) => (ageRestricted ? 1 : 0),
  private: ({ private: place }) => (place === undefined ? 0 : 1),
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
  createdAt: (_, now) => now,
  acceptedAt: ({ state }, now) => (state === 'awaiting_consent' ? null : now),
  readyAt: ({ state }, now) => (state === 'ready' ? now : null),
} as const satisfies {
  readonly [Column in keyof NewRow]: (job: AnsweringJob, now: number) => NewRow[Column];
};

function inputOf(picture: NewPicture): JobInput {
  const { option, person } = picture;
  return { option, person, ...('source' in picture && { source: picture.source }) };
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

const WHOSE = { userId: argument('userId'), queue: argument('lane') };

/** Writes a new row, unless its interaction has one already. One that is ready joins the line. */
const INSERT = new PreparedQuery<JobRow>(
  () => sql`INSERT INTO jobs (${sql.join(COLUMNS.map((column) => sql.ref(column)))}, round)
    VALUES (${sql.join(COLUMNS.map(argument))},
      CASE WHEN ${argument('state')} = 'ready' THEN ${roundToJoin(WHOSE)} END)
    ON CONFLICT DO NOTHING
    RETURNING ${sql.join(JOB_COLUMNS.map((column) => sql.ref(column)))}`,
);

/**
 * Writes a new job, holding the line's lock where it joins the line. `undefined` where this
 * interaction, or a retry of the same job, has its row already.
 *
 * @throws IdTaken, PressedBefore, and BotError for pictures that nothing is made from any more, and for a
 * poster who is not to be asked: see {@link askPoster}.
 */
export async function writeNewJob(changing: Changing, asked: NewJob): Promise<Job | undefined> {
  const { trx, locks, now } = changing;
  if (asked.state === 'ready') locks.require(QUEUE_LOCK);
  const answering = { ...asked, deferral: await takeDeferral(trx, asked.interactionId) };
  const values = Object.entries(NEW_ROW).map(
    ([column, of]) => [column, of(answering, now)] as const,
  );
  const row = await INSERT.first(trx, Object.fromEntries(values));
  if (row) {
    const job = changing.rows.job(row);
    await requirePressedOnce(changing, { ...job, ...asked.request });
    await askPoster(changing, job);
    await linkSources(changing, job);
    await recordMove(changing, job, { from: null, cause: 'asked for' });
    return job;
  }
  if (await isWrittenDown(changing, asked)) return undefined;
  throw new IdTaken(asked.id);
}

/**
 * Whether what asked for a job has its row. A row that merely has the same id is about something
 * else.
 */
async function isWrittenDown(
  { trx }: Changing,
  { interactionId, retryOf }: Pick<NewJob, 'interactionId' | 'retryOf'>,
): Promise<boolean> {
  const { rows } = await sql`SELECT 1 FROM jobs
    WHERE interaction_id = ${interactionId} OR retry_of = ${retryOf ?? null} LIMIT 1`.execute(trx);
  return rows.length > 0;
}

/** Within this time, in milliseconds, the same press by the same person is one. */
const ONE_PRESS_MS = 3_000;

/**
 * While nobody has seen what came of a press, Discord says that it has failed, and people press again: for so long, in
 * milliseconds, that is the same press.
 */
const UNSEEN_MS = 15_000;

/** A changed form may be resubmitted at once. Identical submissions count as one. */
const BY_FORM = 'edit';

/** Thrown for a repeated press that is answered already. */
export class PressedBefore extends Error {
  override readonly name = 'PressedBefore';

  constructor() {
    super('the same was pressed within the last seconds');
  }
}

const BEFORE = new PreparedQuery(
  () => sql`SELECT 1 FROM jobs WHERE from_job = ${argument('job')}
    AND interaction_id IS NOT ${argument('interactionId')}
    AND user_id = ${argument('userId')} AND from_step = ${argument('step')}
    AND from_picture IS ${argument('picture')} AND recipe = ${argument('recipe')}
    AND (from_step <> ${argument('byForm')} OR params = ${argument('params')})
    AND created_at > ${argument('unseenSince')} AND (created_at > ${argument('since')}
      OR posting_at > ${argument('since')} OR shown_revision = 0) LIMIT 1`,
);

/** Who pressed what. */
export interface Pressed {
  readonly userId: string;
  readonly interactionId: string | undefined;
  /** What it is to be made by: a workflow may have several steps that are all called the same here. */
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
  const times = { since: now - ONE_PRESS_MS, unseenSince: now - UNSEEN_MS };
  const args = { ...asked, ...times, job, step, picture, byForm: BY_FORM };
  return (await BEFORE.first(db, args)) !== undefined;
}

/**
 * In the transaction that writes a job, and holding the lock of its person, so that of two presses at once one
 * is first.
 *
 * @throws PressedBefore
 */
async function requirePressedOnce(
  { trx, now }: Pick<Changing, 'trx' | 'now'>,
  job: Pressed,
): Promise<void> {
  if (await isPressedBefore(trx, job, now)) throw new PressedBefore();
}
