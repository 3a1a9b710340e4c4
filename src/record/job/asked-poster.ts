import { sql } from 'kysely';
import { BotError } from '../../errors/errors.ts';
import { argument, PreparedQuery } from '../store/prepared-query.ts';
import type { Changing } from './changing.ts';
import type { NewJob } from './new-job.ts';

const BEFORE = new PreparedQuery(
  () => sql`SELECT 1 FROM jobs
    WHERE asked_message = ${argument('messageId')} AND user_id = ${argument('userId')}
      AND interaction_id IS NOT ${argument('interactionId')}
      AND (asks_user_id IS NOT NULL OR cancelled_by <> user_id) LIMIT 1`,
);

/**
 * Whoever posted a picture is asked by the same person once at a time, and not again after a no: each question mentions
 * them. To be called holding the lock of whoever asks.
 *
 * @throws BotError `asked_before`.
 */
export async function requireNotAskedBefore(
  { trx }: Pick<Changing, 'trx'>,
  { userId, interactionId, asks }: Pick<NewJob, 'userId' | 'interactionId' | 'asks'>,
): Promise<void> {
  if (!asks) return;
  const args = { messageId: asks.messageId, userId, interactionId };
  if (await BEFORE.first(trx, args)) throw new BotError('asked_before');
}
