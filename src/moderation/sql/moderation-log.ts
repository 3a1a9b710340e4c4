import type { Database } from '../../store/database.ts';

/** What moderators do, and what they are asked to look at. */
export type ModerationAct =
  | 'reported'
  | 'removed'
  | 'restored'
  | 'blocked'
  | 'unblocked'
  | 'channel chosen'
  | 'role chosen'
  | 'role taken back'
  | 'spoilers on'
  | 'spoilers off';

/** One act, for the record. */
export interface ModerationEvent {
  readonly guildId: string;
  readonly what: ModerationAct;
  readonly byUser: string;
  /** Whom it is about. */
  readonly userId?: string;
  readonly jobId?: string;
  readonly reportId?: string;
}

/** Puts an act on record, in the transaction that does it. */
export async function recordModeration(
  trx: Database,
  at: number,
  event: ModerationEvent,
): Promise<void> {
  await trx
    .insertInto('moderationEvents')
    .values({ at, ...event })
    .execute();
}
