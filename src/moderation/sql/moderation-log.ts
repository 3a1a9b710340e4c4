import type { Database } from '../../store/database.ts';

/** Moderators' actions and the reports they get. */
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
  | 'spoilers off'
  | 'language chosen'
  | 'language taken back';

/** One act for the log. */
export interface ModerationEvent {
  readonly guildId: string;
  readonly what: ModerationAct;
  readonly byUser: string;
  /** The member concerned. */
  readonly userId?: string;
  readonly jobId?: string;
  readonly reportId?: string;
}

/** Logs an act in the transaction that performs it. */
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
