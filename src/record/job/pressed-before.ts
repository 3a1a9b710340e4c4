import { sql } from 'kysely';
import { argument, PreparedQuery } from '../store/prepared-query.ts';
import type { Changing } from './changing.ts';
import type { Job } from './job.ts';

/** Within this time, in milliseconds, the same press by the same person is one. */
const ONE_PRESS_MS = 3_000;

/** What was changed in a form may be sent in as fast as somebody likes. */
const BY_FORM = 'edit';

/** Thrown for a press that somebody has just made, and that is answered already. */
export class PressedBefore extends Error {
  override readonly name = 'PressedBefore';

  constructor() {
    super('the same was pressed within the last seconds');
  }
}

const BEFORE = new PreparedQuery(
  () => sql`SELECT 1 FROM jobs WHERE from_job = ${argument('job')} AND id <> ${argument('id')}
    AND user_id = ${argument('userId')} AND from_step = ${argument('step')}
    AND from_picture IS ${argument('picture')} AND created_at > ${argument('since')} LIMIT 1`,
);

/**
 * In the transaction that writes a job, and holding the lock of its person, so that of two presses at once one
 * is first.
 *
 * @throws PressedBefore
 */
export async function requirePressedOnce(
  { trx, now }: Pick<Changing, 'trx' | 'now'>,
  { id, userId, origin, retryOf }: Pick<Job, 'id' | 'userId' | 'origin' | 'retryOf'>,
): Promise<void> {
  if (!origin || origin.step === BY_FORM || retryOf !== undefined) return;
  const { job, step, picture = null } = origin;
  const since = now - ONE_PRESS_MS;
  if (await BEFORE.first(trx, { id, userId, job, step, picture, since })) throw new PressedBefore();
}
