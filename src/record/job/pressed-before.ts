import { sql } from 'kysely';
import type { Params } from '../../comfy/recipe.ts';
import type { Database } from '../../store/database.ts';
import { argument, PreparedQuery } from '../../store/queries.ts';
import type { Changing } from './changing.ts';
import type { Origin } from './origin.ts';

/** Within this time, in milliseconds, the same press by the same person is one. */
const ONE_PRESS_MS = 3_000;

/**
 * While nobody has seen what came of a press, Discord says that it has failed, and people press again: for so long, in
 * milliseconds, that is the same press.
 */
const UNSEEN_MS = 15_000;

/** What was changed in a form may be sent in as fast as somebody likes. The very same is one. */
const BY_FORM = 'edit';

/** Thrown for a press that somebody has just made, and that is answered already. */
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

/** Whether somebody has just pressed the same, by another interaction. */
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
export async function requirePressedOnce(
  { trx, now }: Pick<Changing, 'trx' | 'now'>,
  job: Pressed,
): Promise<void> {
  if (await isPressedBefore(trx, job, now)) throw new PressedBefore();
}
